using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// A profile of which nothing could be sent is no credential: what is missing, and what a check says of it, is as if it were
/// not there. Why it is not used is added for people. The reference counts profiles and does not look into them.
/// </summary>
internal sealed partial class NothingToSendIsNoCredential : Deviation
{
    private const string NextSection = "OAuth/token status\n";

    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (!recorded.IsStatus() || recorded.Has("--plain") || recorded.StoreOfMain() is not { } path)
            return false;

        JsonObject input = recorded.Input.DeepClone().AsObject();
        JsonObject profiles = input["files"]![path]!["json"]!["profiles"]!.AsObject();
        Dictionary<string, string> unsent = recorded.Unsent(profiles);
        ILookup<string, string> reasons = unsent.ToLookup(profile => profiles[profile.Key]!["provider"]!.GetValue<string>(), profile => $"  - {profile.Key}: {profile.Value}");
        foreach (string profileId in unsent.Keys)
            profiles.Remove(profileId);

        if (unsent.Count == 0)
            return false;

        JsonNode before = recorded.Expected["stdout"]!.DeepClone();
        JsonObject without = RecordedRun.Repeat(input);
        if (recorded.Expected["stdout"]!["json"] is { } json)
            json["auth"]!["missingProvidersInUse"] = without["stdout"]!["json"]!["auth"]!["missingProvidersInUse"]!.DeepClone();
        else
            ShowMissing(recorded, without["stdout"]!["text"]!.GetValue<string>(), reasons);

        bool differs = JsonDifference.Find(before, recorded.Expected["stdout"]) is not null;
        if (differs && recorded.Has("--check"))
            recorded.Expected["exitCode"] = 1;

        return differs;
    }

    private static void ShowMissing(ConformanceCase recorded, string without, ILookup<string, string> reasons)
    {
        string missing = Provider().Replace(Missing().Match(without).Value, line => line.Value + string.Concat(reasons[line.Groups["name"].Value].Select(reason => reason + "\n")));
        string text = Missing().Replace(recorded.Expected["stdout"]!["text"]!.GetValue<string>(), "");
        recorded.Expected["stdout"]!["text"] = text.Replace(NextSection, missing + NextSection, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^Missing auth\n(?:- .+\n)+\n", RegexOptions.Multiline)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^- (?<name>\S+) .+\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Provider();
}
