using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>An API key that is there already.</summary>
/// <param name="Value">The key.</param>
/// <param name="Source">Where it is: <c>env: NAME</c>, <c>shell env: NAME</c> or <c>profile:id</c>.</param>
/// <param name="ProfileId">The profile that holds it, or <see langword="null"/> when it is in the environment.</param>
public sealed record ExistingKey(Secret Value, string Source, string? ProfileId);
