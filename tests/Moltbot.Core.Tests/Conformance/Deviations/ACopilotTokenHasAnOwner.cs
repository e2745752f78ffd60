using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>Beside a token for Copilot that is kept stands whose it is, so that another account does not get it. The reference gives all accounts the same.</summary>
internal sealed class ACopilotTokenHasAnOwner : Deviation
{
    public override IReadOnlyList<string> Kinds => ["copilot-token"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["written"] is not JsonObject written)
            return false;

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(recorded.Input.Text("githubToken")!.Trim()));
        foreach ((_, JsonNode? file) in written)
            file!["json"]!["owner"] = Convert.ToHexString(hash)[..16].ToLowerInvariant();

        return true;
    }
}
