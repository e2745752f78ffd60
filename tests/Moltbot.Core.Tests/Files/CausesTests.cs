using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>An error names its own cause, and a remedy that is of use against it.</summary>
public sealed class CausesTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Theory]
    [InlineData("{", "ends too early")]
    [InlineData("""{"version":1,"profiles":{"a":{"type":"api_""", "ends too early")]
    [InlineData("{\"version\":1,\"profiles\":{\"a\":[[[\n", "ends too early")]
    [InlineData("{\"version\":1,\"profiles\":{}", "ends too early")]
    [InlineData("{\"version\":1,}", "it is not valid JSON")]
    [InlineData("{} {}", "it is not valid JSON")]
    [InlineData("", "it is not valid JSON")]
    public void A_text_that_was_cut_off_is_not_too_deep(string text, string cause)
    {
        string message = Should.Throw<MoltbotException>(() => JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text))).Message;

        message.ShouldContain(cause);
        message.ShouldNotContain("nested");
        message.Contains("ends too early", StringComparison.Ordinal).ShouldBe(cause == "ends too early");
    }

    [Fact]
    public void A_text_that_is_too_deep_is_said_to_be() =>
        Should.Throw<MoltbotException>(() => JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(new string('[', 1001)))).Message.ShouldBe("it is nested more than 1000 levels deep");

    public static TheoryData<Exception?, string> Readings => new()
    {
        { new UnauthorizedAccessException(), "owner and permissions" },
        { new IOException("no", hresult: 13), "owner and permissions" },
        { new IOException("no", unchecked((int)0x80070020)), "Another process has it open" },
        { new IOException("no", unchecked((int)0x80070021)), "Another process has it open" },
        { new IOException("no", OperatingSystem.IsMacOS() ? 35 : OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : 11), "Another process has it open" },
        { new IOException("no", hresult: 1), "owner and permissions" },
        { new IOException("no", hresult: 5), OperatingSystem.IsWindows() ? "The system says" : "The disk or the share" },
        { new IOException("no", hresult: 116), OperatingSystem.IsWindows() ? "The system says" : "The disk or the share" },
        { new IOException("no", hresult: 23), OperatingSystem.IsWindows() ? "The system says" : "Too many files are open" },
        { new IOException("no", hresult: 24), OperatingSystem.IsWindows() ? "The system says" : "Too many files are open" },
        { new IOException("Strange.", 9999), "The system says: Strange. Remove the cause" },
        { new MoltbotException(ErrorCode.SyntaxError, "it is not valid JSON") { Line = 2, Column = 3 }, "It is broken: line 2, column 3: it is not valid JSON" },
        { null, "It is not what is written there" },
    };

    [Theory]
    [MemberData(nameof(Readings), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_read_gets_the_remedy_of_its_cause_alone(Exception? cause, string remedy)
    {
        ReadFailure.Remedy(cause).ShouldContain(remedy);
        ReadFailure.Remedy(cause).Contains("permissions", StringComparison.Ordinal).ShouldBe(remedy.Contains("permissions", StringComparison.Ordinal));
    }

    public static TheoryData<Exception, string> Writings => new()
    {
        { new UnauthorizedAccessException(), "Check who owns that place and who may write there" },
        { new IOException("no", hresult: 1), "Check who owns that place and who may write there" },
        { new IOException("no", hresult: 13), "Check who owns that place and who may write there" },
        { new IOException("no", hresult: 30), "Check who owns that place and who may write there" },
        { new IOException("no", hresult: 28), "Free some space" },
        { new IOException("no", hresult: 122), "Free some space" },
        { new IOException("no", unchecked((int)0x80070027)), "Free some space" },
        { new IOException("no", unchecked((int)0x80070070)), "Free some space" },
        { new IOException("no", unchecked((int)0x80070020)), "Another program has it open" },
        { new IOException("no", hresult: 9999), "Remove the cause" },
    };

    [Theory]
    [MemberData(nameof(Writings), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_written_gets_the_remedy_of_its_cause_alone(Exception cause, string remedy)
    {
        MoltbotException error = WriteFailure.Create(installation.Home["file"], "could not be written", cause);

        (error.Code, error.Path).ShouldBe((ErrorCode.WriteFailed, installation.Home["file"]));
        error.Message.ShouldEndWith($". {remedy}{(remedy.Contains("open", StringComparison.Ordinal) ? ". Close that, or wait until it is done" : remedy.Contains("space", StringComparison.Ordinal) ? " on that disk" : "")}, then try again.");
    }

    [Fact]
    public void A_file_that_is_mounted_by_itself_is_to_be_mounted_with_its_directory()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));
        using MountedFile mount = MountedFile.MountAt(installation.StorePath());

        MoltbotException error = Should.Throw<MoltbotException>(() => AtomicFile.Replace(installation.StorePath(), "{}"u8));

        error.Message.ShouldContain("busy");
        error.Message.ShouldEndWith("cannot be replaced. Mount its directory instead, then try again.");
        error.Message.ShouldNotContain("Remove the cause");
    }

    [Theory]
    [InlineData(1_795_800_000, true)]
    [InlineData(100_000_000, true)]
    [InlineData(1_795_800_000_000, false)]
    [InlineData(1000, false)]
    [InlineData(0, false)]
    [InlineData(-1_795_800_000, false)]
    [InlineData(1e300, false)]
    public void An_expiry_in_seconds_is_hinted_at(double expires, bool isHinted) =>
        UnixTime.SecondsHint(expires).Contains("looks like seconds", StringComparison.Ordinal).ShouldBe(isHinted);

    [Fact]
    public void The_hint_is_given_wherever_the_expiry_is_told()
    {
        installation.Configuration("{ agents: { defaults: { model: 'zai/glm' } } }")
            .Store(new StoreBuilder().Token("zai:a", expires: DateTimeOffset.FromUnixTimeMilliseconds(1_795_800_000)));

        const string hint = "Its expiry, 1795800000, looks like seconds, and milliseconds belong there.";
        installation.Agent().GetModelStatus().Warnings.ShouldContain($"Auth profile \"zai:a\" expired in 1970. {hint}");
        installation.Agent().ExplainCandidates(ProviderId.Parse("zai"), installation.Open().OpenSecrets(null, TestContext.Current.CancellationToken)).Items[0].Reason.ShouldEndWith(hint.TrimEnd('.'));
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e17)]
    public void A_time_beyond_all_meaning_is_no_number(double milliseconds) => DurationText.Remaining(milliseconds).ShouldBe("over 100 years");

    [Fact]
    public void Who_is_disabled_is_told_what_ends_that()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Usage("zai:a", disabledUntil: DateTimeOffset.MaxValue.AddYears(-10), disabledReason: "billing"));

        MoltbotException error = Should.Throw<MoltbotException>(() =>
            installation.Agent().OpenCredentials(installation.Open().OpenSecrets(null, TestContext.Current.CancellationToken)).OfProvider("zai"));

        error.Message.ShouldContain("`moltbot models auth cooldown clear --disabled`");
        error.MessageIn(FrontEnd.Module).ShouldContain("Clear-MoltbotAuthCooldown -Disabled");
    }
}
