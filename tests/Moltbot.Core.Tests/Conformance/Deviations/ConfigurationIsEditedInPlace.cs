using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>A sign-in enters its profile in the configuration, and nothing else. The reference writes its defaults with it.</summary>
internal sealed class ConfigurationIsEditedInPlace : Deviation
{
    private const string ConfigPath = ".clawdbot/moltbot.json";

    public override IReadOnlyList<string> Kinds => ["oauth-device"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["config"] is not JsonObject config)
            return false;

        JsonObject ours = recorded.Input["files"]?[ConfigPath]?["json"]?.DeepClone().AsObject() ?? [];
        ours["auth"] = config["auth"]!.DeepClone();
        bool differs = JsonDifference.Find(config, ours) is not null;
        recorded.Expected["config"] = ours;
        return differs;
    }
}
