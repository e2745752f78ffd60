using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Tests.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What is remembered of renewals beside the stores; what cannot be read is never nothing.</summary>
public sealed class RenewalRecordsTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly AuthProfile signIn = SignIn("a-refresh-token");

    private RenewalRecords Records => new(home["renewals"]);

    public void Dispose() => home.Dispose();

    [Fact]
    public void What_is_remembered_is_found_again_for_the_same_token_alone()
    {
        Records.Write(signIn, new RenewalRecord(RenewalState.Rejected, 5) { Changes = new JsonObject { ["access"] = "a" }, Reason = "gone" });

        RenewalRecord found = Records.Find(signIn).ShouldNotBeNull();

        (found.State, found.At, found.Reason).ShouldBe((RenewalState.Rejected, 5, "gone"));
        found.Changes.ToJsonString().ShouldBe("""{"access":"a"}""");
        Records.Find(SignIn("another-refresh-token")).ShouldBeNull();
        Records.Find(SignIn(" ")).ShouldBeNull();
    }

    [Theory]
    [InlineData("Rejected", "gone", "gone")]
    [InlineData("Rejected", null, "")]
    [InlineData("Sent", "gone", null)]
    public void Only_a_refusal_is_one(string state, string? reason, string? rejection)
    {
        Records.Write(signIn, new RenewalRecord(Enum.Parse<RenewalState>(state), 5) { Reason = reason });

        Records.RejectionOf(signIn).ShouldBe(rejection);
    }

    [Fact]
    public void What_does_not_have_to_be_said_is_not_written() =>
        new RenewalRecord(RenewalState.Sent, 5).ToJson().ToJsonString().ShouldBe("""{"version":1,"state":"sent","at":5}""");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"state":"nothing known","at":1}""")]
    [InlineData("""{"state":"sent"}""")]
    public void What_cannot_be_understood_is_told_and_stays(string text)
    {
        string path = home.Write(Path.GetRelativePath(home.Path, Records.PathOf(signIn)), text);

        MoltbotException error = Should.Throw<MoltbotException>(() => Records.Find(signIn));

        (error.Code, error.Path).ShouldBe((ErrorCode.StoreUnreadable, path));
        Records.RejectionOf(signIn).ShouldBeNull();
        File.ReadAllText(path).ShouldBe(text);
    }

    [Fact]
    public void What_may_not_be_read_is_told()
    {
        Records.Write(signIn, new RenewalRecord(RenewalState.Sent, 5));
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["renewals"], "000");

        Should.Throw<MoltbotException>(() => Unprivileged.Run(() => Records.Find(signIn))).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    [Fact]
    public void What_is_forgotten_is_gone()
    {
        Records.Write(signIn, new RenewalRecord(RenewalState.Sent, 5));

        Records.Remove(signIn);
        Records.Remove(signIn);

        Records.Find(signIn).ShouldBeNull();
    }

    [Fact]
    public void What_cannot_be_removed_is_an_error_that_names_it()
    {
        Records.Write(signIn, new RenewalRecord(RenewalState.Sent, 5));
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["renewals"], "555");

        MoltbotException error = Should.Throw<MoltbotException>(() => Unprivileged.Run(() => Records.Remove(signIn)));

        (error.Code, error.Path).ShouldBe((ErrorCode.WriteFailed, Records.PathOf(signIn)));
    }

    private static AuthProfile SignIn(string refresh) => new StoreBuilder().OAuth("zai:a", refresh: refresh).Build().Find("zai:a")!;
}
