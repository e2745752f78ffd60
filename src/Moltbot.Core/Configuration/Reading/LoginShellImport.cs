using System.Globalization;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The keys that were taken over from the login shell (docs/gateway/config.md §7).</summary>
internal sealed record LoginShellImport
{
    private const double DefaultTimeout = 15_000;

    /// <summary>The environment with the keys that were found.</summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>The names of the variables that were set, in the order in which they are looked for.</summary>
    public IReadOnlyList<string> Applied { get; init; } = [];

    /// <summary>Why the shell was not asked, or <see langword="null"/> when it was.</summary>
    public LoginShellSkip? SkippedBecause { get; init; }

    /// <summary>Why the shell's answer could not be had, or <see langword="null"/>. Nothing was set then.</summary>
    public MoltbotException? Failure { get; init; }

    /// <summary>The variables that are looked for, unless others are named.</summary>
    public static IReadOnlyList<string> ExpectedKeys { get; } =
    [
        "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_OAUTH_TOKEN",
        "GEMINI_API_KEY",
        "ZAI_API_KEY",
        "OPENROUTER_API_KEY",
        "AI_GATEWAY_API_KEY",
        "MINIMAX_API_KEY",
        "SYNTHETIC_API_KEY",
        "ELEVENLABS_API_KEY",
        "TELEGRAM_BOT_TOKEN",
        "DISCORD_BOT_TOKEN",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "CLAWDBOT_GATEWAY_TOKEN",
        "CLAWDBOT_GATEWAY_PASSWORD",
    ];

    /// <summary>Asks a shell for keys, unless one of them is set already.</summary>
    /// <param name="environment">The environment to add to; it is not changed.</param>
    /// <param name="shell">The shell to ask.</param>
    /// <param name="timeoutMilliseconds">How long to wait; 0 is for as long as it takes.</param>
    /// <param name="expectedKeys">The variables to look for; <see cref="ExpectedKeys"/> when <see langword="null"/>.</param>
    public static LoginShellImport Run(ProcessEnvironment environment, ILoginShell shell, double timeoutMilliseconds, IReadOnlyList<string>? expectedKeys = null)
    {
        IReadOnlyList<string> keys = expectedKeys ?? ExpectedKeys;
        if (environment.Platform == OperatingSystemKind.Windows)
            return Skip(environment, LoginShellSkip.NotOnWindows);

        foreach (string key in keys)
        {
            if (environment.GetNonBlank(key) is not null)
                return Skip(environment, LoginShellSkip.AlreadyHasKeys);
        }

        try
        {
            return Apply(environment, shell.PrintVariables(environment, ToTimeout(timeoutMilliseconds)), keys);
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.LoginShellFailed)
        {
            return new LoginShellImport { Environment = environment, Failure = error };
        }
    }

    /// <summary>An import that did not take place.</summary>
    internal static LoginShellImport Skip(ProcessEnvironment environment, LoginShellSkip reason) =>
        new() { Environment = environment, SkippedBecause = reason };

    /// <summary>Whether the environment asks for the import.</summary>
    internal static bool IsEnabledBy(ProcessEnvironment environment) => IsTruthy(environment.Get("CLAWDBOT_LOAD_SHELL_ENV"));

    /// <summary>Whether the environment forbids the import.</summary>
    internal static bool IsSuppressedBy(ProcessEnvironment environment) => IsTruthy(environment.Get("CLAWDBOT_DEFER_SHELL_ENV_FALLBACK"));

    /// <summary>How many milliseconds to wait by the environment, where the configuration does not say.</summary>
    internal static double TimeoutOf(ProcessEnvironment environment) =>
        ParseLeadingInteger(environment.GetNonBlank("CLAWDBOT_SHELL_ENV_TIMEOUT_MS") ?? "") is { } timeout ? Math.Max(0, timeout) : DefaultTimeout;

    private static LoginShellImport Apply(ProcessEnvironment environment, string output, IReadOnlyList<string> keys)
    {
        Dictionary<string, string> variables = Parse(output);
        List<string> applied = [];
        foreach (string key in keys)
        {
            if (environment.GetNonBlank(key) is not null || EcmaScriptText.IsBlank(variables.GetValueOrDefault(key)))
                continue;

            environment = environment.With(key, variables[key], VariableOrigin.LoginShell);
            applied.Add(key);
        }

        return new LoginShellImport
        {
            Environment = environment,
            Applied = applied,
        };
    }

    private static Dictionary<string, string> Parse(string output)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string entry in output.Split('\0'))
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                variables[entry[..equals]] = entry[(equals + 1)..];
        }

        return variables;
    }

    private static TimeSpan? ToTimeout(double milliseconds) =>
        milliseconds is > 0 and <= int.MaxValue ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>The number that a text starts with, as ECMAScript's parseInt reads it; <see langword="null"/> when there is none.</summary>
    private static double? ParseLeadingInteger(string text)
    {
        int start = text is ['+' or '-', ..] ? 1 : 0;
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;

        return end > start ? double.Parse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign, PlainNumbers.Format) : null;
    }

    private static bool IsTruthy(string? value) =>
        EcmaScriptText.ToLower(EcmaScriptText.Trim(value ?? "")) is "1" or "true" or "yes" or "on";
}
