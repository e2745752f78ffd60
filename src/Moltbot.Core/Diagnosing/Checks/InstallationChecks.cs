namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>All checks, in the order in which they look and in which repairs are made: what keeps others from seeing or changing something comes first.</summary>
internal static class InstallationChecks
{
    /// <summary>Those without which nobody knows what there is.</summary>
    public static LayoutCheck Layout { get; } = new();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IInstallationCheck> All { get; } =
    [
        Layout,
        new HalfWayCheck(),
        new DatabaseCheck(),
        new StateDirectoryCheck(),
        new FileCheck(),
        new LockCheck(),
        new EncodingCheck(),
        new ExposureCheck(),
        new LegacyAgentDirectoryCheck(),
        new ConfigurationCheck(),
        new EnvironmentCheck(),
        new StoreCheck(),
        new ProfileIdCheck(),
        new DeprecatedProfileCheck(),
        new ProfileSecretCheck(),
        new ConfiguredProfileCheck(),
        new OrderCheck(),
        new RemembranceCheck(),
        new CooldownCheck(),
        new ExpiryCheck(),
        new ProviderCheck(),
        new ProbeCheck(),
        new PluginCheck(),
        new SignInCheck(),
        new FenceCheck(),
        new EndpointCheck(),
        new SessionCheck(),
        new LeftoverCheck(),
        new LeftBehindCheck(),
        new ServiceCheck(),
        new ClockCheck(),
        new SecondInstallationCheck(),
    ];

    /// <summary>What says that something is not known. It is told also when only other things are asked for: an answer about what was not read would be none.</summary>
    public static IReadOnlyList<FindingKind> Unknown { get; } =
    [
        FindingKinds.InstallationMissing, FindingKinds.InstallationHalfWay, FindingKinds.InstallationUnknown, FindingKinds.ConfigUnreadable,
        FindingKinds.ConfigInvalid, FindingKinds.EnvironmentFileUnreadable, FindingKinds.StoreUnreadable, FindingKinds.SessionsUnreadable, FindingKinds.NotExamined,
    ];
}
