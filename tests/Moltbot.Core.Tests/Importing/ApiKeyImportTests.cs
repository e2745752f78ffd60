using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Json5;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

public sealed class ApiKeyImportTests : IDisposable
{
    private const string Key = "FAKE-key-0123456789";

    private readonly TemporaryInstallation installation = new();

    public static TheoryData<string> Providers => [.. ApiKeyProvider.All.Select(provider => provider.Provider.Value)];

    public static TheoryData<string> ProvidersWithModel => [.. ApiKeyProvider.All.Where(provider => provider.DefaultModel is not null).Select(provider => provider.Provider.Value)];

    public void Dispose() => installation.Dispose();

    [Theory]
    [InlineData("k1", "k1")]
    [InlineData("  k1\n", "k1")]
    [InlineData("export ORBIT=\"k1\"", "k1")]
    [InlineData("ORBIT=k1;", "k1")]
    [InlineData("ORBIT=\"k1\";", "k1")]
    [InlineData("`k1`", "k1")]
    [InlineData("'k1'", "k1")]
    [InlineData("k1;", "k1")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("abcd==", "abcd==")]
    [InlineData("ABCD==", "ABCD==")]
    [InlineData("\"", "\"")]
    [InlineData("setx ORBIT k1", "k1")]
    [InlineData("setx /m ORBIT \"k1\"", "k1")]
    [InlineData("$env:ORBIT = \"k1\"", "k1")]
    [InlineData("set ORBIT=k1", "k1")]
    [InlineData("ORBIT: k1", "k1")]
    [InlineData("\"ORBIT\": \"k1\",", "k1")]
    [InlineData("\"apiKey\": \"k1\"", "k1")]
    [InlineData("Bearer k1", "k1")]
    [InlineData("Authorization: Bearer k1", "k1")]
    [InlineData("x-api-key: k1", "k1")]
    [InlineData("\u201Ck1\u201D", "k1")]
    [InlineData("\u2018k1\u2019", "k1")]
    [InlineData("\u00A0k1\u00A0", "k1")]
    [InlineData("\uFEFFk1\u200B", "k1")]
    [InlineData("k\u200B1", "k1")]
    public void A_key_is_taken_out_of_what_was_pasted(string pasted, string key) =>
        For("openrouter").CheckKey(new Secret(pasted)).Reveal().ShouldBe(key);

    [Theory]
    [InlineData("$ORBIT_KEY", "name of a variable")]
    [InlineData("${ORBIT_KEY}", "name of a variable")]
    [InlineData("$env:ORBIT_KEY", "name of a variable")]
    [InlineData("%ORBIT_KEY%", "name of a variable")]
    [InlineData("ORBIT_KEY=$OTHER_KEY", "name of a variable")]
    [InlineData("***", "hidden")]
    [InlineData("__OPENCLAW_REDACTED__", "hidden")]
    [InlineData("sk-or...wxyz", "hidden")]
    [InlineData("sk-or\u2026wxyz", "hidden")]
    [InlineData("<your key>", "hidden")]
    [InlineData("your-api-key-here", "hidden")]
    [InlineData("sk-xxxxxxxxxxxx", "hidden")]
    [InlineData("xxxxxxxx", "hidden")]
    [InlineData("REPLACE_ME", "hidden")]
    [InlineData("claude setup-token", "command")]
    [InlineData("first-key-1 second-key-2", "blank at character 12")]
    [InlineData("first-key-1\u00A0second-key-2", "blank at character 12")]
    [InlineData("export ORBIT_KEY", "more here than the key")]
    public void What_cannot_be_a_key_is_refused_and_not_repeated(string pasted, string reason)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => For("openrouter").CheckKey(new Secret(pasted)));

        error.Code.ShouldBe(ErrorCode.CredentialInvalid);
        error.Message.ShouldContain(reason);
        error.Message.ShouldNotContain(pasted);
        Should.Throw<MoltbotException>(() => new TokenImport { Provider = ProviderId.Parse("acme") }.CheckToken(new Secret(pasted))).Message.ShouldContain(reason.Replace("the key", "the token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sk-or-v1-0123456789abcdef")]
    [InlineData("AbC.dEf_gHi-jKl+mNo/pQr==")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl")]
    [InlineData("user:password")]
    [InlineData("a1$b2%c3")]
    [InlineData("12345678-1234-1234-1234-123456789abc")]
    [InlineData("ollama")]
    public void What_can_be_a_key_is_taken_as_it_is(string key) => For("openrouter").CheckKey(new Secret(key)).Reveal().ShouldBe(key);

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_provider_takes_a_key_into_a_profile(string provider)
    {
        ImportedProfile imported = Import(For(provider) with { Destination = ApiKeyDestination.Profile }).Profile.ShouldNotBeNull();

        imported.ProfileId.ShouldBe($"{provider}:default");
        AuthProfile stored = installation.Stored().Find(imported.ProfileId).ShouldNotBeNull();
        (stored.Kind, stored.Key.Reveal()).ShouldBe((AuthProfileKind.ApiKey, Key));
        installation.Open().Configuration.Profiles[imported.ProfileId].Mode.ShouldBe("api_key");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_provider_takes_a_key_into_the_environment_file(string provider)
    {
        string name = Import(For(provider) with { Destination = ApiKeyDestination.EnvironmentFile }).Variable.ShouldNotBeNull().Name;

        installation.Open().Environment.Get(name).ShouldBe(Key);
        ProviderCatalog.EnvironmentVariables(ProviderId.Parse(provider)).ShouldContain(name);
        File.Exists(installation.StorePath()).ShouldBeFalse();
    }

    [Fact]
    public void A_profile_that_is_used_in_place_of_the_variable_is_named()
    {
        installation.Store(new StoreBuilder().ApiKey("openai:work"));

        ImportedCredential imported = Import(For("openai"));

        imported.PrecedingProfileId.ShouldBe("openai:work");
        imported.Warnings.ShouldHaveSingleItem().ShouldStartWith("openai:work comes before OPENAI_API_KEY");
    }

    [Fact]
    public void The_key_of_openai_goes_where_the_gateway_puts_it() => Import(For("openai")).Variable!.Name.ShouldBe("OPENAI_API_KEY");

    [Fact]
    public void A_key_with_a_profile_id_goes_into_that_profile() => Import(For("openai") with { ProfileId = "openai:work" }).Profile!.ProfileId.ShouldBe("openai:work");

    [Theory]
    [MemberData(nameof(ProvidersWithModel))]
    public void A_default_model_can_be_set_and_leaves_a_valid_configuration(string provider)
    {
        installation.Configuration("{ agents: { defaults: { model: { primary: 'anthropic/x', fallbacks: ['openai/y'] } } } } // mine");

        string? model = Import(For(provider) with { SetDefaultModel = true }).DefaultModel;

        MoltbotInstallation after = installation.Open();
        after.Errors.ShouldBeEmpty();
        after.Configuration.DefaultModel.Primary.ShouldBe(model);
        after.Configuration.DefaultModel.Fallbacks.ShouldBe(["openai/y"]);
        after.Configuration.Models.ShouldContain(allowed => allowed.Reference == model);
        File.ReadAllText(installation.ConfigPath).ShouldEndWith("// mine");
    }

    [Fact]
    public void What_a_provider_and_a_model_have_stays_when_the_default_model_is_set()
    {
        installation.Configuration("""
            { models: { mode: 'replace', providers: { minimax: { baseUrl: 'old', apiKey: 'old-key', models: [{ id: 'old', name: 'Old' }] } } },
              agents: { defaults: { models: { 'minimax/MiniMax-M2.1': { alias: 'Mine', params: { x: 1 } } } } } }
            """);

        Import(For("minimax") with { SetDefaultModel = true });

        JsonNode configuration = Json5Document.Parse(File.ReadAllText(installation.ConfigPath)).Root.ToJson()!;
        JsonNode provider = configuration["models"]!["providers"]!["minimax"]!;
        configuration["models"]!["mode"]!.GetValue<string>().ShouldBe("replace");
        provider["apiKey"]!.GetValue<string>().ShouldBe("old-key");
        provider["baseUrl"]!.GetValue<string>().ShouldBe("https://api.minimax.io/anthropic");
        provider["models"]!.AsArray().Select(model => model!["id"]!.GetValue<string>()).ShouldBe(["old", "MiniMax-M2.1"]);
        configuration["agents"]!["defaults"]!["models"]!["minimax/MiniMax-M2.1"]!["alias"]!.GetValue<string>().ShouldBe("Minimax");
        configuration["agents"]!["defaults"]!["models"]!["minimax/MiniMax-M2.1"]!["params"]!["x"]!.GetValue<double>().ShouldBe(1);
    }

    [Fact]
    public void A_key_alone_describes_the_provider_and_shuts_no_model_out()
    {
        Import(For("moonshot"));

        JsonNode configuration = Json5Document.Parse(File.ReadAllText(installation.ConfigPath)).Root.ToJson()!;
        configuration["models"]!["providers"]!["moonshot"]!["baseUrl"]!.GetValue<string>().ShouldBe("https://api.moonshot.ai/v1");
        configuration["agents"].ShouldBeNull();
    }

    [Fact]
    public void A_key_alone_makes_the_model_one_of_those_that_may_be_used()
    {
        installation.Configuration("{ agents: { defaults: { models: { 'anthropic/x': {} } } } }");

        Import(For("zai"));

        installation.Open().Configuration.Models.Select(model => model.Reference).ShouldBe(["anthropic/x", "zai/glm-4.7"]);
    }

    [Fact]
    public void A_key_alone_leaves_a_provider_as_it_is_described()
    {
        installation.Configuration("{ models: { providers: { minimax: { baseUrl: 'https://proxy.example.test', models: [] } } } }");

        Import(For("minimax"));

        File.ReadAllText(installation.ConfigPath).ShouldContain("minimax: { baseUrl: 'https://proxy.example.test', models: [] }");
    }

    [Fact]
    public void A_placeholder_in_place_of_a_key_goes_when_the_model_is_chosen()
    {
        installation.Configuration("{ models: { providers: { minimax: { baseUrl: 'old', apiKey: 'minimax', models: [] } } } }");

        Import(For("minimax") with { SetDefaultModel = true });

        File.ReadAllText(installation.ConfigPath).ShouldNotContain("apiKey");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ;")]
    [InlineData("sk-ant-oat01-FAKE")]
    [InlineData("FAKE\nFAKE")]
    public void What_is_no_key_is_refused(string pasted) =>
        Should.Throw<MoltbotException>(() => For("anthropic").CheckKey(new Secret(pasted))).Code.ShouldBe(ErrorCode.CredentialInvalid);

    [Fact]
    public void What_a_provider_does_not_have_is_refused()
    {
        Refused(For("my-proxy") with { Destination = ApiKeyDestination.EnvironmentFile });
        Refused(For("zai") with { Destination = ApiKeyDestination.EnvironmentFile, ProfileId = "zai:work" });
        Refused(For("anthropic") with { SetDefaultModel = true });
        Refused(For("zai") with { SetDefaultModel = true, Options = new() { NoConfig = true } });
    }

    [Fact]
    public void A_configuration_that_cannot_be_used_keeps_everything_as_it_is()
    {
        installation.Configuration("{ agents: 3 }");
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Import(For("zai") with { SetDefaultModel = true, Destination = ApiKeyDestination.EnvironmentFile }));
        Should.Throw<MoltbotException>(() => Import(For("zai")));

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("A=1\nZAI_API_KEY='one' # mine\nexport ZAI_API_KEY=two\n")]
    public void An_environment_file_is_what_it_was_when_the_configuration_cannot_be_written(string? variables)
    {
        string directory = Directory.CreateDirectory(installation.Home["elsewhere"]).FullName;
        using SmallDisk disk = SmallDisk.MountAt(directory);
        installation.File("elsewhere/moltbot.json", "{}").Variable("MOLTBOT_CONFIG_PATH", Path.Combine(directory, "moltbot.json"));
        disk.Fill();
        if (variables is not null)
            installation.File(".clawdbot/.env", variables);
        else
            Directory.CreateDirectory(installation.Home[".clawdbot"]);
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Import(For("zai") with { SetDefaultModel = true, Destination = ApiKeyDestination.EnvironmentFile }));

        error.Message.ShouldEndWith("ZAI_API_KEY was taken back, so the credentials are what they were.");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_full_disk_leaves_no_empty_environment_file()
    {
        using SmallDisk disk = SmallDisk.MountAt(Directory.CreateDirectory(installation.Home[".clawdbot"]).FullName);
        disk.Fill();
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Import(For("openai"))).Code.ShouldBe(ErrorCode.WriteFailed);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private static ApiKeyImport For(string provider) => new() { Provider = ProviderId.Parse(provider) };

    private static void Refused(ApiKeyImport import) => Should.Throw<MoltbotException>(import.Check).Code.ShouldBe(ErrorCode.InvalidArgument);

    private ImportedCredential Import(ApiKeyImport import) => installation.Agent().Profiles.ImportApiKey(import, new Secret(Key), TestContext.Current.CancellationToken);
}
