namespace Moltbot.Testing.Hardening;

/// <summary>A run of the command line that changes something of a <see cref="HealthyHome"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Arguments">The arguments, with blanks between.</param>
/// <param name="Next">Another change of the same files.</param>
/// <param name="Input">What both read.</param>
/// <param name="Removes">Whether it takes a credential out.</param>
public sealed record ChangingCommand(string Name, string Arguments, string Next, string Input = "", bool Removes = false)
{
    private const string Key = "sk-made-up-key-of-a-hardening-0123456789abcdef\n";

    /// <summary>Each kind of change that there is.</summary>
    public static IReadOnlyList<ChangingCommand> All { get; } =
    [
        new("order", "models auth order set --provider anthropic anthropic:p8 anthropic:p0", "models auth order set --provider openai openai:p1"),
        new("order taken back", "models auth order clear --provider anthropic", "models auth order set --provider openai openai:p1"),
        new("key", "models auth paste-api-key --provider zai --profile-id zai:new", "models auth paste-api-key --provider groq --profile-id groq:new", Key),
        new("token", "models auth paste-token --provider zai --profile-id zai:token", "models auth paste-token --provider groq --profile-id groq:token", Key),
        new("key of another agent", "models auth paste-api-key --provider zai --profile-id zai:new --agent helper", "models auth paste-api-key --provider groq --profile-id groq:new --agent helper", Key),
        new("key in the environment file", "models auth paste-api-key --provider groq --destination env", "models auth paste-api-key --provider zai --destination env", Key),
        new("variable", "env set SOME_NAME", "env set OTHER_NAME", Key),
        new("variable taken out", "env unset GREETING", "env set OTHER_NAME", Key),
        new("removal", "models auth logout anthropic:p0 --yes", "models auth logout anthropic:p8 --yes", Removes: true),
        new("failure", "models auth usage anthropic:p0 --status-code 429", "models auth usage openai:p1 --status-code 429"),
        new("cooldown ended", "models auth cooldown clear --provider openai", "models auth usage openai:p1 --status-code 429"),
        new("model", "models set openai/gpt-5.2", "models set zai/glm-4.7"),
        new("alias", "models aliases add quick openai/gpt-5.2", "models aliases add slow zai/glm-4.7"),
        new("fallback", "models fallbacks add zai/glm-4.7", "models fallbacks add groq/llama-3.3-70b"),
        new("pin", "sessions model set agent:main:main openai/gpt-5.2", "sessions model set agent:main:main zai/glm-4.7"),
        new("pin taken off", "sessions model clear agent:main:main", "sessions model set agent:main:main zai/glm-4.7"),
        new("rotation", "models auth rotate start anthropic:p0 --skip-probe --complete-on-success", "models auth rotate start openai:p1 --skip-probe --complete-on-success", Key),
        new("first credential", "onboard --non-interactive --accept-risk --auth-choice zai-api-key --stdin", "onboard --non-interactive --accept-risk --auth-choice openrouter-api-key --stdin", Key),
        new("pass of the monitoring", "monitor run", "monitor run"),
        new("repairs", "doctor --fix --yes --non-interactive", "doctor --fix --yes --non-interactive"),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
