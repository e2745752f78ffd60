using System.Text;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>The ids of profiles that a person names (docs/gateway/oauth.md §2).</summary>
public static class TokenProfileId
{
    private const string DefaultName = "default";

    /// <summary>The id for a provider's profile with a name.</summary>
    public static string Create(string provider, string name) => $"{ProviderId.Parse(provider)}:{NormalizeName(name)}";

    /// <summary>A name as it stands in an id: lower case, <c>a-z 0-9 . _ -</c>, without dashes at the ends or in a row.</summary>
    internal static string NormalizeName(string name)
    {
        StringBuilder normal = new(name.Length);
        foreach (char c in EcmaScriptText.ToLower(EcmaScriptText.Trim(name)))
        {
            char kept = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' ? c : '-';
            if (kept != '-' || (normal.Length > 0 && normal[^1] != '-'))
                normal.Append(kept);
        }

        string trimmed = normal.ToString().TrimEnd('-');
        return trimmed.Length == 0 ? DefaultName : trimmed;
    }
}
