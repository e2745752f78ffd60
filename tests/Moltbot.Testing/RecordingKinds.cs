namespace Moltbot.Testing;

/// <summary>The kinds of recordings, by the test project that repeats them. Each is a file of the folder, named after the kind.</summary>
public static class RecordingKinds
{
    /// <summary>What the library is asked.</summary>
    public static IReadOnlyList<string> OfCore { get; } =
    [
        "apply-auth-profile", "classify", "config-load", "copilot-token", "dotenv", "dotenv-load", "env-key", "health", "json5", "model-directive",
        "oauth-device", "oauth-exchange", "oauth-import", "oauth-paste", "oauth-refresh", "order", "probe", "redact", "resolve", "session-override", "store-load", "text", "usage",
    ];

    /// <summary>Runs of the command line.</summary>
    public static IReadOnlyList<string> OfCommandLine { get; } = ["cli", "pty", "later-list", "later-order", "later-status", "later-change"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfCore, .. OfCommandLine];
}
