using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// A profile, or a member of the configuration, is there when a file says so. For the reference every object has members
/// that it inherits: what is under <c>__proto__</c>, and functions such as <c>valueOf</c>, which it takes for profiles and
/// trips over where a variable is named so.
/// </summary>
internal sealed class NothingIsInherited : Deviation
{
    private const string Prototype = "__proto__";
    private const string Usage = "usageStats";

    private static readonly string[] InheritedByAll =
        ["constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf"];

    public override IReadOnlyList<string> Kinds => ["config-load", "resolve", "session-override", "usage"];

    public override bool Rewrite(ConformanceCase recorded) => recorded.Kind switch
    {
        "usage" => RewriteUsage(recorded),
        "resolve" => RewriteCredential(recorded),
        "session-override" => RewriteSession(recorded),
        _ => RewriteConfiguration(recorded),
    };

    /// <summary>
    /// A name that is no profile is passed over, also where the reference stumbles over what it inherits; and a profile
    /// that it loses does not come back when it is asked for by name.
    /// </summary>
    private static bool RewriteCredential(ConformanceCase recorded)
    {
        bool stumbles = recorded.Expected["error"].Member("message").AsText() == "Cannot read properties of undefined (reading 'trim')";
        bool returns = recorded.Expected["ok"].Member("profileId").AsText() == Prototype;
        if (!stumbles && !returns)
            return false;

        JsonObject input = JsonNode.Parse(InheritedByAll.Append(Prototype).Aggregate(
            RecordedValues.ToText(recorded.Input), (text, name) => text.Replace($"\"{name}\"", $"\"no {name}\"", StringComparison.Ordinal)))!.AsObject();
        input["store"]!["profiles"]!.AsObject().Remove($"no {Prototype}");
        return Expect(recorded, ResolveOutcome.Of(input));
    }

    private static bool RewriteSession(ConformanceCase recorded)
    {
        JsonObject input = recorded.Input.DeepClone().AsObject();
        return input["store"]!["profiles"]!.AsObject().Remove(Prototype) && Expect(recorded, SessionOverrideOutcome.Of(input));
    }

    /// <summary>What is remembered about a profile that is not there stays as it is, and nothing is there to be cleared of one that is.</summary>
    private static bool RewriteUsage(ConformanceCase recorded)
    {
        JsonObject store = recorded.Input["store"]!.AsObject();
        string[] inherited = [.. recorded.Input["steps"]!.AsArray().Select(step => step!["profileId"]!.GetValue<string>()).Where(id => id == Prototype || InheritedByAll.Contains(id))];
        if (inherited.Length == 0)
            return false;

        JsonNode before = recorded.Expected.DeepClone();
        JsonArray steps = recorded.Expected[Usage]!.AsArray();
        for (int index = 0; index < steps.Count; index++)
            steps[index] = WithoutInherited(steps[index], store, inherited);

        JsonObject file = recorded.Expected["finalFile"]!.AsObject();
        JsonNode? usage = WithoutInherited(file[Usage], store, inherited);
        file.Remove(Usage);
        if (usage is not null)
            file[Usage] = usage;

        return JsonDifference.Find(before, recorded.Expected) is not null;
    }

    private static JsonNode? WithoutInherited(JsonNode? usage, JsonObject store, string[] inherited)
    {
        if (usage?.DeepClone() is not JsonObject entries)
            return null;

        foreach (string id in inherited)
        {
            JsonNode? written = store[Usage].Member(id);
            bool isProfile = id != Prototype && store["profiles"].Member(id) is not null;
            bool isClearedOnly = written is null && JsonDifference.Find(new JsonObject { ["errorCount"] = 0.0 }, entries[id]) is null;
            if (isProfile && !isClearedOnly)
                continue;

            entries.Remove(id);
            if (written is not null)
                entries[id] = written.DeepClone();
        }

        return entries.Count == 0 && store[Usage] is null ? null : entries;
    }

    private static bool RewriteConfiguration(ConformanceCase recorded)
    {
        JsonObject outcome;
        if (recorded.Expected["issues"]!.AsArray().Any(issue => issue.Member("message").AsText()?.Contains("trim is not a function", StringComparison.Ordinal) == true))
            outcome = WithOtherNames(recorded.Input);
        else if (recorded.Input["files"]!.AsObject().Any(file => Find(Parse(file.Value)) is not null))
            outcome = ConfigurationOutcome.Of(WithoutPrototypes(recorded.Input));
        else
            return false;

        if (!recorded.Differs(outcome))
            return false;

        recorded.ExpectInstead(outcome);
        return true;
    }

    /// <summary>The outcome where the variables have names that nothing inherits.</summary>
    private static JsonObject WithOtherNames(JsonObject input)
    {
        JsonObject renamed = input.DeepClone().AsObject();
        foreach ((string path, JsonNode? text) in input["files"]!.AsObject())
            renamed["files"]![path] = InheritedByAll.Aggregate(text!.GetValue<string>(), (changed, name) => changed.Replace(name, $"{name}_", StringComparison.Ordinal));

        string outcome = ConfigurationOutcome.Of(renamed).ToJsonString();
        return JsonNode.Parse(InheritedByAll.Aggregate(outcome, (changed, name) => changed.Replace($"{name}_", name, StringComparison.Ordinal)))!.AsObject();
    }

    private static JsonObject WithoutPrototypes(JsonObject input)
    {
        JsonObject changed = input.DeepClone().AsObject();
        foreach ((string path, JsonNode? text) in input["files"]!.AsObject())
        {
            JsonNode? json = Parse(text);
            while (Find(json) is { } owner)
                owner.Remove(Prototype);

            if (json is not null)
                changed["files"]![path] = JsonDifference.Show(json);
        }

        return changed;
    }

    /// <summary>
    /// An object with a prototype that is itself an object, or <see langword="null"/>. What stands beside <c>$include</c> is
    /// merged without it.
    /// </summary>
    private static JsonObject? Find(JsonNode? node) => node switch
    {
        JsonObject members when members[Prototype].IsContainer() && !members.ContainsKey("$include") => members,
        JsonObject members => members.Select(member => Find(member.Value)).FirstOrDefault(found => found is not null),
        JsonArray items => items.Select(Find).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static JsonNode? Parse(JsonNode? text)
    {
        try
        {
            return Json5Document.Parse(text!.GetValue<string>()).Root.ToJson();
        }
        catch (MoltbotException)
        {
            return null;
        }
    }
}
