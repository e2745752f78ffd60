using System.Text.Json.Nodes;
using Moltbot.Core.Auditing;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Migrating;

/// <summary>What becomes of the configuration (docs/gateway/later.md §1.2, §1.5, §6).</summary>
internal static class MovedConfiguration
{
    private const string OldName = "clawdbot.json";
    private const string NewName = "moltbot.json";

    private const string UnknownKey = "Unrecognized key";

    /// <summary>Members that name a model, a list of models, and models as the names of members.</summary>
    private static readonly string[] OfOneModel = ["model", "primary", "summaryModel", "imageModel", "utilityModel", "voiceModel", "imageGenerationModel", "musicGenerationModel", "pdfModel", "videoGenerationModel", "preferredModel"];
    private static readonly string[] OfModels = ["fallback", "fallbacks", "allowedModels", "modelFallbacks", "imageModelFallbacks"];

    /// <summary>What becomes of it.</summary>
    public static IEnumerable<MigrationFinding> Of(MovingInstallation installation) => Files(installation).Concat(Content(installation));

    private static IEnumerable<MigrationFinding> Files(MovingInstallation installation)
    {
        InstallationPaths paths = installation.Paths;
        string oldPath = Path.Combine(paths.StateDirectory, OldName);
        string newPath = Path.Combine(paths.StateDirectory, NewName);
        bool hasOld = RealPath.Exists(oldPath);
        if (RealPath.Exists(newPath))
        {
            yield return new MigrationFinding(MigrationKind.ConfigIgnored)
            {
                Path = newPath,
                Message = hasOld
                    ? $"The gateway of today does not look at {NewName}, which is in force now, and takes over {OldName} beside it, which is not."
                    : $"The gateway of today does not look at {NewName}: it begins with a configuration in which nothing of it stands.",
                Advice = hasOld
                    ? $"Move {OldName} away and give {NewName} its name, before you run `openclaw doctor --fix`."
                    : $"Rename it to {OldName} before you run `openclaw doctor --fix`.",
            };
        }
        else if (hasOld)
        {
            yield return new MigrationFinding(MigrationKind.ConfigStays)
            {
                Path = oldPath,
                Message = $"What is in the file is taken over into openclaw.json, and the file stays as it is{(HoldsSecrets(installation) ? ", with the secrets in it" : "")}. From then on it is out of date.",
                Advice = "Delete it once the gateway works with the new one.",
            };
        }

        if (installation.ConfigurationFile.Loaded.Snapshot.Exists && !PathComparison.Here.IsIn(paths.ConfigPath, paths.StateDirectory))
        {
            yield return new MigrationFinding(MigrationKind.ConfigIgnored)
            {
                Path = paths.ConfigPath,
                Message = "The configuration is outside of the state directory, where the gateway of today does not find it.",
                Advice = $"Move it to {oldPath}, or have OPENCLAW_CONFIG_PATH name it.",
            };
        }
    }

    private static IEnumerable<MigrationFinding> Content(MovingInstallation installation)
    {
        LoadedConfiguration loaded = installation.ConfigurationFile.Loaded;
        if (loaded.Sources is not { } sources)
            yield break; // that it cannot be read is told anyway

        string path = installation.Paths.ConfigPath;
        if (sources.All.Skip(1).Any() || sources.Main.Document.Root.ToJson().Member(IncludeResolver.Key) is not null)
        {
            yield return new MigrationFinding(MigrationKind.ConfigRefused)
            {
                Path = path,
                Entry = IncludeResolver.Key,
                Message = "The gateway's doctor does not change a configuration that includes other files, nor take over what such a change has to come before: it ends with an error. Files outside of the configuration's directory it does not even read.",
                Advice = "Put what is included into the configuration itself, before you run `openclaw doctor --fix`.",
            };
        }

        if (sources.All.Any(file => file.Document.HasComments))
        {
            yield return new MigrationFinding(MigrationKind.CommentsDropped)
            {
                Path = path,
                Message = "The new configuration is written as plain JSON, without the comments and the layout of the old one.",
                Advice = "Keep the old file if they matter.",
            };
        }

        foreach (ConfigurationIssue issue in loaded.Snapshot.Issues.Concat(loaded.Snapshot.Warnings).Where(issue => issue.Message.StartsWith(UnknownKey, StringComparison.Ordinal)))
        {
            yield return new MigrationFinding(MigrationKind.SettingRemoved)
            {
                Path = issue.File ?? path,
                Entry = issue.Path,
                Message = "The gateway of today does not know the setting, and its doctor removes it.",
                Advice = "Keep the old file if something of yours reads it.",
            };
        }

        JsonNode? written = sources.Main.Document.Root.ToJson();
        foreach (MigrationFinding finding in Settings(written, loaded.Json).Concat(Models(written)))
            yield return finding with { Path = path };
    }

    private static IEnumerable<MigrationFinding> Settings(JsonNode? written, JsonObject read)
    {
        if (written.At("auth", "cooldowns") is not null)
        {
            yield return new MigrationFinding(MigrationKind.SettingRemoved)
            {
                Entry = "auth.cooldowns",
                Message = "The setting is removed: how long a cooldown lasts cannot be configured any more.",
                Advice = "Nothing takes its place; cooldowns are much shorter now.",
            };
        }

        string[] inline = [.. written.Member("env").Entries().Select(member => member.Key).Where(name => name is not ("vars" or "shellEnv"))];
        if (inline.Length > 0)
        {
            yield return new MigrationFinding(MigrationKind.SettingMoved)
            {
                Entry = "env",
                Message = $"Variables that stand in env itself are moved to env.vars: {string.Join(", ", inline)}.",
                Advice = "Nothing has to be done.",
            };
        }

        if (written.At("agents", "list") is JsonArray { Count: > 0 })
        {
            yield return new MigrationFinding(MigrationKind.SettingMoved)
            {
                Entry = "agents.list",
                Message = "The list of agents becomes agents.entries, with the agents by their ids, and which of them is the default one becomes explicit settings.",
                Advice = "Adapt scripts that read the configuration.",
            };
        }

        if (written.At("agents", "defaults", "models") is JsonObject { Count: > 0 })
        {
            yield return new MigrationFinding(MigrationKind.SettingMoved)
            {
                Entry = "agents.defaults.models",
                Message = "The models that may be chosen are copied to agents.defaults.modelPolicy.allow, which alone says so from then on.",
                Advice = "Add models there afterwards.",
            };
        }

        foreach ((string provider, JsonNode? entry) in read.At("models", "providers").Entries())
        {
            if (entry.Member("apiKey").AsText() is { Length: > 0 } key && TextExposure.IsPlain(key, isModels: true))
            {
                yield return new MigrationFinding(MigrationKind.KeyCopied)
                {
                    Entry = $"models.providers.{provider}.apiKey",
                    ProfileId = $"{provider}:default",
                    Message = $"The key is copied into the database, in plain text, as the profile {provider}:default, also where the configuration only names a variable that holds it.",
                    Advice = "Think of that copy when you replace the key.",
                };
            }
        }
    }

    private static IEnumerable<MigrationFinding> Models(JsonNode? written) =>
        from named in NamedModels(written, [])
        let successor = RetiredModels.SuccessorOf(named.Model)
        where successor is not null
        select new MigrationFinding(MigrationKind.ModelRenamed)
        {
            Entry = string.Join('.', named.Place),
            Message = $"The model {named.Model} is retired and becomes {successor}.",
            Advice = "See that the new model is the one that is wanted, and what it costs.",
        };

    /// <summary>Where models are named, be it by the names of members.</summary>
    private static IEnumerable<(string[] Place, string Model)> NamedModels(JsonNode? node, string[] place)
    {
        foreach ((string name, JsonNode? value) in node.Entries())
        {
            string[] here = [.. place, name];
            if (Array.IndexOf(OfOneModel, name) >= 0 && value.AsText() is { } model)
                yield return (here, model);

            foreach ((string index, JsonNode? item) in Array.IndexOf(OfModels, name) >= 0 ? value.Entries() : [])
            {
                if (item.AsText() is { } listed)
                    yield return ([.. here, index], listed);
            }

            if (name == "models" && place is not [] && value is JsonObject byName)
            {
                foreach ((string key, _) in byName)
                    yield return ([.. here, key], key);
            }

            foreach ((string[], string) deeper in NamedModels(value, here))
                yield return deeper;
        }
    }

    private static bool HoldsSecrets(MovingInstallation installation) =>
        installation.ConfigurationFile.Loaded.Files.Any(file => TextExposure.Texts(Json5Document.Parse(file.Value).Root.ToJson(), "").Any(text => Text.SecretName.IsLike(text.Name) && TextExposure.IsPlain(text.Value, isModels: false)));
}
