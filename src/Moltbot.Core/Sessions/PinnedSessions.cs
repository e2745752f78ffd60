using Moltbot.Core.Models;

namespace Moltbot.Core.Sessions;

/// <summary>Sessions that have been pinned.</summary>
/// <param name="Sessions">What they use now, in the order in which they were named.</param>
/// <param name="Selected">The model that was selected; the default model is not pinned but left to be the default.</param>
public sealed record PinnedSessions(IReadOnlyList<SessionModel> Sessions, SelectedModel Selected);
