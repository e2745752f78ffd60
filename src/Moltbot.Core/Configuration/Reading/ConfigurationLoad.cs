using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>One reading of the configuration, step by step (docs/gateway/config.md §3, §13).</summary>
internal sealed class ConfigurationLoad(InstallationPaths paths, InstallationLayout layout, ProcessEnvironment initialEnvironment, ILoginShell? shell)
{
    private ProcessEnvironment environment = initialEnvironment;

    private ConfigurationSources? files;

    public LoadedConfiguration Run()
    {
        string? text;
        try
        {
            text = ConfigurationText.Read(paths.ConfigPath);
        }
        catch (MoltbotException error)
        {
            return Unusable(static () => [], new ConfigurationIssue("", error.Message) { File = paths.ConfigPath }, error);
        }

        return text is null ? LoadNothing() : LoadText(text);
    }

    /// <summary>Goes on from files that have been read, or are not on the disk at all.</summary>
    public LoadedConfiguration Run(ConfigurationSources sources)
    {
        files = sources;
        try
        {
            return LoadJson(sources, IncludeResolver.Resolve(sources));
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.ConfigUnreadable)
        {
            ConfigurationIssue issue = new("", error.Message) { File = error.Path, Line = error.Line, Column = error.Column };
            return Unusable(() => AsObject(sources.Main.Document.Root.ToJson()), issue, ConfigurationErrors.Include(issue, error));
        }
    }

    private LoadedConfiguration LoadNothing()
    {
        if (layout.Kind == LayoutKind.Today)
            return WithLoginShell(new(paths.ConfigPath, static () => []) { Exists = false }, new MoltbotConfiguration(TodayConfiguration.Read([], environment)));

        ConfigurationSnapshot snapshot = new(paths.ConfigPath, DefaultsOnly) { Exists = false };
        return WithLoginShell(snapshot, MoltbotConfiguration.Empty);
    }

    private JsonObject DefaultsOnly()
    {
        JsonObject json = [];
        ConfigurationDefaults.ApplyToMissingFile(json, environment);
        return json;
    }

    private LoadedConfiguration LoadText(string text)
    {
        ConfigurationSources sources;
        try
        {
            sources = new ConfigurationSources(paths.ConfigPath, text) { Bounds = layout.Kind == LayoutKind.Today ? IncludeBounds.Of(paths.ConfigPath, environment) : null };
        }
        catch (MoltbotException error)
        {
            ConfigurationIssue issue = new("", $"JSON5 parse failed: {error.Message}") { File = paths.ConfigPath, Line = error.Line, Column = error.Column };
            return Unusable(static () => [], issue, ConfigurationErrors.NotJson5(paths.ConfigPath, issue, error));
        }

        return Run(sources);
    }

    private LoadedConfiguration LoadJson(ConfigurationSources sources, JsonNode? json)
    {
        ConfigurationLocator locator = new(sources);
        if (layout.Kind == LayoutKind.Today)
            return LoadToday(locator, json);

        environment = EnvironmentSection.Export(json, environment, paths.ConfigPath);
        if (VariableSubstitution.Apply(ref json, environment) is { } variable)
        {
            ConfigurationIssue issue = locator.Locate(new ConfigurationIssue("", variable.Describe(json)), variable.Path);
            return Unusable(() => AsObject(json), issue, ConfigurationErrors.Variable(issue, variable));
        }

        IReadOnlyList<SharedAgentDirectory> shared = SharedAgentDirectory.Find(json, paths, environment);
        ConfigurationValidation validation = ConfigurationValidation.Run(json, shared, environment);
        ConfigurationSnapshot snapshot = new(paths.ConfigPath, () => SnapshotOf(json, validation))
        {
            Issues = locator.Locate(validation.Issues),
            LegacyIssues = locator.Locate(validation.LegacyIssues),
            Warnings = locator.Locate(validation.Warnings),
        };
        if (shared.Count > 0)
            return Unusable(snapshot, ConfigurationErrors.SharedDirectory(locator.Locate(new ConfigurationIssue("", SharedAgentDirectory.Describe(shared)), ["agents", "list"])));
        if (!snapshot.IsValid)
            return Unusable(snapshot, ConfigurationErrors.Invalid(snapshot.Issues));

        JsonObject valid = json!.AsObject();
        return WithLoginShell(snapshot, RunTimeOf(valid)) with { Json = valid };
    }

    /// <summary>A configuration of today's: its sections that are ours, in the shape that January's have (docs/gateway/later.md §6).</summary>
    private LoadedConfiguration LoadToday(ConfigurationLocator locator, JsonNode? json)
    {
        IReadOnlyList<SchemaIssue> issues = TodayConfiguration.Check(json);
        environment = EnvironmentSection.Export(json, environment, paths.ConfigPath);
        ConfigurationSnapshot snapshot = new(paths.ConfigPath, () => AsObject(json)) { Issues = locator.Locate(issues) };
        if (!snapshot.IsValid)
            return Unusable(snapshot, ConfigurationErrors.Invalid(snapshot.Issues, gateway: "openclaw"));

        JsonObject valid = json!.AsObject();
        return WithLoginShell(snapshot, new MoltbotConfiguration(TodayConfiguration.Read(valid, environment))) with { Json = valid };
    }

    private JsonObject SnapshotOf(JsonNode? json, ConfigurationValidation validation)
    {
        if (validation.Issues.Count > 0)
            return AsObject(json);

        JsonObject copy = json.Copy()!.AsObject();
        ConfigurationDefaults.ApplyToSnapshot(copy);
        ConfiguredPaths.Expand(copy, environment);
        return copy;
    }

    private MoltbotConfiguration RunTimeOf(JsonObject json)
    {
        JsonObject copy = json.Copy()!.AsObject();
        ConfigurationDefaults.ApplyToRunTime(copy, environment);
        ConfiguredPaths.Expand(copy, environment);
        return new MoltbotConfiguration(copy);
    }

    private LoadedConfiguration WithLoginShell(ConfigurationSnapshot snapshot, MoltbotConfiguration configuration)
    {
        bool isEnabled = LoginShellImport.IsEnabledBy(environment) || configuration.LoginShellEnabled;
        LoginShellImport import = isEnabled && shell is not null && !LoginShellImport.IsSuppressedBy(environment)
            ? LoginShellImport.Run(environment, shell, TimeoutOf(configuration))
            : LoginShellImport.Skip(environment, LoginShellSkip.Disabled);
        return new LoadedConfiguration
        {
            Layout = layout,
            Sources = files,
            Variables = environment,
            Snapshot = snapshot,
            Configuration = configuration,
            Environment = import.Environment,
            LoginShell = import,
            IsLoginShellEnabled = isEnabled,
        };
    }

    private double TimeoutOf(MoltbotConfiguration configuration) =>
        configuration.Json.At("env", "shellEnv", "timeoutMs").AsNumber() ?? LoginShellImport.TimeoutOf(environment);

    private LoadedConfiguration Unusable(Func<JsonObject> json, ConfigurationIssue issue, MoltbotException error) =>
        Unusable(new ConfigurationSnapshot(paths.ConfigPath, json) { Issues = [issue] }, error);

    private LoadedConfiguration Unusable(ConfigurationSnapshot snapshot, MoltbotException error) => new()
    {
        Layout = layout,
        Sources = files,
        Variables = environment,
        Snapshot = snapshot,
        Configuration = MoltbotConfiguration.Empty,
        Environment = environment,
        LoginShell = LoginShellImport.Skip(environment, LoginShellSkip.Disabled),
        IsLoginShellEnabled = LoginShellImport.IsEnabledBy(environment),
        Error = error,
    };

    private static JsonObject AsObject(JsonNode? json) => json as JsonObject ?? [];
}
