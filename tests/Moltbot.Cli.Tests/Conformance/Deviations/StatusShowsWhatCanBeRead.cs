using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>
/// With a configuration that cannot be used the status still shows the credentials, as if the configuration said nothing,
/// and fails. The reference shows nothing.
/// </summary>
internal sealed class StatusShowsWhatCanBeRead : Deviation
{
    public override IReadOnlyList<string> Kinds => ["cli"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (!recorded.IsStatus() || recorded.UnusableConfiguration() is not { } path)
            return false;

        recorded.ExpectOutcomeOf(recorded.InputWithConfiguration(path, _ => new JsonObject()));
        recorded.Expected["exitCode"] = 1;
        return true;
    }
}
