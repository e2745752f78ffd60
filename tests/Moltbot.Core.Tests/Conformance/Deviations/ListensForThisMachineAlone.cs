using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>Browsers of this machine alone are listened to, at the address that every one of them finds. The reference takes what the name of the host leads to.</summary>
internal sealed class ListensForThisMachineAlone : Deviation
{
    private const string Loopback = "127.0.0.1";

    public override IReadOnlyList<string> Kinds => ["oauth-exchange"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["listener"] is not JsonObject listener || listener.Text("host") == Loopback)
            return false;

        listener["host"] = Loopback;
        return true;
    }
}
