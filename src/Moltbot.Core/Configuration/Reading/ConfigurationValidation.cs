using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>What is wrong with a configuration after includes and variables (docs/gateway/config.md §9).</summary>
internal sealed class ConfigurationValidation
{
    private readonly List<SchemaIssue> warnings = [];

    private ConfigurationValidation(IReadOnlyList<SchemaIssue> legacyIssues) => Issues = LegacyIssues = legacyIssues;

    /// <summary>Everything that makes it invalid.</summary>
    public IReadOnlyList<SchemaIssue> Issues { get; private set; }

    /// <summary>Those issues that are about members of older versions. If there is one, no other is looked for.</summary>
    public IReadOnlyList<SchemaIssue> LegacyIssues { get; }

    /// <summary>What a user should know all the same.</summary>
    public IReadOnlyList<SchemaIssue> Warnings => warnings;

    /// <summary>Checks a configuration.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="shared">The directories that agents share.</param>
    /// <param name="environment">The environment that paths are expanded with.</param>
    public static ConfigurationValidation Run(JsonNode? root, IReadOnlyList<SharedAgentDirectory> shared, ProcessEnvironment environment)
    {
        ConfigurationValidation validation = new(root is JsonObject json ? LegacyKeys.Find(json) : []);
        if (validation.LegacyIssues.Count == 0)
            validation.Issues = validation.Check(root, shared, environment);

        return validation;
    }

    private IReadOnlyList<SchemaIssue> Check(JsonNode? root, IReadOnlyList<SharedAgentDirectory> shared, ProcessEnvironment environment)
    {
        SchemaReport report = new();
        ConfigurationSchema.Root.Check(root, report);
        if (root is JsonObject json)
            WarnOfUnknownSections(json);
        if (report.Count > 0)
            return report.Issues;
        if (shared.Count > 0)
            return [new SchemaIssue(["agents", "list"], SharedAgentDirectory.Describe(shared), IsFatal: false)];

        JsonObject valid = root!.AsObject();
        IReadOnlyList<SchemaIssue> avatars = IdentityAvatars.Check(valid, environment);
        if (avatars.Count > 0)
            return avatars;

        WarnOfNewerVersion(valid);
        WarnOfMainKey(valid);
        return HeartbeatTargets.Check(valid, warnings);
    }

    private void WarnOfUnknownSections(JsonObject root)
    {
        foreach ((string name, _) in root)
        {
            if (!ConfigurationSchema.IsKnownSection(name))
                warnings.Add(new SchemaIssue([name], $"Unrecognized key: \"{name}\". The gateway of 2026.1 refuses a configuration that has it.", IsFatal: false) { IsAboutName = true });
        }
    }

    private void WarnOfNewerVersion(JsonObject root)
    {
        if (root.At("meta", "lastTouchedVersion").AsText() is { } version && GatewayVersion.IsNewerThanSupported(version))
            Warn(["meta", "lastTouchedVersion"], $"The configuration was last written by a newer gateway ({version}) than this program was made for.");
    }

    private void WarnOfMainKey(JsonObject root)
    {
        if (root.At("session", "mainKey").AsText() is { } key && EcmaScriptText.Trim(key) is not ("" or "main"))
            Warn(["session", "mainKey"], "session.mainKey is ignored; the main session is always \"main\".");
    }

    private void Warn(string[] path, string message) => warnings.Add(new SchemaIssue(path, message, IsFatal: false));
}
