namespace Moltbot.Core.Providers;

/// <summary>How the project of an account is found that its use is charged to.</summary>
/// <param name="Hosts">Where it is asked for, in turn.</param>
internal sealed record ProjectSearch(params string[] Hosts)
{
    /// <summary>The project where none is found; <see langword="null"/> where one is made then, or has to be named.</summary>
    public string? Default { get; init; }

    /// <summary>Whether what is asked stands in a header field too.</summary>
    public bool SendsMetadata { get; init; }
}
