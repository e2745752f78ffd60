namespace Moltbot.Core.Installation;

/// <summary>Where an environment variable got its value.</summary>
/// <param name="Source">The kind of place.</param>
/// <param name="Path">The absolute path of the file, or <see langword="null"/> when it was none.</param>
public sealed record VariableOrigin(VariableSource Source, string? Path = null)
{
    /// <summary>The path, or else the kind of place.</summary>
    public override string ToString() => Path ?? Source.ToString();

    /// <summary>The process had the variable when it started.</summary>
    public static VariableOrigin Process { get; } = new(VariableSource.Process);

    /// <summary>The user's login shell.</summary>
    public static VariableOrigin LoginShell { get; } = new(VariableSource.LoginShell);
}
