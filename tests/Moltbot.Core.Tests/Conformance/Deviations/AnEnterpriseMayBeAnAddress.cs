using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>An enterprise of GitHub that is stored as an address means its host. The reference puts the whole address where the host belongs.</summary>
internal sealed class AnEnterpriseMayBeAnAddress : Deviation
{
    private const string Broken = "https://api.https//";

    public override IReadOnlyList<string> Kinds => ["oauth-refresh"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        bool differs = false;
        foreach (JsonNode? request in recorded.Expected["requests"]!.AsArray())
        {
            if (request!["url"]!.GetValue<string>() is not { } url || !url.StartsWith(Broken, StringComparison.Ordinal))
                continue;

            request["url"] = $"https://api.{url[Broken.Length..]}";
            differs = true;
        }

        return differs;
    }
}
