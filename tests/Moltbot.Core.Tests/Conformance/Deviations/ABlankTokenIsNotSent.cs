using System.Text.Json.Nodes;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A sign-in without a refresh token cannot be renewed, and no server is asked. The reference asks some with a blank one.</summary>
internal sealed class ABlankTokenIsNotSent : Deviation
{
    public override IReadOnlyList<string> Kinds => ["oauth-refresh"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonObject? profile = RecordedSignIn.Of(recorded.Input);
        if (profile is null || recorded.Expected["requests"]!.AsArray().Count == 0 || !EcmaScriptText.IsBlank(profile["refresh"]?.GetValue<string>()))
            return false;

        string provider = profile.Text("provider")!;
        return Expect(recorded, new JsonObject
        {
            ["requests"] = new JsonArray(),
            ["error"] = RecordedErrors.Telling($"for {provider}: ", "missing refresh token", RecordedSignIn.HowToSignIn(provider)),
        });
    }
}
