using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// A change for an agent other than main writes that change into the agent's file and nothing else. The reference writes
/// main's profiles, orders and bookkeeping there as well.
/// </summary>
internal sealed partial class AgentKeepsItsOwnChangesOnly : Deviation
{
    private const string StoreName = "auth-profiles.json";
    private const string MainStore = "/main/agent/" + StoreName;

    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject after = recorded.FilesAfter();
        string? path = after.FirstOrDefault(file => IsWrittenForAgent(file.Key, file.Value!)).Key;
        if (!recorded.ChangesOrder() || path is null)
            return false;

        string provider = ProviderLine().Match(recorded.Expected["stdout"]!["text"]!.GetValue<string>()).Groups["provider"].Value;
        JsonNode? before = recorded.FilesBefore()[path];
        JsonObject ours = WithOrder(before?["json"], provider, after[path]!["json"]!["order"]?[provider]);
        JsonObject expected = JsonDifference.Find(before?["json"], ours) is null
            ? new JsonObject { ["unchanged"] = true }
            : new JsonObject { ["json"] = ours };
        if (JsonDifference.Find(after[path], expected) is null)
            return false;

        after[path] = expected;
        return true;
    }

    private static bool IsWrittenForAgent(string path, JsonNode file) =>
        file["json"] is not null
        && path.EndsWith(StoreName, StringComparison.Ordinal)
        && !path.EndsWith(MainStore, StringComparison.Ordinal);

    private static JsonObject WithOrder(JsonNode? own, string provider, JsonNode? order)
    {
        JsonObject store = own?.DeepClone().AsObject() ?? new JsonObject { ["version"] = 1, ["profiles"] = new JsonObject() };
        JsonObject orders = store["order"]?.DeepClone().AsObject() ?? [];
        orders.Remove(provider);
        if (order is not null)
            orders[provider] = order.DeepClone();

        store.Remove("order");
        if (orders.Count > 0)
            store["order"] = orders;

        return store;
    }

    [GeneratedRegex(@"^Provider: (?<provider>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ProviderLine();
}
