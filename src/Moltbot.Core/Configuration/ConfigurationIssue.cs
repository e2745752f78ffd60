namespace Moltbot.Core.Configuration;

/// <summary>Something in the configuration that is wrong, or that a user should know about.</summary>
/// <param name="Path">The path of the value, steps joined by dots (<c>agents.list.0.id</c>); empty for the whole configuration.</param>
/// <param name="Message">What is wrong. Never a secret.</param>
internal sealed record ConfigurationIssue(string Path, string Message)
{
    /// <summary>The absolute path of the file that holds the value, or <see langword="null"/> when it is not known.</summary>
    public string? File { get; init; }

    /// <summary>The line in <see cref="File"/>, counted from 1, or <see langword="null"/>.</summary>
    public int? Line { get; init; }

    /// <summary>The column in <see cref="Line"/> in UTF-16 units, counted from 1, or <see langword="null"/>.</summary>
    public int? Column { get; init; }
}
