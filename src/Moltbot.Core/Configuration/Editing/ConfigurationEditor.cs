using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// Changes <c>moltbot.json</c> and the files it includes, each by the smallest edit of its text. Comments, layout,
/// <c>$include</c> and <c>${NAME}</c> stay. Nothing is written unless the configuration is valid before and after.
/// </summary>
/// <remarks>
/// The gateway takes no lock on its configuration (docs/gateway/config.md §12), so each file is compared with what was read
/// directly before it is replaced; if it has changed, everything is done again from the new content. Between two of our
/// own processes there is a lock as well, in the gateway's form but on a file that the gateway never locks: with it no
/// change of ours can slip in between another's comparison and its renaming. What remains is a gateway that writes in
/// that one moment, of two system calls.
/// </remarks>
public sealed class ConfigurationEditor
{
    private const int MostAttempts = 10;

    /// <summary>Those that say to a gateway of today, by nothing but a 1, that its configuration is made elsewhere.</summary>
    private static readonly string[] ReadOnlyVariables = ["OPENCLAW_CONFIG_READONLY", "OPENCLAW_NIX_MODE"];

    private readonly InstallationPaths paths;
    private readonly ProcessEnvironment environment;
    private readonly TimeProvider time;

    /// <summary>The configuration of an installation.</summary>
    /// <param name="paths">Where the installation is.</param>
    /// <param name="environment">The environment with the <c>.env</c> files in it, see <see cref="DotEnv.Load"/>.</param>
    /// <param name="time">The clock for <c>meta.lastTouchedAt</c>.</param>
    public ConfigurationEditor(InstallationPaths paths, ProcessEnvironment environment, TimeProvider time)
    {
        this.paths = paths;
        this.environment = environment;
        this.time = time;
        LockOptions = new LockOptions { TimeProvider = time };
    }

    /// <summary>A section that only later gateways know, and that may be added all the same; or <see langword="null"/>.</summary>
    internal string? LaterSection { get; init; }

    /// <summary>How the lock between our own processes is taken.</summary>
    internal LockOptions LockOptions { get; init; }

    /// <summary>Is given the path of each file directly before it is compared and replaced.</summary>
    internal Action<string> Replacing { get; init; } = static _ => { };

    /// <summary>An editor that may also add a section which only later gateways know.</summary>
    internal ConfigurationEditor Allowing(string section) => new(paths, environment, time) { LaterSection = section };

    /// <summary>Finds out what <see cref="Apply"/> would do to what was read, and writes nothing.</summary>
    internal ConfigurationEdit Prepare(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, LoadedConfiguration read) => new(this, rule, Plan(rule, read));

    /// <summary>
    /// Makes changes. If they make a difference, <c>meta.lastTouchedAt</c> in the main file says when; files that are
    /// changed keep their last five contents in backups, and are the owner's only. A configuration that is missing is created.
    /// </summary>
    /// <param name="rule">Says what is to be different, given the configuration without defaults. May be asked more than once.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    /// <returns>The absolute paths of the files that were changed, the main file last; none if the configuration says it already.</returns>
    /// <exception cref="MoltbotException">
    /// Nothing was changed, because the configuration cannot be used (<see cref="ErrorCode.ConfigUnreadable"/>, <see cref="ErrorCode.ConfigInvalid"/>)
    /// or could not be used afterwards (<see cref="ErrorCode.ConfigInvalid"/>), because a person has to do it
    /// (<see cref="ErrorCode.ConfigNotEditable"/>), because a file belongs to another gateway
    /// (<see cref="ErrorCode.InstallationNotServed"/>), because others change it all the time (<see cref="ErrorCode.ConfigChanged"/>) or hold the
    /// lock (<see cref="ErrorCode.StoreLocked"/>), or because a file cannot be written (<see cref="ErrorCode.WriteFailed"/>).
    /// </exception>
    public IReadOnlyList<string> Apply(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, CancellationToken cancellation = default) =>
        Make(rule, null, cancellation).ChangedPaths;

    /// <summary>
    /// Makes changes after which a configuration can be used that cannot be used now: without members that the gateway does not
    /// know, or with those of older versions where they belong today. If it could not be used then either, nothing is changed.
    /// </summary>
    /// <param name="rule">Says what is to be different, given what the files say together, variables as they are written. May be asked more than once.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    /// <returns>The absolute paths of the files that were changed, the main file last.</returns>
    /// <exception cref="MoltbotException">As <see cref="Apply"/>.</exception>
    internal IReadOnlyList<string> Mend(Func<JsonObject, IReadOnlyList<ConfigurationChange>> rule, CancellationToken cancellation = default) =>
        Make(() => PlanMending(rule, ConfigurationLoader.Load(paths, environment)), null, cancellation).ChangedPaths;

    /// <summary>Finds out whether <see cref="Mend"/> would do, and writes nothing.</summary>
    /// <param name="rule">As there.</param>
    /// <param name="read">The configuration as it was read.</param>
    internal bool CanMend(Func<JsonObject, IReadOnlyList<ConfigurationChange>> rule, LoadedConfiguration read)
    {
        try
        {
            return PlanMending(rule, read).Changed.Count > 0;
        }
        catch (MoltbotException)
        {
            return false;
        }
    }

    /// <summary>Makes changes that may have been planned before.</summary>
    /// <returns>What was made.</returns>
    internal ConfigurationDraft Make(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, ConfigurationDraft? prepared, CancellationToken cancellation) =>
        Make(() => Plan(rule), prepared, cancellation);

    private ConfigurationDraft Make(Func<ConfigurationDraft> plan, ConfigurationDraft? prepared, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return Try(plan, prepared, cancellation);
            }
            catch (MoltbotException error) when (error.Code is ErrorCode.ConfigChanged or ErrorCode.FileNotFound && attempt < MostAttempts)
            {
                prepared = null;
            }
        }
    }

    /// <summary>Gives files their old content back. What someone else has changed since is theirs, and then all stay as they are.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ConfigChanged"/>, or a file cannot be locked or written.</exception>
    internal void TakeBack(ConfigurationDraft made)
    {
        using DirectoryLock held = DirectoryLock.Acquire(paths.ConfigPath, LockOptions);
        new ConfigurationReplacement(paths, held, Replacing).Run([.. made.Changed.Select(file => new ChangedSource(Old: file.New, New: file.Old))]);
    }

    /// <summary>
    /// What cannot be done, or need not, is found out before anything is locked. With the lock the files are read again,
    /// and if one of them is another than the plan was made from, so is the plan.
    /// </summary>
    private ConfigurationDraft Try(Func<ConfigurationDraft> plan, ConfigurationDraft? prepared, CancellationToken cancellation)
    {
        ConfigurationDraft draft = prepared is not null && prepared.IsCurrent() ? prepared : plan();
        if (draft.Changed.Count == 0)
            return draft;
        if (draft.IsNew)
            return Create(draft);

        using DirectoryLock held = DirectoryLock.Acquire(paths.ConfigPath, LockOptions, cancellation);
        if (!draft.IsCurrent())
            draft = plan();

        RefuseForeignFiles(draft, InstallationLayout.Of(paths));
        new ConfigurationReplacement(paths, held, Replacing).Run(draft.Changed);
        return draft;
    }

    private ConfigurationDraft Create(ConfigurationDraft draft)
    {
        RefuseForeignFiles(draft, InstallationLayout.Of(paths));
        Replacing(paths.ConfigPath);
        return AtomicFile.Create(paths.ConfigPath, Encoding.UTF8.GetBytes(draft.Sources.Main.Document.Text))
            ? draft
            : throw ConfigurationReplacement.Changed(paths.ConfigPath);
    }

    private ConfigurationDraft Plan(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule) => Plan(rule, ConfigurationLoader.Load(paths, environment));

    private ConfigurationDraft Plan(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, LoadedConfiguration before)
    {
        before.Require();
        ConfigurationDraft draft = new(before.Sources ?? new ConfigurationSources(paths.ConfigPath, "{}\n"), isNew: before.Sources is null);
        IReadOnlyList<ConfigurationChange> wanted = rule(new MoltbotConfiguration(before.Json));
        if (before.Layout.Kind == LayoutKind.Today)
            wanted = [.. wanted, .. ModelPolicySettlement.With(wanted, before.Json)];

        List<ConfigurationChange> changes = Effective(wanted, before);
        if (changes.Count == 0)
            return draft;

        Draft(draft, before.Layout, changes);
        if (!draft.IsNew)
            ConfigurationReplacement.RefuseOtherEncodings(draft.Changed);

        return draft;
    }

    /// <summary>A configuration that cannot be used may be changed only to one that can.</summary>
    private ConfigurationDraft PlanMending(Func<JsonObject, IReadOnlyList<ConfigurationChange>> rule, LoadedConfiguration before)
    {
        if (before.Sources is not { } sources || IncludeResolver.Resolve(sources) is not JsonObject raw)
            throw before.Error ?? MoltbotException.At(paths.ConfigPath, ErrorCode.ConfigInvalid, $"{paths.ConfigPath} is not there, or says nothing. Look again.");

        ConfigurationDraft draft = new(sources, isNew: false);
        IReadOnlyList<ConfigurationChange> changes = rule(raw.Copy()!.AsObject());
        if (changes.Count == 0)
            return draft;

        Draft(draft, before.Layout, changes);
        ConfigurationReplacement.RefuseOtherEncodings(draft.Changed);
        return draft;
    }

    /// <summary>Makes the changes in a draft, and sees whether it can be used then and says what it should.</summary>
    private void Draft(ConfigurationDraft draft, InstallationLayout layout, IReadOnlyList<ConfigurationChange> changes)
    {
        JsonObject expected = IncludeResolver.Resolve(draft.Sources)!.AsObject();
        foreach (ConfigurationChange change in changes)
        {
            change.ApplyTo(expected);
            draft.Apply(change);
        }

        if (layout.Kind == LayoutKind.Today)
        {
            RefuseUnserved(changes);
            RefuseFilesElsewhere(draft);
            draft.IsOfToday = true;
        }
        else
        {
            Stamp(draft, expected);
            RefuseForeignFiles(draft, layout);
        }

        Verify(draft, layout, changes, expected);
    }

    /// <summary>The changes that make a difference to what the configuration says, whether a variable says it or the text.</summary>
    private List<ConfigurationChange> Effective(IReadOnlyList<ConfigurationChange> changes, LoadedConfiguration before)
    {
        JsonObject seen = before.Json.Copy()!.AsObject();
        List<ConfigurationChange> effective = [];
        foreach (ConfigurationChange change in changes)
        {
            if (before.Layout.Kind != LayoutKind.Today)
                RefuseUnknownSection(change, before.Json);
            if (change.ApplyTo(seen, before.Variables))
                effective.Add(change);
        }

        return effective;
    }

    /// <summary>The gateway refuses a section that it does not know. One that is there already is someone else's business.</summary>
    private void RefuseUnknownSection(ConfigurationChange change, JsonObject before)
    {
        string section = change.Path[0];
        if (change.Kind == ConfigurationChangeKind.Set && !ConfigurationSchema.IsKnownSection(section) && section != LaterSection && !before.ContainsKey(section))
            throw NotValidAfterwards($"{section}: the gateway knows no section of this name", change.ToString());
    }

    /// <summary>The configuration, or what it includes, may lie in the installation of another gateway.</summary>
    private static void RefuseForeignFiles(ConfigurationDraft draft, InstallationLayout layout)
    {
        if (draft.IsOfToday && layout.Kind == LayoutKind.Today)
            return;

        foreach (ChangedSource file in draft.Changed)
            layout.At(file.Path).MayWrite.Require();
    }

    /// <summary>In a configuration of today's only the sections that are known are changed; the time of a change is kept elsewhere.</summary>
    private void RefuseUnserved(IReadOnlyList<ConfigurationChange> changes)
    {
        if (ReadOnlyVariables.FirstOrDefault(name => environment.Get(name) == "1") is { } name)
            throw MoltbotException.At(paths.ConfigPath, ErrorCode.ConfigNotEditable, $"{paths.ConfigPath} must not be changed: {name}=1 says that it is made elsewhere. Nothing was changed. Change it where it is made.");
        if (paths.JanuaryFilesOfMain.FirstOrDefault(RealPath.Exists) is { } older)
            throw InstallationLayout.Pending(older);
        if (changes.FirstOrDefault(change => !TodayConfiguration.IsServed(change.Path)) is { } unknown)
            throw MoltbotException.At(paths.ConfigPath, ErrorCode.ConfigNotEditable, $"{unknown} in {paths.ConfigPath} is not changed here, because what the gateway, openclaw, takes for valid there is not known. Nothing was changed. Use the gateway's own command: `openclaw config set`.");
        if (changes.Where(change => change.Path[0] == "agents").SelectMany(TextsIn).Select(RefusedModels.RefusalOf).FirstOrDefault(reason => reason is not null) is { } refused)
            throw NotValidAfterwards(refused, refused);
    }

    /// <summary>A gateway of today reads included files wherever the environment allows it, and changes those in the configuration's directory alone.</summary>
    private static void RefuseFilesElsewhere(ConfigurationDraft draft)
    {
        if (draft.Sources.Bounds is { } bounds && draft.ChangedPaths.FirstOrDefault(path => !PathComparison.Here.AreSame(path, draft.Sources.Main.Path) && !bounds.IsOwn(path)) is { } other)
            throw MoltbotException.At(other, ErrorCode.ConfigNotEditable, $"{other} lies outside the directory of the configuration, where the gateway, openclaw, changes nothing. Nothing was changed. Change it by hand.");
    }

    /// <summary>The names and texts that a change puts into the configuration.</summary>
    private static IEnumerable<string> TextsIn(ConfigurationChange change) => change.Kind == ConfigurationChangeKind.Remove ? [] : change.Path.Concat(TextsIn(change.Value));

    private static IEnumerable<string> TextsIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => TextsIn(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(TextsIn),
        _ => node.AsText() is { } text ? [text] : [],
    };

    private void Stamp(ConfigurationDraft draft, JsonObject expected)
    {
        string now = UnixTime.ToText(time.GetUtcNow());
        string[] path = ["meta", "lastTouchedAt"];
        draft.ApplyToMain(document => document.Set(path, now));
        ConfigurationChange.Set(path, now).ApplyTo(expected);
    }

    /// <summary>Reads the files as they would be, and sees whether they say what they should.</summary>
    private void Verify(ConfigurationDraft draft, InstallationLayout layout, IReadOnlyList<ConfigurationChange> changes, JsonObject expected)
    {
        LoadedConfiguration loaded = new ConfigurationLoad(paths, layout, environment, shell: null).Run(draft.Sources);
        if (loaded.Snapshot.Issues is [{ } issue, ..])
            throw NotValidAfterwards(issue.Path.Length == 0 ? issue.Message : $"{issue.Path}: {issue.Message}", issue.Path);
        loaded.Require();
        if (!IncludeResolver.Resolve(draft.Sources).IsSameAs(expected))
            throw HasOtherEffects(draft, changes);
    }

    private MoltbotException NotValidAfterwards(string issue, string subject) =>
        new(ErrorCode.ConfigInvalid, $"Nothing was changed, because the configuration would not be valid any more: {issue}. Correct what was to be written.")
        {
            Path = paths.ConfigPath,
            Subject = subject,
        };

    /// <summary>As when a file is included in several places, so that a change in it changes them all.</summary>
    private static MoltbotException HasOtherEffects(ConfigurationDraft draft, IReadOnlyList<ConfigurationChange> changes)
    {
        IReadOnlyList<string> files = draft.ChangedPaths;
        return new MoltbotException(
            ErrorCode.ConfigNotEditable,
            $"{string.Join(", ", changes)} in the configuration cannot be changed here, because in the way that its files are included the change would have another effect. Nothing was changed. Change it by hand: {string.Join(" and ", files)}.")
        {
            Path = files[0],
            Subject = changes[0].ToString(),
        };
    }
}
