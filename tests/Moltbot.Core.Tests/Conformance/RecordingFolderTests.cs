using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class RecordingFolderTests : IDisposable
{
    private const string Order = """{"id":"order-9-1","kind":"order","input":{"now":{"@num":"NaN"}},"expected":{"order":["\ud800"]}}""";

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_kind_that_is_missing_is_a_failure()
    {
        Should.Throw<FileNotFoundException>(() => Complete.Ids("order"));
        Complete.LeavesOut("order").ShouldBeFalse();
    }

    [Fact]
    public void A_folder_that_is_named_may_leave_a_kind_out()
    {
        home.Write("order.jsonl", Order);

        Named.LeavesOut("health").ShouldBeTrue();
        Named.LeavesOut("order").ShouldBeFalse();
        Named.Ids("order").ShouldBe(["order-9-1"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData(Order + "\n" + Order)]
    [InlineData("""{"id":"order-9-1","kind":"health","input":{},"expected":{}}""")]
    public void A_file_that_holds_nothing_or_what_is_not_its_own_is_a_failure(string text)
    {
        home.Write("order.jsonl", text);

        Should.Throw<InvalidDataException>(() => Named.Ids("order"));
    }

    [Fact]
    public void A_file_of_no_known_kind_is_told()
    {
        home.Write("README.md", "");
        home.Write("order.jsonl", Order);
        home.Write("odrer.jsonl", Order);
        home.Write("health.json", "{}");
        home.Write("more/order.jsonl", Order);

        Named.UnknownFiles.ShouldBe(["odrer.jsonl", "health.json", "more"], ignoreOrder: true);
    }

    [Fact]
    public void What_JSON_or_NET_cannot_hold_is_read_as_it_was_recorded()
    {
        home.Write("order.jsonl", Order);

        ConformanceCase recorded = Named.Case("order", "order-9-1");

        recorded.Input["now"]!.GetValue<double>().ShouldBe(double.NaN);
        recorded.Expected["order"]![0]!.GetValue<string>().ShouldBe("\ud800");
    }

    private RecordingFolder Complete => new(home.Path, mustBeComplete: true);

    private RecordingFolder Named => new(home.Path, mustBeComplete: false);
}
