namespace Moltbot.Core.Errors;

/// <summary>
/// The commands of a gateway that people are told to use, by the name of the gateway that owns the installation: today's is
/// called openclaw. Both front ends say them alike, because they are neither's.
/// </summary>
internal static class GatewayCommands
{
    /// <summary>The name of today's gateway and of its command line.</summary>
    public const string Today = "openclaw";

    private const string NamedDirectory = ".openclaw-";

    /// <summary>Says what it makes of its installation, and changes nothing.</summary>
    public static string Examine { get; } = Command("doctor");

    /// <summary>Takes over what older gateways left, and mends what it can.</summary>
    public static string Repair { get; } = Command("doctor --fix");

    /// <summary>Shows the credentials, and renews the sign-ins of those that have expired.</summary>
    public static string Status { get; } = Command("models status");

    /// <summary>Sets an order, and makes the database of an agent that has none.</summary>
    public static string SetOrder { get; } = Command("models auth order set");

    /// <summary>Its commands about credentials.</summary>
    public static string Auth { get; } = Command("models auth");

    /// <summary>Writes the shared database anew, without what is free in it.</summary>
    public static string Compact { get; } = Command("doctor --state-sqlite compact");

    /// <summary>Signs in again.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="profileId">The profile.</param>
    public static string SignIn(string provider, string profileId) => Command($"models auth login --provider {provider} --profile-id '{profileId.Replace("'", "'\\''", StringComparison.Ordinal)}'");

    /// <summary>Removes a profile.</summary>
    public static string Remove(string profileId) => Command($"models auth logout '{profileId.Replace("'", "'\\''", StringComparison.Ordinal)}'");

    /// <summary>Has a running gateway read its credentials again.</summary>
    /// <param name="stateDirectory">The absolute path of the state directory, which may be one of those side by side.</param>
    public static string Reload(string stateDirectory) => Command("secrets reload", stateDirectory);

    /// <summary>Ends a running gateway, and starts it again.</summary>
    /// <inheritdoc cref="Reload"/>
    public static string Restart(string stateDirectory) => Command("gateway restart", stateDirectory);

    private static string Command(string words, string stateDirectory = "") => Path.GetFileName(stateDirectory.TrimEnd(Path.DirectorySeparatorChar)) is { } name && name.StartsWith(NamedDirectory, StringComparison.Ordinal)
        ? $"`{Today} --profile {name[NamedDirectory.Length..]} {words}`"
        : $"`{Today} {words}`";
}
