using Moltbot.Core.Errors;

namespace Moltbot.Core.Health;

/// <summary>What a status tells of the installation as a whole.</summary>
/// <param name="Exists">Whether there is an installation at all: a state directory or a configuration.</param>
/// <param name="ConfigExists">Whether the configuration file exists.</param>
/// <param name="AreSettingsSeen">Whether its settings are read here, and not kept by a newer gateway elsewhere.</param>
/// <param name="LoginShellEnabled">Whether keys are taken from the login shell.</param>
/// <param name="LoginShellVariables">The variables that were taken from it.</param>
/// <param name="Errors">What keeps the installation from being known.</param>
/// <param name="Warnings">What a person should know although it does no harm now.</param>
internal sealed record InstallationFacts(
    bool Exists,
    bool ConfigExists,
    bool AreSettingsSeen,
    bool LoginShellEnabled,
    IReadOnlyList<string> LoginShellVariables,
    IReadOnlyList<MoltbotException> Errors,
    IReadOnlyList<string> Warnings);
