namespace Moltbot.Core.Providers;

/// <summary>The question that costs nothing and tells a good credential from a bad one.</summary>
/// <param name="Address">Where it goes; <c>{base}</c> stands for the base, <c>{region}</c> for the region of AWS.</param>
/// <param name="Members">One of these members, with points between the names, stands in a right answer; none where every object is one.</param>
internal sealed record ListQuestion(string Address, params string[] Members)
{
    /// <summary>What is sent; <see langword="null"/> where it is only asked (GET).</summary>
    public string? Body { get; init; }

    /// <summary>What an answer proves.</summary>
    public ListProof Proof { get; init; }

    /// <summary>The field that carries the credential, where it is another than the protocol's.</summary>
    public KeyHeader? Key { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Members that say <see langword="true"/> of a credential that is not accepted any more.</summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>The member that says what is left to be spent, and what that is called; <see langword="null"/> where none does.</summary>
    public (string Member, string Name)? Left { get; init; }

    /// <summary>What is said by a refusal (403) of a credential that is known and may only not read this; <see langword="null"/> where nothing is.</summary>
    public string? KnownButNotAllowed { get; init; }
}
