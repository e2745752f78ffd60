using Moltbot.Core.Installation;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Plugins that providers in use need and that are not enabled, and an entry that masks what the gateway brings along.</summary>
internal sealed class PluginCheck : IInstallationCheck
{
    /// <summary>The plugin that signs in for a provider.</summary>
    private static readonly (string Provider, string Plugin)[] Needed =
    [
        ("google-antigravity", "google-antigravity-auth"),
        ("google-gemini-cli", "google-gemini-cli-auth"),
        ("qwen-portal", "qwen-portal-auth"),
        ("copilot-proxy", "copilot-proxy"),
    ];

    private static readonly string[] OpenCodeNames = ["opencode", "opencode-zen"];

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.PluginDisabled, FindingKinds.OpenCodeOverride];

    /// <inheritdoc/>
    public bool IsOf(LayoutKind layout) => layout != LayoutKind.Today;

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        if (installation.ConfigurationFile.Loaded.Error is not null)
            yield break;

        HashSet<string> used = [.. UsedProviders(installation).Select(provider => provider.Value)];
        foreach ((string provider, string plugin) in Needed.Where(needed => used.Contains(needed.Provider)))
        {
            if (Disabled(installation, provider, plugin) is { } disabled)
                yield return disabled;
        }

        foreach (string name in OpenCodeNames)
        {
            if (installation.Configuration.Json.At("models", "providers", name) is not { } entry)
                continue;

            string api = entry.Member("api").AsText() is { } named ? $" (api {named})" : "";
            yield return installation.Found(
                FindingKinds.OpenCodeOverride,
                $"models.providers.{name}{api} masks the models that the gateway brings along for OpenCode Zen. Remove the entry, unless it is meant to.",
                new FindingPlace(installation.ConfigurationFile.Path) { Entry = $"models.providers.{name}" });
        }
    }

    private static IEnumerable<ProviderId> UsedProviders(ExaminedInstallation installation) =>
        installation.Configuration.Profiles.Values.Select(profile => ProviderId.Parse(profile.Provider))
            .Concat(installation.Configuration.ProviderNames.Select(ProviderId.Parse))
            .Concat(installation.Configuration.DefaultModel.Primary.Length == 0 ? [] : installation.Agents.SelectMany(agent => ProviderCheck.ProvidersOf(installation, agent)))
            .Concat(installation.Configuration.Models.Select(model => ModelReference.Parse(model.Reference)).OfType<ModelReference>().Select(model => model.Provider));

    private static Finding? Disabled(ExaminedInstallation installation, string provider, string plugin)
    {
        JsonNode? plugins = installation.Configuration.Json.At("plugins");
        JsonNode? enabled = plugins.At("entries", plugin, "enabled");
        if (enabled.IsTrue() && IsAllowed(plugins, plugin))
            return null;

        // What somebody has turned off stays off.
        bool isTurnedOff = IsFalse(plugins.Member("enabled")) || plugins.Member("deny").Texts().Contains(plugin, StringComparer.Ordinal) || IsFalse(enabled);
        Repair? enable = isTurnedOff ? null : Repair.Of(installation.ConfigurationFile.Path, $"Enable {plugin} in plugins", RepairConsent.Asked, cancellation => string.Join(
            ", ",
            installation.ConfigurationFile.Editor.Apply(now => Enabling(now.Json, plugin), cancellation).Select(path => $"the text as it was is in {path}.bak")));
        return installation.Found(
            FindingKinds.PluginDisabled,
            $"{provider} needs the plugin {plugin}, which is {(isTurnedOff ? "turned off" : "not enabled")} in the configuration.",
            new FindingPlace(installation.ConfigurationFile.Path) { Entry = $"plugins.entries.{plugin}" },
            enable);
    }

    private static IReadOnlyList<ConfigurationChange> Enabling(JsonObject configuration, string plugin) =>
    [
        ConfigurationChange.Set(["plugins", "entries", plugin, "enabled"], true),
        .. configuration.At("plugins", "allow") is JsonArray allow && !allow.Texts().Contains(plugin, StringComparer.Ordinal)
            ? [ConfigurationChange.Insert(["plugins", "allow"], allow.Count, plugin)]
            : (ConfigurationChange[])[],
    ];

    private static bool IsAllowed(JsonNode? plugins, string plugin) =>
        !IsFalse(plugins.Member("enabled"))
        && !plugins.Member("deny").Texts().Contains(plugin, StringComparer.Ordinal)
        && (plugins.Member("allow") is not JsonArray allow || allow.Texts().Contains(plugin, StringComparer.Ordinal));

    private static bool IsFalse(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) && !flag;
}
