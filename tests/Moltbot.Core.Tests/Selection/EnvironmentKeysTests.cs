using Moltbot.Core.Installation;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Credentials in the environment (docs/gateway/credentials.md §5).</summary>
public sealed class EnvironmentKeysTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("anthropic", "ANTHROPIC_OAUTH_TOKEN ANTHROPIC_API_KEY")]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("google", "GEMINI_API_KEY")]
    [InlineData("github-copilot", "COPILOT_GITHUB_TOKEN GH_TOKEN GITHUB_TOKEN")]
    [InlineData("chutes", "CHUTES_OAUTH_TOKEN CHUTES_API_KEY")]
    [InlineData("qwen-portal", "QWEN_OAUTH_TOKEN QWEN_PORTAL_API_KEY")]
    [InlineData("qwen", "QWEN_OAUTH_TOKEN QWEN_PORTAL_API_KEY")]
    [InlineData("zai", "ZAI_API_KEY Z_AI_API_KEY")]
    [InlineData("Z.AI", "ZAI_API_KEY Z_AI_API_KEY")]
    [InlineData("opencode", "OPENCODE_API_KEY OPENCODE_ZEN_API_KEY")]
    [InlineData("opencode-zen", "OPENCODE_API_KEY OPENCODE_ZEN_API_KEY")]
    [InlineData("groq", "GROQ_API_KEY")]
    [InlineData("cerebras", "CEREBRAS_API_KEY")]
    [InlineData("xai", "XAI_API_KEY")]
    [InlineData("mistral", "MISTRAL_API_KEY")]
    [InlineData("openrouter", "OPENROUTER_API_KEY")]
    [InlineData("vercel-ai-gateway", "AI_GATEWAY_API_KEY")]
    [InlineData("minimax", "MINIMAX_API_KEY")]
    [InlineData("deepgram", "DEEPGRAM_API_KEY")]
    [InlineData("moonshot", "MOONSHOT_API_KEY")]
    [InlineData("kimi-code", "KIMICODE_API_KEY")]
    [InlineData("synthetic", "SYNTHETIC_API_KEY")]
    [InlineData("venice", "VENICE_API_KEY")]
    public void A_provider_has_its_variables_in_this_order(string provider, string names)
    {
        string[] variables = names.Split(' ');
        ProcessEnvironment environment = variables.Aggregate(home.Environment, (current, name) => current.With(name, $" {name}-value "));

        foreach (string name in variables)
        {
            EnvironmentKey found = Find(provider, environment).ShouldNotBeNull();
            found.Value.Reveal().ShouldBe($"{name}-value");
            found.Source.ShouldBe($"env: {name}");
            environment = environment.With(name, " ");
        }

        Find(provider, environment).ShouldBeNull();
    }

    [Theory]
    [InlineData("openai-codex")]
    [InlineData("google-gemini-cli")]
    [InlineData("google-antigravity")]
    [InlineData("amazon-bedrock")]
    [InlineData("ollama")]
    [InlineData("copilot-proxy")]
    [InlineData("acme")]
    [InlineData("")]
    public void Other_providers_have_none(string provider)
    {
        ProcessEnvironment environment = home.Environment
            .With("OPENAI_API_KEY", "x").With("AWS_BEARER_TOKEN_BEDROCK", "x").With("OLLAMA_API_KEY", "x").With("GEMINI_API_KEY", "x");

        Find(provider, environment).ShouldBeNull();
    }

    [Fact]
    public void A_variable_of_the_login_shell_is_named_as_such()
    {
        ProcessEnvironment environment = home.Environment.With("OPENAI_API_KEY", "x", VariableOrigin.LoginShell);

        Find("openai", environment)!.Source.ShouldBe("shell env: OPENAI_API_KEY");
    }

    [Theory]
    [InlineData("ANTHROPIC_OAUTH_TOKEN", true)]
    [InlineData("ANTHROPIC_API_KEY", false)]
    public void A_variable_says_by_its_name_whether_it_holds_an_OAuth_token(string name, bool isOAuth) =>
        Find("anthropic", home.Environment.With(name, "x"))!.IsOAuthToken.ShouldBe(isOAuth);

    [Fact]
    public void Google_Vertex_needs_credentials_a_project_and_a_location()
    {
        home.Write("adc.json", "{}");
        ProcessEnvironment file = home.Environment.With("GOOGLE_APPLICATION_CREDENTIALS", home["adc.json"]);
        ProcessEnvironment project = file.With("GCLOUD_PROJECT", "p");
        ProcessEnvironment all = project.With("GOOGLE_CLOUD_LOCATION", "l");

        Find("google-vertex", file).ShouldBeNull();
        Find("google-vertex", project).ShouldBeNull();
        Find("google-vertex", all)!.Source.ShouldBe("gcloud adc");
        Find("google-vertex", all)!.ShownValue.ShouldBe("<authenticated>");
        Find("google-vertex", all)!.Value.Reveal().ShouldBe("<authenticated>");
        Find("google-vertex", all.With("GOOGLE_APPLICATION_CREDENTIALS", home["missing.json"])).ShouldBeNull();
    }

    [Fact]
    public void Google_Vertex_finds_its_usual_credentials_only_where_no_others_are_named()
    {
        home.Write(".config/gcloud/application_default_credentials.json", "{}");
        ProcessEnvironment environment = home.Environment.With("GOOGLE_CLOUD_PROJECT", "p").With("GOOGLE_CLOUD_LOCATION", "l");

        Find("google-vertex", environment).ShouldNotBeNull();
        Find("google-vertex", environment.With("GOOGLE_APPLICATION_CREDENTIALS", "missing.json")).ShouldBeNull();
    }

    [Fact]
    public void A_dangling_link_is_no_credentials_of_Google()
    {
        SymbolicLink.Make(home["adc.json"], home["missing"]);
        ProcessEnvironment environment = home.Environment
            .With("GOOGLE_APPLICATION_CREDENTIALS", home["adc.json"]).With("GOOGLE_CLOUD_PROJECT", "p").With("GOOGLE_CLOUD_LOCATION", "l");

        Find("google-vertex", environment).ShouldBeNull();
    }

    [Theory]
    [InlineData("AWS_BEARER_TOKEN_BEDROCK AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_PROFILE", "env: AWS_BEARER_TOKEN_BEDROCK")]
    [InlineData("AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_PROFILE", "env: AWS_ACCESS_KEY_ID + AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_ACCESS_KEY_ID AWS_PROFILE", "env: AWS_PROFILE")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "aws-sdk default chain")]
    [InlineData("", "aws-sdk default chain")]
    public void AWS_credentials_are_named_by_the_first_that_is_there(string names, string source)
    {
        ProcessEnvironment environment = names.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(home.Environment, (current, name) => current.With(name, "x"));

        EnvironmentKeys.AwsSource(environment).ShouldBe(source);
    }

    private static EnvironmentKey? Find(string provider, ProcessEnvironment environment) =>
        EnvironmentKeys.Find(ProviderId.Parse(provider), environment);
}
