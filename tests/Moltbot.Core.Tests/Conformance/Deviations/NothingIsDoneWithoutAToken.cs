using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>An answer without an access token ends a sign-in. For Gemini the reference goes on with the word <c>undefined</c> for a token, and stores none.</summary>
internal sealed class NothingIsDoneWithoutAToken : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["profiles"] is not JsonObject profiles || profiles.All(profile => profile.Value!.AsObject().ContainsKey("access")))
            return false;

        JsonObject expected = recorded.Expected.DeepClone().AsObject();
        foreach (string name in (string[])["profiles", "configPatch", "defaultModel"])
            expected.Remove(name);

        expected["requests"] = new JsonArray(recorded.Expected["requests"]![0]!.DeepClone());
        expected["error"] = RecordedErrors.Telling("no access_token");
        return Expect(recorded, expected);
    }
}
