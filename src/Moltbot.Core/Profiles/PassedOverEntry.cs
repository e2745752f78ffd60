using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles;

/// <summary>An entry of a store that is no profile for the gateway, and so is not used, and why.</summary>
/// <param name="Id">The id of the entry.</param>
/// <param name="Reason">What is wrong with it, as the end of a sentence that is about the entry.</param>
/// <param name="StoredIn">The absolute path of the file, or <see langword="null"/>.</param>
public sealed record PassedOverEntry(string Id, string Reason, string? StoredIn)
{
    private const int MostTold = 5;

    /// <summary>The whole entry.</summary>
    internal JsonElement Json { get; private init; }

    /// <summary>A warning for each of some entries; of many, for the first few, and one that counts the rest.</summary>
    internal static IEnumerable<MoltbotException> ToWarnings(IReadOnlyList<PassedOverEntry> entries)
    {
        foreach (PassedOverEntry entry in entries.Take(MostTold))
            yield return entry.ToWarning();

        if (entries.Count > MostTold)
            yield return MoltbotException.At(entries[MostTold].StoredIn ?? "", ErrorCode.ProfileUnusable, $"{entries.Count - MostTold} entries more of the credential store are not used.");
    }

    /// <summary>The same as a warning that names the entry and what to do.</summary>
    private MoltbotException ToWarning() => MoltbotException.At(
        StoredIn ?? "",
        ErrorCode.ProfileUnusable,
        $"Entry \"{Id}\" of the credential store {StoredIn} is not used, by the gateway neither: {Reason}. Nothing is changed about it. Repair the entry, or import the credential again.");

    /// <summary>Why an entry is none that <see cref="AuthProfile.Read"/> takes.</summary>
    internal static PassedOverEntry Of(string id, JsonElement json, string? storedIn) => new(id, ReasonOf(json), storedIn) { Json = json };

    private static string ReasonOf(JsonElement json)
    {
        if (!json.IsContainer())
            return "it is no object";
        if (!json.Member("provider").IsTruthy())
            return "it names no \"provider\"";
        if (json.Member("type").ValueKind != JsonValueKind.Undefined)
            return "its \"type\" is none of api_key, token and oauth";

        return AuthProfileKinds.Parse(json.Member("mode").AsText()) is null
            ? "it has no \"type\""
            : "it says in \"mode\" what belongs in \"type\"";
    }
}
