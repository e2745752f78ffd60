namespace Moltbot.Core.Importing;

/// <summary>How far an import may go.</summary>
public sealed record ImportOptions
{
    /// <summary>Whether a profile of another kind or of another provider may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the configuration is left as it is.</summary>
    public bool NoConfig { get; init; }
}
