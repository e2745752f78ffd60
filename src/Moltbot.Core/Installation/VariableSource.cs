namespace Moltbot.Core.Installation;

/// <summary>The places an environment variable can come from, in the order in which they win (docs/gateway/config.md §6).</summary>
public enum VariableSource
{
    /// <summary>The process had it when it started.</summary>
    Process,

    /// <summary>A <c>.env</c> file.</summary>
    DotEnvFile,

    /// <summary>The <c>env</c> section of the configuration.</summary>
    Configuration,

    /// <summary>The user's login shell.</summary>
    LoginShell,
}
