using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Health;

/// <summary>What is told about a model before it is used.</summary>
public sealed class ModelReviewTests : IDisposable
{
    private readonly TemporaryInstallation temporary = new TemporaryInstallation()
        .Configuration("""
            {
              models: { providers: { acme: { baseUrl: "https://acme.test", apiKey: "k-0123456789", models: [{ id: "k1", name: "K1" }] } } },
              agents: { defaults: { models: { "openai/gpt-5.2": { alias: "gpt" }, "openai/o-large": {} } } },
            }
            """)
        .Store(new StoreBuilder().ApiKey("openai:default"));

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData("openai/gpt-5.2")]
    [InlineData("openai/gpt-5.3")] // another version is no slip
    [InlineData("openai/something-else")] // the gateway may know it
    [InlineData("acme/k1")]
    public void Nothing_is_said_against_a_model_that_may_work(string model) => Review(model).ShouldBeEmpty();

    [Theory]
    [InlineData("opneai/gpt-5.2", "No provider opneai is known", "Did you mean openai?")]
    [InlineData("nobody/x", "No provider nobody is known", "cannot use nobody/x.")]
    [InlineData("acme/k2", "acme/k2 is not among the models of acme", "Did you mean acme/k1?")]
    [InlineData("openai/o-lagre", "No file describes openai/o-lagre", "Did you mean openai/o-large?")]
    [InlineData("gtp", "\"gtp\" is no alias, so it means anthropic/gtp", "Did you mean gpt")]
    public void A_model_that_nobody_knows_is_told_with_those_that_are_near(string model, string problem, string near)
    {
        string warning = Review(model).ShouldHaveSingleItem();

        warning.ShouldContain(problem);
        warning.ShouldContain(near);
    }

    [Theory]
    [InlineData(FrontEnd.CommandLine, "`moltbot models auth paste-api-key --provider zai` stores one.")]
    [InlineData(FrontEnd.Module, "Import-MoltbotApiKey zai stores one.")]
    public void A_model_without_a_credential_is_told_with_what_to_do(FrontEnd frontEnd, string step)
    {
        using TemporaryInstallation other = new TemporaryInstallation().Configuration("{}");
        MoltbotInstallation installation = MoltbotInstallation.Open(other.Environment with { FrontEnd = frontEnd }, time: other.Time);

        installation.MainAgent.ReviewModel(ModelReference.Parse("zai/glm-4.7")!, "zai/glm-4.7").ShouldBe([$"There is no credential for zai, so it cannot be used yet. {step}"]);
    }

    [Fact]
    public void What_could_not_be_read_is_not_called_missing()
    {
        temporary.Store("{ oops");

        Review("zai/glm-4.7").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai/gtp-5.2", "There is: openai/gpt-5.2.")]
    [InlineData("o-larg", "There is: openai/o-large.")]
    [InlineData("nothing", "`moltbot models list` shows what there is.")]
    public void A_model_that_is_not_listed_is_an_error_with_those_that_are_near(string typed, string hint)
    {
        MoltbotException error = temporary.Open().MainAgent.MissingModel(typed);

        (error.Code, error.Subject).ShouldBe((ErrorCode.ModelNotFound, typed));
        error.Message.ShouldBe($"No model \"{typed}\" is listed. {hint}");
    }

    private IReadOnlyList<string> Review(string typed)
    {
        MoltbotInstallation installation = temporary.Open();
        return installation.MainAgent.ReviewModel(installation.Models.Resolve(typed), typed);
    }
}
