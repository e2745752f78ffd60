using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Core.Installation;

/// <summary>The id of an agent in its normal form (docs/gateway/models.md §13).</summary>
public sealed record AgentId
{
    private const int MaxLength = 64;

    private AgentId(string value) => Value = value;

    /// <summary>The agent that exists without being configured.</summary>
    public static AgentId Main { get; } = new("main");

    /// <summary>The normal form: lower case, at most 64 of <c>a-z 0-9 _ -</c>.</summary>
    public string Value { get; }

    /// <summary>The id that a text stands for. Every text stands for one; blank is <see cref="Main"/>.</summary>
    public static AgentId Parse(string? text)
    {
        string trimmed = EcmaScriptText.Trim(text ?? "");
        if (trimmed.Length == 0)
            return Main;

        string lower = EcmaScriptText.ToLower(trimmed);
        return new AgentId(IsNormal(trimmed) ? lower : Normalize(lower));
    }

    /// <summary>
    /// Whether a text is this id as a person writes it, in any case. What merely normalises to it is what the gateway makes
    /// of names that it finds, and of a person's slip nobody knows what it stands for: <c>*</c> and <c>..</c> become main.
    /// </summary>
    internal bool IsWrittenAs(string text) => EcmaScriptText.ToLower(EcmaScriptText.Trim(text)) == Value;

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsNormal(string id) =>
        id.Length <= MaxLength && char.IsAsciiLetterOrDigit(id[0]) && id.All(IsAllowed);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static string Normalize(string id)
    {
        StringBuilder dashed = new(id.Length);
        bool inRun = false;
        foreach (char c in id)
        {
            bool allowed = IsAllowed(c) && !char.IsAsciiLetterUpper(c);
            if (allowed)
                dashed.Append(c);
            else if (!inRun)
                dashed.Append('-');

            inRun = !allowed;
        }

        string stripped = dashed.ToString().Trim('-');
        if (stripped.Length > MaxLength)
            stripped = stripped[..MaxLength];

        return stripped.Length == 0 ? Main.Value : stripped;
    }
}
