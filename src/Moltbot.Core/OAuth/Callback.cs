using System.Net;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// What browsers bring back to one sign-in. What does not belong to it is answered and passed over, whatever it is: anything
/// on the machine, and any page, can come to this address. What does belong to it ends the waiting, once.
/// </summary>
/// <param name="redirect">Where the browser is sent back to.</param>
/// <param name="state">The state that it has to bring.</param>
/// <param name="issuer">The host of the provider's page.</param>
/// <param name="words">What it is told otherwise.</param>
/// <param name="provider">The provider.</param>
internal sealed class Callback(Uri redirect, string state, string issuer, LoopbackWords words, ProviderId provider)
{
    private const string Page = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Signed in</title></head>
        <body><h1>Signed in</h1><p>You can close this window and go back to the terminal.</p></body></html>
        """;

    private const int LongestWords = 200;

    private readonly TaskCompletionSource<AuthorizationCode> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? stray;

    /// <summary>The code, when it comes.</summary>
    public Task<AuthorizationCode> Code => result.Task;

    /// <summary>What a browser said that brought a refusal without a state, or <see langword="null"/>. It may have been of this sign-in.</summary>
    public string? StrayError => stray;

    /// <summary>That the provider or the person said no.</summary>
    public static SignInFailure Denied(string error, string? description)
    {
        string told = EcmaScriptText.IsBlank(description) ? "" : $" ({OAuthAnswer.OnOneLine(description)})";
        return new SignInFailure(ErrorCode.SignInDenied, $"The sign-in was refused: {Shown(error)}{told}", SignInAdvice.StartAgain);
    }

    /// <summary>Answers one request.</summary>
    /// <param name="target">What is asked for: path and query.</param>
    public LoopbackReply Answer(string target)
    {
        string[] parts = target.Split('?', 2);
        if (parts[0] != redirect.AbsolutePath || result.Task.IsCompleted)
            return new LoopbackReply((int)HttpStatusCode.NotFound, "Not found");

        IReadOnlyDictionary<string, string> parameters = QueryText.Parse(parts.Length > 1 ? parts[1] : "");
        string? error = parameters.GetValueOrDefault("error");
        if (EcmaScriptText.Trim(parameters.GetValueOrDefault("state", "")) != state || !IsOfIssuer(parameters))
        {
            stray = error is null ? stray : Shown(error);
            return Bad(words.WrongState);
        }

        if (EcmaScriptText.Trim(parameters.GetValueOrDefault("code", "")) is { Length: > 0 } code)
            return Accept(code);
        if (string.IsNullOrEmpty(error))
            return Bad(words.NoCode);

        result.TrySetException(Denied(error, parameters.GetValueOrDefault("error_description")).ToException(provider.Value));
        return Bad($"Authentication failed: {Shown(error)}");
    }

    private LoopbackReply Accept(string code) => result.TrySetResult(new AuthorizationCode(code))
        ? new LoopbackReply((int)HttpStatusCode.OK, Page, IsPage: true)
        : new LoopbackReply((int)HttpStatusCode.NotFound, "Not found");

    /// <summary>Where the answer says whose it is, that has to be the one that was asked (RFC 9207), or of the same domain.</summary>
    private bool IsOfIssuer(IReadOnlyDictionary<string, string> parameters) =>
        !parameters.TryGetValue("iss", out string? named)
        || (Uri.TryCreate(named, UriKind.Absolute, out Uri? uri) && (uri.Host == issuer || (uri.HostNameType == UriHostNameType.Dns && DomainOf(uri.Host) == DomainOf(issuer))));

    private static string DomainOf(string host) => string.Join('.', host.Split('.').TakeLast(2));

    private static LoopbackReply Bad(string text) => new((int)HttpStatusCode.BadRequest, text);

    private static string Shown(string error) => Redaction.Hide(OAuthAnswer.OnOneLine(error.Length > LongestWords ? error[..LongestWords] : error));
}
