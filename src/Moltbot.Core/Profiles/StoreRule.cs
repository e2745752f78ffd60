using Moltbot.Core.Errors;

namespace Moltbot.Core.Profiles;

/// <summary>Says what a store is to hold. Pure: it may be asked more than once, and what it gives back is all that it does.</summary>
/// <param name="own">What the agent's own store holds.</param>
/// <param name="view">What the agent sees.</param>
/// <returns>What it is to hold; the same object when nothing is to be different.</returns>
/// <exception cref="MoltbotException">The change must not be made.</exception>
internal delegate StoreContent StoreRule(StoreContent own, AuthProfileStore view);
