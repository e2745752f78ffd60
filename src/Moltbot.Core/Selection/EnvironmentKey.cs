using Moltbot.Core.Secrets;

namespace Moltbot.Core.Selection;

/// <summary>A credential that the environment holds for a provider.</summary>
/// <param name="Value">The credential.</param>
/// <param name="Source">Where it comes from, as the gateway names it: <c>env: NAME</c>, <c>shell env: NAME</c> or <c>gcloud adc</c>.</param>
internal sealed record EnvironmentKey(Secret Value, string Source)
{
    /// <summary>The source of Google's credentials, which are not in the environment: the value only says that there are some.</summary>
    internal const string GoogleCloud = "gcloud adc";

    /// <summary>The value for people to see: masked, unless it only says that another program has the credential.</summary>
    public string ShownValue => Source == GoogleCloud ? Value.Reveal() : Value.Mask();

    /// <summary>Whether the variable holds an OAuth token, which is sent in another way than a key.</summary>
    public bool IsOAuthToken => Source.Contains("OAUTH_TOKEN", StringComparison.Ordinal);
}
