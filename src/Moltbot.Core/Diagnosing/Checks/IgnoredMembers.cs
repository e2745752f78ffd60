using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What of a store is of another type than it has to be, so that it counts as missing (docs/gateway/credentials.md §1). No profiles: these hold secrets.</summary>
internal static class IgnoredMembers
{
    private static readonly string[] Times = ["lastUsed", "cooldownUntil", "disabledUntil", "lastFailureAt", "errorCount"];

    /// <summary>The paths of such members, outermost first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> In(JsonElement store)
    {
        List<IReadOnlyList<string>> found = [];
        if (store.Has("version") && store.Member("version").ValueKind != JsonValueKind.Number)
            found.Add(["version"]);

        foreach ((string provider, JsonElement ids) in Section("order"))
        {
            if (ids.ValueKind != JsonValueKind.Array)
                found.Add(["order", provider]);
            else
                found.AddRange(ids.Entries().Where(id => id.Value.AsText() is not { } text || EcmaScriptText.IsBlank(text)).Reverse().Select(id => (IReadOnlyList<string>)["order", provider, id.Name]));
        }

        found.AddRange(Section("lastGood").Where(entry => entry.Value.AsText() is null).Select(entry => (IReadOnlyList<string>)["lastGood", entry.Name]));
        foreach ((string id, JsonElement usage) in Section("usageStats"))
        {
            if (usage.ValueKind != JsonValueKind.Object)
                found.Add(["usageStats", id]);
            else
                found.AddRange(Wrong(usage).Select(name => (IReadOnlyList<string>)["usageStats", id, name]));
        }

        return found;

        IReadOnlyList<JsonEntry> Section(string name)
        {
            if (!store.Has(name) || store.Member(name).ValueKind == JsonValueKind.Object)
                return store.Member(name).Entries();

            found.Add([name]);
            return [];
        }
    }

    private static IEnumerable<string> Wrong(JsonElement usage)
    {
        foreach (JsonEntry member in usage.Entries())
        {
            bool isWrong = member.Name switch
            {
                "disabledReason" => member.Value.AsText() is null,
                "failureCounts" => member.Value.ValueKind != JsonValueKind.Object || member.Value.Entries().Any(count => count.Value.ValueKind != JsonValueKind.Number),
                _ => Times.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind != JsonValueKind.Number,
            };
            if (isWrong)
                yield return member.Name;
        }
    }
}
