using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>What shells offer on Tab: asked for as they ask, and in the shells themselves.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly CommandScene scene = new CommandScene()
        .WithConfig("""{ agents: { list: [{ id: "main" }, { id: "work" }], defaults: { model: { primary: "anthropic/claude-opus-4-5" }, models: { "anthropic/claude-opus-4-5": { alias: "opus" } } } } }""")
        .WithFile(".moltbot/agents/main/sessions/sessions.json", """{ "agent:main:telegram:dm:42": { "sessionId": "a", "updatedAt": 1 }, "agent:main:main": { "sessionId": "b", "updatedAt": 1 } }""")
        .WithStore(new StoreBuilder().ApiKey("anthropic:me@example.com").ApiKey("anthropic:two words").ApiKey("groq:it's \"$X\"").ApiKey("openai:default"))
        .WithStore("work", new StoreBuilder().ApiKey("zai:work"))
        .WithFile(".moltbot/.env", "XAI_API_KEY=xai-0123456789-0123456789\n");

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("mod", "models")]
    [InlineData("models auth o", "order")]
    [InlineData("models auth order ", "get", "set", "clear")]
    [InlineData("models status --a", "--agent")]
    [InlineData("models status --s", "--state-dir")]
    [InlineData("models status --agent ", "main", "work")]
    [InlineData("models status --agent w", "work")]
    [InlineData("models status --agent WO", "work")]
    [InlineData("models auth logout an", "anthropic:me@example.com", "anthropic:two words")]
    [InlineData("models auth logout --agent work zai", "zai:work")]
    [InlineData("models auth rotate start anthropic:tw", "anthropic:two words")]
    [InlineData("models auth rotate complete ")]
    [InlineData("models auth rotate start x --level ", "list", "completion")]
    [InlineData("models auth order set --provider openai ", "openai:default")]
    [InlineData("models auth order set --provider openai openai:default o", "openai:default")]
    [InlineData("models auth logout openai:default o")]
    [InlineData("models auth candidates --provider ope", "openai", "openai-codex", "opencode", "openrouter")]
    [InlineData("models set o", "opus")]
    [InlineData("models aliases remove ", "opus")]
    [InlineData("env unset ", "XAI_API_KEY")]
    [InlineData("env set OPENAI", "OPENAI_API_KEY")]
    [InlineData("models fallbacks remove ")]
    [InlineData("models image-fallbacks remove ")]
    [InlineData("models fallbacks add o", "opus")]
    [InlineData("sessions model get tele", "agent:main:telegram:dm:42")]
    [InlineData("sessions model get dm:4", "agent:main:telegram:dm:42")]
    [InlineData("models status --warn-within ", "30m", "1h", "12h", "1d", "7d", "30d", "365d")]
    [InlineData("models auth paste-token --expires-in 3", "30m", "30d", "365d")]
    [InlineData("models auth paste-api-key --destination ", "profile", "env")]
    [InlineData("models auth usage openai:default --failure-reason b", "billing")]
    [InlineData("onboard --auth-choice openai", "openai-api-key")]
    [InlineData("completion ", "bash", "fish", "pwsh", "zsh")]
    [InlineData("--state-dir elsewhere models status --agent ", "main")]
    [InlineData("models status --state-dir elsewhere --agent ", "main")]
    [InlineData("--state-dir ")]
    [InlineData("run --provider openai -- ")]
    [InlineData("run --provider openai -- --")]
    [InlineData("nope ")]
    [InlineData("models auth logout '")]
    public void A_word_becomes_what_can_work(string typed, params string[] expected)
    {
        string before = scene.Home.Fingerprint();

        Complete(typed).ShouldBe(expected, ignoreOrder: true);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Every_command_can_be_typed_by_completion_alone()
    {
        foreach (string[] words in CommandTree.Paths().Select(path => path.Split(' ')))
        {
            for (int i = 0; i < words.Length; i++)
                Complete(string.Join(' ', words[..i].Append(""))).ShouldContain(words[i]);
        }
    }

    [Fact]
    public void Nothing_of_a_secret_is_shown() => scene.Run("__complete", "--", "env", "unset", "").Output.ShouldNotContain("0123456789-0123456789");

    [Fact]
    public void What_cannot_be_read_completes_to_nothing()
    {
        scene.WithFile(CommandScene.StoreOf("main"), "{ oops").WithConfig("{ oops");

        Complete("models auth logout ").ShouldBeEmpty();
        Complete("models auth logo").ShouldBe(["logout"]);
    }

    [Fact]
    public void An_unknown_shell_is_an_error() => scene.Run("completion", "tcsh").ShouldFail("There is no completion for tcsh", "bash, zsh, fish, pwsh");

    [Fact]
    public void Bash_completes()
    {
        const string Ask = """
            eval "$(moltbot completion bash)"
            for COMP_LINE in "moltbot models auth logo" "moltbot models auth logout anthropic:m" "moltbot models auth logout an" "moltbot models status --agent w"; do
                COMP_POINT=${#COMP_LINE}
                _moltbot moltbot
                printf '<%s>' "${COMPREPLY[@]}"
            done
            complete -p moltbot
            """;

        RunIn("/bin/bash", "--norc", "-c", Ask).ShouldBe("<logout><me@example.com><anthropic:me@example.com><anthropic:two\\ words><work>complete -o default -F _moltbot moltbot");
    }

    [Theory]
    [InlineData("moltbot models auth logout \"anthropic:t", "anthropic:two words")]
    [InlineData("moltbot models auth logout 'anthropic:t", "anthropic:two words")]
    [InlineData("moltbot models auth logout anthropic:two\\ w", "two\\ words")]
    [InlineData("moltbot models auth logout 'groq:")] // no quote can stand between such quotes
    [InlineData("moltbot models auth logout \"groq:", "groq:it's \\\"\\$X\\\"")]
    [InlineData("moltbot models auth logout --agent 'work' z", "zai:work")]
    [InlineData("moltbot sessions model get tele", "agent:main:telegram:dm:42")]
    [InlineData("moltbot sessions model get dm:4")] // bash would put the key behind what stands before the colon
    [InlineData("moltbot sessions model get \"dm:4", "agent:main:telegram:dm:42")]
    public void Bash_completes_between_quotes_and_behind_colons(string line, params string[] expected)
    {
        const string Ask = """
            eval "$(moltbot completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1}
            _moltbot moltbot
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        RunIn("/bin/bash", "--norc", "-c", Ask, "bash", line).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(expected);
    }

    [Theory]
    [InlineData("moltbot models auth logout anthropic:tw", "moltbot models auth logout anthropic:two\\ words ")]
    [InlineData("moltbot sessions model get telegram", "moltbot sessions model get agent:main:telegram:dm:42 ")]
    public void Zsh_completes_names_with_spaces_and_by_a_part(string typed, string expected) => TypedInZsh(typed).ShouldContain($"<{expected}>");

    [Fact]
    public void Zsh_completes_what_is_typed_at_its_prompt() =>
         TypedInZsh("moltbot models auth logout anthropic:m").ShouldContain("<moltbot models auth logout anthropic:me@example.com >");

    private string TypedInZsh(string typed)
    {
        const string Ask = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'autoload -Uz compinit; compinit -u -D; eval "$(moltbot completion zsh)"; show() { print -r "<$BUFFER>"; BUFFER=exit; zle accept-line }; zle -N show; bindkey "^X" show'
            zpty -w -n shell "$1"$'\t\x18'
            while zpty -r shell line; do print -r -- $line; done
            """;

        return RunIn("/usr/bin/zsh", "-f", "-c", Ask, "zsh", typed);
    }

    [Fact]
    public void Fish_completes()
    {
        const string Ask = """
            moltbot completion fish | source
            complete -C 'moltbot models auth logo'
            complete -C 'moltbot models auth logout anthropic:m'
            complete -C 'moltbot models auth logout "anthropic:tw'
            complete -C 'moltbot sessions model get telegram'
            complete -C 'moltbot run --provider openai -- /et'
            """;

        RunIn("/usr/bin/fish", "--no-config", "-c", Ask).Split('\n').ShouldBe(
        [
            "logout\tRemove a profile from the store, from orders and from the configuration.",
            "anthropic:me@example.com\tanthropic api_key sk-a-ke...ts-ends",
            "anthropic:two words\tanthropic api_key sk-a-ke...ts-ends",
            $"agent:main:telegram:dm:42\t{scene.Home[".moltbot/agents/main/sessions/sessions.json"]}",
            "/etc/",
        ]);
    }

    /// <summary>Runs a shell that finds the program in its path as users do.</summary>
    private string RunIn(string shell, params string[] arguments)
    {
        SkipReason.Program.Require(Unix.Has(shell), $"There is no {shell}.");
        string path = $"{Path.GetDirectoryName(BuiltProgram.Path)}:/usr/local/bin:/usr/bin:/bin";
        CommandOutcome outcome = scene.WithVariable("PATH", path).RunProgram(shell, arguments);
        outcome.Errors.ShouldBeEmpty();
        return outcome.Output.Trim();
    }

    private string[] Complete(string typed)
    {
        CommandOutcome outcome = scene.Run(["__complete", "--", .. typed.Split(' ')]).ShouldSucceed();
        return [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0])];
    }
}
