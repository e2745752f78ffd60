using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class OnboardTests : IDisposable
{
    private const string Key = "FAKE-canary-key-0123456789";
    private const string SetupToken = "sk-ant-oat01-FAKE-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";

    private static readonly string[] Unattended = ["onboard", "--non-interactive", "--accept-risk", "--auth-choice"];

    private readonly CommandScene scene = new CommandScene().WithConfig("{} // mine\n");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_key_from_standard_input_is_stored_and_its_model_chosen()
    {
        scene.WithInput(Key).Run([.. Unattended, "ai-gateway-api-key", "--stdin"]).ShouldSucceed().Output
            .ShouldEndWith("Auth profile: vercel-ai-gateway:default (vercel-ai-gateway/api_key)\nDefault model: vercel-ai-gateway/anthropic/claude-opus-4.5\n");

        KeyOf("vercel-ai-gateway:default").ShouldBe(Key);
    }

    [Fact]
    public void A_key_of_the_environment_is_stored()
    {
        scene.WithVariable("OPENROUTER_API_KEY", Key).Run([.. Unattended, "openrouter-api-key"]).ShouldSucceed();

        KeyOf("openrouter:default").ShouldBe(Key);
    }

    [Fact]
    public void A_stored_key_is_used_under_its_own_id()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:work", Key));
        byte[] store = File.ReadAllBytes(scene.StorePath);

        scene.Run([.. Unattended, "zai-api-key"]).ShouldSucceed();

        File.ReadAllBytes(scene.StorePath).ShouldBe(store);
        File.ReadAllText(scene.ConfigPath).ShouldContain("zai:work");
    }

    [Fact]
    public void A_stored_key_goes_into_the_environment_file_when_that_is_wanted()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:work", Key));

        scene.Run([.. Unattended, "zai-api-key", "--destination", "env"]).ShouldComplain("zai:work comes before ZAI_API_KEY");

        File.ReadAllText(scene.Home[".moltbot/.env"]).ShouldBe($"ZAI_API_KEY={Key}\n");
    }

    [Theory]
    [InlineData("apiKey --token-provider Z.AI", "zai:default", "zai/glm-4.7")]
    [InlineData("minimax-cloud", "minimax:default", "minimax/MiniMax-M2.1")]
    [InlineData("minimax-api-lightning", "minimax:default", "minimax/MiniMax-M2.1-lightning")]
    public void Names_that_mean_another_choice_are_understood(string arguments, string profileId, string model)
    {
        scene.WithInput(Key).Run([.. Unattended, .. arguments.Split(' '), "--stdin"]).ShouldSucceed().Output.ShouldEndWith($"Default model: {model}\n");

        KeyOf(profileId).ShouldBe(Key);
    }

    [Fact]
    public void A_setup_token_gets_the_id_and_the_expiry_that_are_named()
    {
        scene.WithInput(SetupToken).Run([.. Unattended, "token", "--stdin", "--token-profile-id", "anthropic:ci", "--token-expires-in", "365d"]).ShouldSucceed();

        Stored("anthropic:ci")["token"]!.GetValue<string>().ShouldBe(SetupToken);
        Stored("anthropic:ci")["expires"].ShouldNotBeNull();
    }

    [Fact]
    public void Skipping_changes_nothing()
    {
        string before = scene.Home.Fingerprint();

        scene.Run([.. Unattended, "skip"]).ShouldSucceed();

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("onboard --non-interactive --auth-choice token", "--accept-risk")]
    [InlineData("onboard --auth-choice token", "There is no terminal")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice token", "--stdin")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice token --stdin", "no token was given")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice zai-api-key", "ZAI_API_KEY")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice oauth", "Use token")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice chutes", "browser")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice minimax", "needs no credential")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice token --token-provider zai --stdin", "Only anthropic")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice apiKey --token-provider nobody --stdin", "vercel-ai-gateway")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice setup-token", "Use token")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice claude-cli", "not offered any more")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice nope", "openrouter-api-key")]
    [InlineData("onboard --non-interactive --accept-risk --auth-choice zai-api-key --zai-api-key FAKE-in-an-argument", "must not be an argument")]
    public void What_cannot_be_done_is_refused_and_changes_nothing(string commandLine, string reason)
    {
        string before = scene.Home.Fingerprint();

        scene.Run(commandLine.Split(' ')).ShouldFail(reason).Errors.ShouldNotContain("in-an-argument");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_person_chooses_from_the_list_and_pastes_the_key()
    {
        scene.RunOnTerminal(
            ["onboard"],
            new TerminalInput("OpenRouter API key", "99\r"),
            new TerminalInput("none of the numbers", "9\r"),
            new TerminalInput("Paste API key for openrouter", Key + "\r")).ExitCode.ShouldBe(0);

        KeyOf("openrouter:default").ShouldBe(Key);
    }

    [Theory]
    [InlineData("setup-token")]
    [InlineData("oauth")]
    [InlineData("claude-cli")]
    public void Names_for_people_mean_a_setup_token(string choice)
    {
        scene.RunOnTerminal(["onboard", "--auth-choice", choice], new TerminalInput("Paste the token that `claude setup-token` made", SetupToken + "\r")).ExitCode.ShouldBe(0);

        Stored("anthropic:default")["token"]!.GetValue<string>().ShouldBe(SetupToken);
    }

    [Fact]
    public void A_person_who_chooses_nothing_changes_nothing()
    {
        string before = scene.Home.Fingerprint();

        scene.RunOnTerminal(["onboard"], new TerminalInput("Skip for now", "0\r")).ExitCode.ShouldBe(0);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("zai-api-key --destination env", "ZAI_API_KEY")]
    [InlineData("openai-api-key", "OPENAI_API_KEY")]
    public void A_key_goes_into_the_environment_file_where_that_is_wanted_or_usual(string arguments, string name)
    {
        scene.WithInput(Key).Run([.. Unattended, .. arguments.Split(' '), "--stdin"]).ShouldSucceed().Output.ShouldStartWith(SystemForm.OfText($"Updated ~/.moltbot/.env\nVariable: {name}\n"));

        File.ReadAllText(scene.Home[".moltbot/.env"]).ShouldBe($"{name}={Key}\n");
        Unix.Mode(scene.Home[".moltbot/.env"]).ShouldBe("600");
        File.Exists(scene.StorePath).ShouldBeFalse();
    }

    [Fact]
    public void A_key_of_openai_goes_into_a_profile_when_that_is_wanted()
    {
        scene.WithInput(Key).Run([.. Unattended, "openai-api-key", "--destination", "profile", "--stdin"]).ShouldSucceed();

        KeyOf("openai:default").ShouldBe(Key);
    }

    [Fact]
    public void A_person_is_asked_before_a_key_that_is_there_is_used()
    {
        scene.WithVariable("OPENROUTER_API_KEY", "FAKE-other-key-0123456789").RunOnTerminal(
            ["onboard", "--auth-choice", "openrouter-api-key"],
            new TerminalInput("Use the key of env: OPENROUTER_API_KEY", "n"),
            new TerminalInput("Paste API key for openrouter", Key + "\r")).ExitCode.ShouldBe(0);

        KeyOf("openrouter:default").ShouldBe(Key);
    }

    private string KeyOf(string id) => Stored(id)["key"]!.GetValue<string>();

    private JsonNode Stored(string id) => JsonNode.Parse(File.ReadAllText(scene.StorePath))!["profiles"]![id]!;
}
