namespace Moltbot.AuthorizationServer;

/// <summary>A request that came.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path below the base, with its query.</param>
/// <param name="Headers">The header fields, by name in whatever case.</param>
/// <param name="Body">The body.</param>
public sealed record ServedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
