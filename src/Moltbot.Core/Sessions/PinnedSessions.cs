using Moltbot.Core.Models;

namespace Moltbot.Core.Sessions;

/// <summary>A session that has been pinned.</summary>
/// <param name="Session">What it uses now.</param>
/// <param name="Selected">The model that was selected; the default model is not pinned but left to be the default.</param>
public sealed record PinnedSession(SessionModel Session, SelectedModel Selected);
