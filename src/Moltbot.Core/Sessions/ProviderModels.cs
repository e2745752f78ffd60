namespace Moltbot.Core.Sessions;

/// <summary>A provider, and those of its models that a session can choose.</summary>
/// <param name="Provider">The provider's normal id.</param>
/// <param name="Endpoint">Where its requests go, or <see langword="null"/> for the usual place.</param>
/// <param name="Api">The name of its protocol, or <see langword="null"/> when that is not given.</param>
/// <param name="Auth">Its credentials in one line, masked.</param>
/// <param name="Candidates">The profiles that are tried, the first one first.</param>
/// <param name="Models">Its models as <c>provider/model</c>, with their aliases.</param>
public sealed record ProviderModels(
    string Provider,
    string? Endpoint,
    string? Api,
    string Auth,
    IReadOnlyList<string> Candidates,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Models);
