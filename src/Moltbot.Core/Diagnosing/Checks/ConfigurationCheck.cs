using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Whether the configuration can be used, and whether what it says is what today's gateway understands.</summary>
internal sealed class ConfigurationCheck : IInstallationCheck
{
    private const string OldName = "clawdbot.json";
    private const string NewName = "moltbot.json";

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
    [
        FindingKinds.ConfigMissing, FindingKinds.ConfigUnreadable, FindingKinds.ConfigInvalid, FindingKinds.ConfigUnknownKey,
        FindingKinds.ConfigLegacyKey, FindingKinds.ConfigLegacyName, FindingKinds.ConfigWarning,
    ];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        LoadedConfiguration loaded = installation.ConfigurationFile.Loaded;
        string path = installation.ConfigurationFile.Path;
        if (!installation.IsOfToday && Path.GetFileName(path) == OldName && Path.Combine(Path.GetDirectoryName(path)!, NewName) is var newPath && RegularFile.TryKindOf(newPath, followsLinks: false) == FileKind.Missing && installation.Environment.GetFirstNonBlank("MOLTBOT_CONFIG_PATH", "CLAWDBOT_CONFIG_PATH") is null)
        {
            Repair rename = Repair.Of(path, $"Rename it to {NewName}", RepairConsent.Asked, _ => installation.Files.Rename(path, newPath)) with { IsMigration = true };
            yield return installation.Found(FindingKinds.ConfigLegacyName, $"The configuration still has its old name, {path}.", new FindingPlace(path), rename);
        }

        if (!loaded.Snapshot.Exists && loaded.Error is null)
            yield return installation.Found(FindingKinds.ConfigMissing, $"There is no configuration {path}, without which the gateway does not start. Set one up with the gateway's own program, or bring it back.", new FindingPlace(path), Restoring(installation, path));

        foreach (ConfigurationIssue warning in loaded.Snapshot.Warnings)
            yield return Warning(installation, warning);

        if (loaded.Error is not { } error)
            yield break;
        if (error.Code == ErrorCode.ConfigUnreadable || loaded.Snapshot.Issues.Count == 0)
        {
            yield return installation.Found(FindingKinds.ConfigUnreadable, error, repair: Restoring(installation, path));
            yield break;
        }

        foreach (ConfigurationIssue issue in loaded.Snapshot.Issues)
            yield return Issue(installation, issue, loaded);
    }

    private static Finding Warning(ExaminedInstallation installation, ConfigurationIssue issue)
    {
        FindingPlace place = Place(issue);
        if (!installation.IsOfToday && !issue.Path.Contains('.', StringComparison.Ordinal) && !ConfigurationSchema.IsKnownSection(issue.Path))
        {
            Repair remove = Repair.Of(issue.File ?? installation.ConfigurationFile.Path, $"Remove {issue.Path}", RepairConsent.Forced, cancellation =>
                Undo(installation.ConfigurationFile.Editor.Apply(_ => [ConfigurationChange.Remove([issue.Path])], cancellation)));
            return installation.Found(FindingKinds.ConfigUnknownKey, $"{issue.Path}: {issue.Message}", place, remove) with { Severity = FindingSeverity.Warning };
        }

        return installation.Found(FindingKinds.ConfigWarning, issue.Path.Length == 0 ? issue.Message : $"{issue.Path}: {issue.Message}", place);
    }

    private static Finding Issue(ExaminedInstallation installation, ConfigurationIssue issue, LoadedConfiguration loaded)
    {
        string message = issue.Path.Length == 0 ? issue.Message : $"{issue.Path}: {issue.Message}";
        if (installation.IsOfToday)
            return installation.Found(FindingKinds.ConfigInvalid, $"{message.TrimEnd('.')}. The gateway may mend it: {GatewayCommands.Repair}.", Place(issue));

        if (loaded.Snapshot.LegacyIssues.Contains(issue))
            return installation.Found(FindingKinds.ConfigLegacyKey, message, Place(issue), Mending(installation, loaded, "Move members of older versions to where they belong today", ConfigurationMigration.Of));

        return issue.Message.StartsWith("Unrecognized key", StringComparison.Ordinal)
            ? installation.Found(FindingKinds.ConfigUnknownKey, message, Place(issue), Mending(installation, loaded, "Remove the members that the gateway does not know", ConfigurationMending.WithoutUnknown))
            : installation.Found(FindingKinds.ConfigInvalid, message, Place(issue), Restoring(installation, installation.ConfigurationFile.Path));
    }

    private static Repair? Mending(ExaminedInstallation installation, LoadedConfiguration loaded, string action, Func<JsonObject, IReadOnlyList<ConfigurationChange>> rule)
    {
        ConfigurationEditor editor = installation.ConfigurationFile.Editor;
        if (!editor.CanMend(rule, loaded))
            return null;

        JsonObject raw = IncludeResolver.Resolve(loaded.Sources!)!.AsObject();
        bool holdsSecret = rule == ConfigurationMending.WithoutUnknown && ConfigurationMending.HoldsSecret(raw, rule(raw));
        return Repair.Of(installation.ConfigurationFile.Path, action, holdsSecret ? RepairConsent.Forced : RepairConsent.Asked, cancellation => Undo(editor.Mend(rule, cancellation))) with { RemovesSecret = holdsSecret };
    }

    /// <summary>Puts the newest backup that can be used in the place of what cannot; that is kept beside it.</summary>
    private static Repair? Restoring(ExaminedInstallation installation, string path)
    {
        if (installation.IsOfToday || RegularFile.TryKindOf(path) is not (FileKind.File or FileKind.Missing))
            return null; // today's gateway restores its configuration itself

        string? backup = Enumerable.Range(0, 5).Select(age => age == 0 ? $"{path}.bak" : $"{path}.bak.{age}").FirstOrDefault(IsConfiguration);
        return backup is null ? null : Repair.Of(path, $"Put {Path.GetFileName(backup)} in its place, and keep what is there beside it", RepairConsent.Forced, _ => installation.Files.Restore(path, backup));
    }

    private static bool IsConfiguration(string path)
    {
        try
        {
            return ConfigurationText.Read(path) is { } text && Json5Document.Parse(text).Root is Json5Object { Members.Count: > 0 };
        }
        catch (MoltbotException)
        {
            return false;
        }
    }

    private static Advice Undo(IReadOnlyList<string> changed) => string.Join(", ", changed.Select(path => $"the text as it was is in {path}.bak"));

    private static FindingPlace Place(ConfigurationIssue issue) => new(issue.File) { Line = issue.Line, Column = issue.Column, Entry = issue.Path.Length == 0 ? null : issue.Path };
}
