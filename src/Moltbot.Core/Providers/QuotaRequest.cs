namespace Moltbot.Core.Providers;

/// <summary>A question for how much of a plan is left, as data.</summary>
/// <param name="Address">Where it goes.</param>
internal sealed record QuotaRequest(string Address)
{
    /// <summary>The word before the credential.</summary>
    public string Scheme { get; init; } = "Bearer";

    /// <summary>Header fields that the server wants besides: <c>name=value</c>. None of them says that another program asks.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The JSON that it carries; <see langword="null"/> where it carries none and is a GET.</summary>
    public string? Body { get; init; }
}
