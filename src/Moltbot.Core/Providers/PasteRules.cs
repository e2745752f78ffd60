namespace Moltbot.Core.Providers;

/// <summary>How a pasted code, or the address that the browser was sent back to, is read.</summary>
/// <param name="Prompt">What is asked.</param>
/// <param name="NoCode">What a text without a code is called.</param>
/// <param name="WrongState">What a text is called that belongs to another sign-in.</param>
internal sealed record PasteRules(string Prompt, string NoCode, string WrongState)
{
    /// <summary>What is asked where the browser is on another machine, if it is something else.</summary>
    public string? RemotePrompt { get; init; }

    /// <summary>What an address without a state is called; <see langword="null"/> where that is let through.</summary>
    public string? NoState { get; init; }

    /// <summary>What an address is called whose state is empty; <see langword="null"/> where that counts as none.</summary>
    public string? EmptyState { get; init; }

    /// <summary>What a text is called that is no address; <see langword="null"/> where a code alone will do.</summary>
    public string? NoAddress { get; init; }

    /// <summary>What no text at all is called; <see langword="null"/> where it is asked again.</summary>
    public string? Nothing { get; init; }

    /// <summary>Whether the text is <c>code#state</c> to the letter, and the state is not compared but sent.</summary>
    public bool IsLiteral { get; init; }
}
