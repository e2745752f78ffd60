using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

public sealed class LaterTests
{
    [Theory]
    [Recordings("later-list")]
    public Task Profiles_of_today_are_listed_as_was_recorded(string id) => AssertAsync("later-list", id);

    [Theory]
    [Recordings("later-order")]
    public Task An_order_of_today_is_shown_as_was_recorded(string id) => AssertAsync("later-order", id);

    [Theory]
    [Recordings("later-status")]
    public Task The_status_of_today_is_as_was_recorded(string id) => AssertAsync("later-status", id);

    [Theory]
    [Recordings("later-change")]
    public async Task A_change_of_today_leaves_what_was_recorded(string id)
    {
        ConformanceCase recorded = RecordedCase.Open("later-change", id);

        JsonObject outcome = await LaterRun.ChangeAsync(recorded.Input);

        JsonDifference.Find(LaterChange.Expected(recorded), outcome).ShouldBeNull();
    }

    private static async Task AssertAsync(string kind, string id)
    {
        ConformanceCase recorded = RecordedCase.Open(kind, id);
        recorded.Expected.Remove("stderr");
        recorded.Expected.Remove("after");

        JsonObject outcome = await LaterRun.RepeatAsync(recorded.Input, recorded.Expected.ContainsKey("json"));

        if (!recorded.Expected.ContainsKey("json") && !recorded.Expected.ContainsKey("stdout"))
            outcome.Remove("stdout");

        JsonDifference.Find(recorded.Expected, outcome).ShouldBeNull();
    }
}
