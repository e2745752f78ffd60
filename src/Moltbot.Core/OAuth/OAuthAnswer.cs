using System.Globalization;
using System.Text;
using System.Text.Json;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>What came of a request.</summary>
internal sealed class OAuthAnswer
{
    private const int LongestQuote = 400;

    /// <summary>An answer of a server.</summary>
    /// <param name="status">The status.</param>
    /// <param name="reason">The text of the status; may be empty.</param>
    /// <param name="body">What it holds.</param>
    public OAuthAnswer(int status, string reason, string body)
    {
        Status = status;
        Reason = reason;
        Body = body;
        Json = OptionalJson.Parse(body);
    }

    private OAuthAnswer(SignInFailure failure)
        : this(0, "", "") => Unreachable = failure;

    /// <summary>The status; 0 where there was no answer.</summary>
    public int Status { get; }

    /// <summary>The text of the status.</summary>
    public string Reason { get; }

    /// <summary>What the answer holds. It may be secret.</summary>
    public string Body { get; }

    /// <summary>The same as JSON; undefined where it is none.</summary>
    public JsonElement Json { get; }

    /// <summary>Why there was no answer, or <see langword="null"/>.</summary>
    public SignInFailure? Unreachable { get; }

    /// <summary>Whether the server says that it did what was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The server's name for its refusal, or <see langword="null"/>.</summary>
    public string? Error => NonEmpty("error");

    /// <summary>What the server says about its refusal, or <see langword="null"/>.</summary>
    public string? ErrorDescription => NonEmpty("error_description");

    /// <summary>That there was no answer.</summary>
    public static OAuthAnswer None(SignInFailure failure) => new(failure);

    /// <summary>
    /// The answer in words: what it holds, on one line and of bounded length, or its status. A page for people says nothing
    /// that helps here.
    /// </summary>
    public string Words
    {
        get
        {
            string text = EcmaScriptText.Trim(Body);
            if (text.Length == 0)
                return IsSuccess ? "an empty answer" : StatusText;
            if (text[0] == '<')
                return $"a web page in the place of JSON ({StatusNumber})";

            return OnOneLine(text);
        }
    }

    /// <summary>The number of the status.</summary>
    public string StatusNumber => string.Create(CultureInfo.InvariantCulture, $"HTTP {Status}");

    /// <summary>The text of the status with its number.</summary>
    private string StatusText => EcmaScriptText.IsBlank(Reason) ? StatusNumber : $"{OnOneLine(Reason)} ({StatusNumber})";

    /// <summary>A member that is a text and not empty, or <see langword="null"/>.</summary>
    public string? NonEmpty(string member) => Json.Member(member).AsText() is { Length: > 0 } text ? text : null;

    /// <summary>Somebody else's words, as they may stand in an error of ours.</summary>
    public static string OnOneLine(string text)
    {
        StringBuilder shown = new();
        foreach (char c in text.Length > LongestQuote ? text.AsSpan(0, LongestQuote) : text)
            shown.Append(char.IsControl(c) ? ' ' : c);

        return text.Length > LongestQuote ? $"{shown}…" : shown.ToString();
    }
}
