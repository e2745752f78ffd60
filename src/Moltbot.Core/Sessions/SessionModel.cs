using System.Text.Json.Nodes;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>The model and the profile of a session: what they are pinned to, whether that holds, and what is used next.</summary>
public sealed class SessionModel
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The id of the agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The key of the session.</summary>
    public required string SessionKey { get; init; }

    /// <summary>The model that the next message uses, as <c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Why it is that model.</summary>
    public required ModelOrigin ModelOrigin { get; init; }

    /// <summary>The model that the session is pinned to, or <see langword="null"/>.</summary>
    public string? PinnedModel { get; init; }

    /// <summary>The profile that the session is pinned to, or <see langword="null"/>.</summary>
    public string? ProfileId { get; init; }

    /// <summary>Who pinned it.</summary>
    public required PinSource PinnedBy { get; init; }

    /// <summary>Whether the pin holds.</summary>
    public required PinState PinState { get; init; }

    /// <summary>Why it does not hold.</summary>
    public required PinProblem Problem { get; init; }

    /// <summary>The same in a sentence, or why the pin moves; <see langword="null"/> when there is nothing to say.</summary>
    public string? Reason { get; init => field = value is null ? null : VisibleText.OfSentence(value); }

    /// <summary>The profile that the next message uses; <see langword="null"/> when the provider has none that can be tried.</summary>
    public string? NextProfileId { get; init; }

    /// <summary>The id that the session's transcript is named after, or <see langword="null"/>.</summary>
    public string? SessionId { get; init; }

    /// <summary>When the session was last changed, or <see langword="null"/>.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The absolute path of the file that the session is stored in.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the session is pinned to something.</summary>
    public bool IsPinned => PinState != PinState.None;

    /// <summary>Whether the gateway would take the pin away.</summary>
    public bool IsStale => PinState == PinState.Stale;

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["agentId"] = Agent,
        ["key"] = SessionKey,
        ["sessionId"] = SessionId,
        ["updatedAt"] = UpdatedAt?.ToUnixTimeMilliseconds(),
        ["model"] = Model,
        ["modelOrigin"] = NameOf(ModelOrigin),
        ["pinnedModel"] = PinnedModel,
        ["profileId"] = ProfileId,
        ["pinnedBy"] = PinnedBy == PinSource.None ? null : NameOf(PinnedBy),
        ["pin"] = NameOf(PinState),
        ["problem"] = Problem == PinProblem.None ? null : NameOf(Problem),
        ["reason"] = Reason,
        ["nextProfile"] = NextProfileId,
        ["storePath"] = Path,
    };

    /// <inheritdoc/>
    public override string ToString() => SessionKey;

    /// <summary>The name of a value as JSON spells names.</summary>
    private static string NameOf(Enum value)
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
