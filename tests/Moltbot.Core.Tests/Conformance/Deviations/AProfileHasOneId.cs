using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>The name of an account is trimmed before anything is made of it, so that the store and the configuration know it by one id. The reference trims it for the configuration only.</summary>
internal sealed class AProfileHasOneId : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["profiles"] is not JsonObject { Count: 1 } profiles || profiles.Single() is not { Value: JsonObject profile } entry || profile.Text("email") is not { } email || email.Trim() == email && email.Length > 0)
            return false;

        profiles.Clear();
        profile.Remove("email");
        if (email.Trim() is { Length: > 0 } name)
            profile["email"] = name;

        profiles[$"{entry.Key.Split(':')[0]}:{(email.Trim() is { Length: > 0 } suffix ? suffix : "default")}"] = profile;
        return true;
    }
}
