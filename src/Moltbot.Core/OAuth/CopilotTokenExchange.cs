using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// Exchanges GitHub tokens for Copilot's, and keeps the last one where the gateway keeps it. Whose it is stands beside it, so
/// that one account does not get another's.
/// </summary>
/// <param name="messages">The network.</param>
/// <param name="paths">Where the files of the installation are.</param>
/// <param name="clock">The clock.</param>
internal sealed partial class CopilotTokenExchange(OAuthMessages messages, InstallationPaths paths, TimeProvider clock)
{
    private const string Address = "https://api.github.com/copilot_internal/v2/token";
    private const string Failed = "Copilot token exchange failed";
    private const string Owner = "owner";
    private const double LeastLeft = 5 * 60 * 1000;

    private static readonly SignInProvider Copilot = SignInProvider.FindExactly("github-copilot")!;
    private static readonly OAuthRequest Request = new(Address) { Encoding = OAuthEncoding.Nothing, AcceptsJson = true, Bearer = "github_token" };

    private string CachePath => Path.Combine(paths.StateDirectory, "credentials", "github-copilot.token.json");

    /// <summary>A token for Copilot: the one that is kept, while it lasts, or a new one.</summary>
    /// <exception cref="MoltbotException">Why there is none, and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<CopilotToken> ExchangeAsync(Secret githubToken, CancellationToken cancellation = default)
    {
        string owner = OwnerOf(githubToken);
        if (ReadCache(owner) is { } kept)
            return kept;

        OAuthAnswer answer = await messages.SendAsync(Copilot.Provider, Request, new Dictionary<string, string?>(StringComparer.Ordinal) { ["github_token"] = EcmaScriptText.Trim(githubToken.Reveal()) }, cancellation);
        CopilotToken token = Read(answer);
        WriteCache(token, owner);
        return token;
    }

    private static CopilotToken Read(OAuthAnswer answer)
    {
        if (answer.Unreachable is { } unreachable)
            throw unreachable.ToException(Copilot.Provider.Value, $"{Failed}: ");
        if (!answer.IsSuccess)
            throw Refusal.Of(Copilot, answer, $"{Failed}: {answer.StatusNumber}").ToException(Copilot.Provider.Value);
        if (!answer.Json.IsContainer())
            throw Invalid($"Unexpected response from GitHub Copilot token endpoint: {answer.Words}");
        if (answer.NonEmpty("token") is not { } token || EcmaScriptText.IsBlank(token))
            throw Invalid("Copilot token response missing token");

        return new CopilotToken(new Secret(token), EndOf(answer.Json.Member("expires_at")), $"fetched:{Address}");
    }

    /// <summary>A number, or a text that begins with one, in seconds or, where it is too large for them, milliseconds.</summary>
    private static double EndOf(JsonElement expiresAt)
    {
        string? text = expiresAt.AsText();
        if (expiresAt.ValueKind != JsonValueKind.Number && EcmaScriptText.IsBlank(text))
            throw Invalid("Copilot token response missing expires_at");

        double end = expiresAt.AsNumber() ?? (Digits().Match(EcmaScriptText.Trim(text!)) is { Success: true } digits ? EcmaScriptNumber.Parse(digits.Value) : double.NaN);
        if (double.IsNaN(end))
            throw Invalid("Copilot token response has invalid expires_at");

        return end > TokenAnswer.LatestSecond ? end : end * 1000;
    }

    private CopilotToken? ReadCache(string owner)
    {
        JsonElement kept = OptionalJson.Read(CachePath);
        return kept.Member("token").AsText() is { Length: > 0 } token
            && kept.Member("expiresAt").AsNumber() is { } end
            && end - UnixTime.Now(clock) > LeastLeft
            && kept.Member(Owner).AsText() is var named
            && (named is null || named == owner)
                ? new CopilotToken(new Secret(token), end, $"cache:{CachePath}")
                : null;
    }

    /// <summary>A token that cannot be kept is as good as one that is.</summary>
    private void WriteCache(CopilotToken token, string owner)
    {
        if (!InstallationLayout.Of(paths).MayWrite.IsAllowed)
            return;

        JsonObject kept = new()
        {
            ["token"] = token.Token.Reveal(),
            ["expiresAt"] = token.ExpiresAt,
            ["updatedAt"] = UnixTime.Now(clock),
            [Owner] = owner,
        };
        try
        {
            AtomicFile.Replace(CachePath, JsonText.Write(kept));
        }
        catch (MoltbotException)
        {
            // The next exchange brings another one.
        }
    }

    /// <summary>Whose a token is, in a way that does not give it away.</summary>
    private static string OwnerOf(Secret githubToken) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(EcmaScriptText.Trim(githubToken.Reveal())))).ToLowerInvariant()[..16];

    private static MoltbotException Invalid(string cause) => new SignInFailure(ErrorCode.ProviderAnswerInvalid, cause, SignInAdvice.TryAgain).ToException(Copilot.Provider.Value);

    [GeneratedRegex("^[+-]?[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
