using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>The secrets of clients that the reference has in itself. We take them from the configuration, and the recordings do not hold them.</summary>
internal static class ClientSecrets
{
    private const string Recorded = "$CLIENT_SECRET";

    private static readonly string[] Variables = ["GEMINI_CLI_OAUTH_CLIENT_SECRET", "ANTIGRAVITY_OAUTH_CLIENT_SECRET"];

    /// <summary>An environment in which they are set, unless it names a secret itself.</summary>
    public static ProcessEnvironment In(ProcessEnvironment environment) =>
        Variables.Where(name => environment.Get(name) is null).Aggregate(environment, (all, name) => all.With(name, Recorded));
}
