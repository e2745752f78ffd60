using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>Whether a model needs a subscription is known to the gateway's plugins alone. That it has no credential is told all the same.</summary>
internal sealed partial class SubscriptionsAreTheGateways : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-status"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["stdout"]?.GetValue<string>() is not { } text || !Section().IsMatch(text))
            return false;

        recorded.Expected["stdout"] = Section().Replace(text, "").Replace("login --provider openai` or `openclaw configure`.", "login --provider openai`, `openclaw configure`, or set an API key env var.", StringComparison.Ordinal);
        return true;
    }

    [GeneratedRegex(@"\nModel route issues\n(?:- \S+ requires subscription auth: .*\n)+", RegexOptions.None, 1000)]
    private static partial Regex Section();
}
