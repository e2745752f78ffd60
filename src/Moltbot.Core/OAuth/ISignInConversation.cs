namespace Moltbot.Core.OAuth;

/// <summary>How a sign-in talks to the person.</summary>
public interface ISignInConversation
{
    /// <summary>Shows the page on which a person signs in.</summary>
    void Show(SignInPage page);

    /// <summary>Says something in one sentence that is good to know.</summary>
    void Say(string sentence);

    /// <summary>Opens a page in a browser of the person.</summary>
    /// <returns>Whether a browser was started.</returns>
    Task<bool> OpenAsync(Uri address, CancellationToken cancellation);

    /// <summary>Asks until an answer is taken.</summary>
    /// <returns>The answer; <see langword="null"/> when nobody can be asked.</returns>
    /// <exception cref="OperationCanceledException">It is not needed any more.</exception>
    Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation);
}
