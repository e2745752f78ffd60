namespace Moltbot.Core.Importing;

/// <summary>Where an API key is kept.</summary>
public enum ApiKeyDestination
{
    /// <summary>In a profile of an agent.</summary>
    Profile,

    /// <summary>In the installation's <c>.env</c> file.</summary>
    EnvironmentFile,
}
