using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// A provider's order that is set or cleared takes those under other spellings of the provider along. The reference
/// leaves them, and goes on obeying the first.
/// </summary>
internal sealed partial class OrderHasOneSpelling : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        Match change = AgentAndProviderLines().Match(recorded.Expected["stdout"]!["text"]?.GetValue<string>() ?? "");
        if (!recorded.ChangesOrder() || !change.Success)
            return false;

        string place = $"/agents/{change.Groups["agent"].Value}/agent/auth-profiles.json";
        string? path = recorded.FilesAfter().FirstOrDefault(file => file.Key.EndsWith(place, StringComparison.Ordinal)).Key;
        if (path is null || (recorded.FilesAfter()[path]!["json"] ?? recorded.FilesBefore()[path]?["json"])?.DeepClone() is not JsonObject store)
            return false;

        if (!TakeOtherSpellings(store, change.Groups["provider"].Value))
            return false;

        recorded.FilesAfter()[path] = new JsonObject { ["json"] = store };
        return true;
    }

    private static bool TakeOtherSpellings(JsonObject store, string provider)
    {
        if (store["order"] is not JsonObject orders)
            return false;

        string[] others = [.. orders.Select(order => order.Key).Where(name => name != provider && ProviderId.Parse(name).Value == provider)];
        foreach (string name in others)
            orders.Remove(name);
        if (orders.Count == 0)
            store.Remove("order");

        return others.Length > 0;
    }

    [GeneratedRegex(@"^Agent: (?<agent>.+)\nProvider: (?<provider>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex AgentAndProviderLines();
}
