namespace Moltbot.Testing.Hardening;

/// <summary>A run of the command line that changes something of a <see cref="HealthyHome"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Arguments">The arguments, with blanks between.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Removes">Whether it takes a credential out.</param>
public sealed record ChangingCommand(string Name, string Arguments, string Input = "", bool Removes = false)
{
    private const string Key = "sk-made-up-key-of-a-hardening-0123456789abcdef\n";

    /// <summary>Each kind of change that there is.</summary>
    public static IReadOnlyList<ChangingCommand> All { get; } =
    [
        new("order", "models auth order set --provider anthropic anthropic:p8 anthropic:p0"),
        new("order taken back", "models auth order clear --provider anthropic"),
        new("key", "models auth paste-api-key --provider zai --profile-id zai:new", Key),
        new("token", "models auth paste-token --provider zai --profile-id zai:token", Key),
        new("key of another agent", "models auth paste-api-key --provider zai --profile-id zai:new --agent helper", Key),
        new("key in the environment file", "models auth paste-api-key --provider groq --destination env", Key),
        new("variable", "env set SOME_NAME", Key),
        new("variable taken out", "env unset GREETING"),
        new("removal", "models auth logout anthropic:p0 --yes", Removes: true),
        new("failure", "models auth usage anthropic:p0 --status-code 429"),
        new("cooldown ended", "models auth cooldown clear --provider openai"),
        new("model", "models set openai/gpt-5.2"),
        new("alias", "models aliases add quick openai/gpt-5.2"),
        new("fallback", "models fallbacks add zai/glm-4.7"),
        new("pin", "sessions model set agent:main:main openai/gpt-5.2"),
        new("pin taken off", "sessions model clear agent:main:main"),
        new("rotation", "models auth rotate start anthropic:p0 --skip-probe --complete-on-success", Key),
        new("first credential", "onboard --non-interactive --accept-risk --auth-choice zai-api-key --stdin", Key),
        new("pass of the monitoring", "monitor run"),
        new("repairs", "doctor --fix --yes --non-interactive"),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
