using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>A configuration as the program works with it, and the environment that it leads to.</summary>
internal sealed record LoadedConfiguration
{
    /// <summary>Whose the installation was when it was read.</summary>
    public required InstallationLayout Layout { get; init; }

    /// <summary>The files, or <see langword="null"/> when there is none or it could not be read.</summary>
    public ConfigurationSources? Sources { get; init; }

    /// <summary>The texts of the files by their absolute paths.</summary>
    public IEnumerable<KeyValuePair<string, string>> Files => (Sources?.All ?? []).Select(file => KeyValuePair.Create(file.Path, file.Document.Text));

    /// <summary>What the files say together, with variables but without defaults; nothing as long as that is not valid.</summary>
    public JsonObject Json { get; init; } = [];

    /// <summary>The environment that variables in the files were taken from: the login shell adds nothing to it.</summary>
    public required ProcessEnvironment Variables { get; init; }

    /// <summary>What the file holds.</summary>
    public required ConfigurationSnapshot Snapshot { get; init; }

    /// <summary>The configuration with all defaults; it says nothing when there is no file or it cannot be used.</summary>
    public required MoltbotConfiguration Configuration { get; init; }

    /// <summary>The environment with the variables that the configuration and the login shell added.</summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>What came of asking the login shell.</summary>
    public required LoginShellImport LoginShell { get; init; }

    /// <summary>Whether the environment or the configuration asks for keys from the login shell.</summary>
    public bool IsLoginShellEnabled { get; init; }

    /// <summary>Why the file cannot be used, with the place in it and what to do next, or <see langword="null"/>.</summary>
    public MoltbotException? Error { get; init; }

    /// <summary>The configuration, if the file can be used or is not there.</summary>
    /// <exception cref="MoltbotException">It cannot be used: <see cref="Error"/>.</exception>
    public MoltbotConfiguration Require() => Error is null ? Configuration : throw Error;
}
