using Moltbot.AuthorizationServer;
using Moltbot.Core.OAuth;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>A person at this machine who presses a button on the page of the provider; the browser then goes where it is sent.</summary>
/// <param name="browser">The browser.</param>
internal sealed class BrowsingPerson(HttpClient browser) : ISignInConversation
{
    private readonly TaskCompletionSource<Uri> back = new();

    /// <summary>Whether the person says no.</summary>
    public bool Denies { get; init; }

    /// <summary>Whether a browser can be opened.</summary>
    public bool HasBrowser { get; init; } = true;

    /// <summary>Whether nobody knows that it is open, because what opens it lasts as long as it does.</summary>
    public bool OpensForever { get; init; }

    /// <summary>Whether the person types the address that the browser ends at.</summary>
    public bool Pastes { get; init; }

    /// <summary>Whether the person signs in as soon as the page is shown, with a browser elsewhere.</summary>
    public bool SignsInElsewhere { get; init; }

    /// <summary>Whether the terminal goes on asking, whatever happens.</summary>
    public bool CannotBeInterrupted { get; init; }

    /// <summary>Whether the browser comes back through a tunnel although it is elsewhere.</summary>
    public bool HasTunnel { get; init; }

    /// <summary>Whether nobody is there to ask.</summary>
    public bool CannotBeAsked { get; init; }

    /// <summary>The pages that were shown.</summary>
    public List<SignInPage> Pages { get; } = [];

    /// <summary>The pages that a browser was opened with.</summary>
    public List<Uri> Opened { get; } = [];

    /// <summary>What was said.</summary>
    public List<string> Said { get; } = [];

    /// <summary>What the browser was answered at the end, or <see langword="null"/>.</summary>
    public string? Ending { get; private set; }

    public void Show(SignInPage page)
    {
        Pages.Add(page);
        if (SignsInElsewhere)
            back.SetResult(OAuthServer.Approve(browser, page.Address, Denies).GetAwaiter().GetResult());
        if (HasTunnel)
            _ = BrowseAsync(page.Address);
    }

    public void Say(string sentence) => Said.Add(sentence);

    public Task<bool> OpenAsync(Uri address, CancellationToken cancellation)
    {
        Opened.Add(address);
        if (HasBrowser)
            _ = BrowseAsync(address);

        return OpensForever ? new TaskCompletionSource<bool>().Task.WaitAsync(cancellation) : Task.FromResult(HasBrowser);
    }

    public async Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation)
    {
        if (CannotBeAsked)
            return null;

        string? answer = Pastes ? (await back.Task).AbsoluteUri : null;
        return answer ?? await new TaskCompletionSource<string?>().Task.WaitAsync(CannotBeInterrupted ? CancellationToken.None : cancellation);
    }

    private async Task BrowseAsync(Uri page)
    {
        Uri target = await OAuthServer.Approve(browser, page, Denies);
        Ending = await browser.GetStringAsync(target);
    }
}
