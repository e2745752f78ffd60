using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class PasteApiKeyTests : IDisposable
{
    private const string Key = "FAKE-canary-key-0123456789==";

    private readonly CommandScene scene = new CommandScene().WithConfig("{} // mine\n").WithInput($"export SOME_KEY=\"{Key}\"\n");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_key_goes_into_a_profile()
    {
        Paste("openrouter", "--set-default-model").ShouldSucceed().Output
            .ShouldBe(SystemForm.OfText("Updated ~/.moltbot/moltbot.json\nAuth profile: openrouter:default (openrouter/api_key)\nDefault model: openrouter/auto\n"));

        JsonNode.Parse(File.ReadAllText(scene.StorePath))!["profiles"]!["openrouter:default"]!["key"]!.GetValue<string>().ShouldBe(Key);
        File.ReadAllText(scene.ConfigPath).ShouldEndWith("// mine\n");
    }

    [Fact]
    public void The_key_of_openai_goes_into_the_environment_file()
    {
        Paste("openai").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Updated ~/.moltbot/.env\nVariable: OPENAI_API_KEY\n"));

        File.ReadAllText(scene.Home[".moltbot/.env"]).ShouldBe($"OPENAI_API_KEY={Key}\n");
        File.Exists(scene.StorePath).ShouldBeFalse();
    }

    [Fact]
    public void A_key_goes_where_the_command_line_says()
    {
        Paste("zai", "--destination", "env").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Updated ~/.moltbot/.env\nVariable: ZAI_API_KEY\n"));
        Paste("openai", "--destination", "profile").ShouldSucceed().Output.ShouldEndWith("Auth profile: openai:default (openai/api_key)\n");

        File.ReadAllText(scene.Home[".moltbot/.env"]).ShouldBe($"ZAI_API_KEY={Key}\n");
    }

    [Theory]
    [InlineData("openrouter --destination nowhere", "--destination")]
    [InlineData("anthropic --set-default-model", "No default model of anthropic")]
    [InlineData("my-proxy --destination env", "No variable is known")]
    [InlineData("zai FAKE-in-an-argument", "must not be an argument")]
    [InlineData("zai --profile-id zai:token", "--force")]
    public void Bad_input_leaves_every_file_as_it_was(string arguments, string reason)
    {
        scene.WithStore(new StoreBuilder().Token("zai:token"));
        string before = scene.Home.Fingerprint();

        scene.Run(["models", "auth", "paste-api-key", "--provider", .. arguments.Split(' ')]).ShouldFail(reason).Errors.ShouldNotContain("in-an-argument");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    private CommandOutcome Paste(params string[] arguments) => scene.Run(["models", "auth", "paste-api-key", "--provider", .. arguments]);
}
