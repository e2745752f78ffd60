using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>What a person does next after a sign-in or a renewal did not work.</summary>
internal static class NextStep
{
    public const string StartAgain = "Start the sign-in again.";
    public const string TryAgain = "Try again in a moment.";
    public const string TryLater = "Try again in a moment; what is stored is as it was.";
    public const string CheckNetwork = "Check the network, and try again; what is stored is as it was.";
    public const string CheckProxy = "Check HTTPS_PROXY and the proxy's own rules, and try again; what is stored is as it was.";
    public const string TrustCertificate = "If a proxy of your organisation reads along, name its root certificate in SSL_CERT_FILE or NODE_EXTRA_CA_CERTS, and try again.";
    public const string SetClock = "Set the clock of this machine, and try again.";
    public const string NameProject = "Set GOOGLE_CLOUD_PROJECT to a project of the account, and sign in again.";

    /// <summary>That only a new sign-in helps.</summary>
    public static string SignInAgain(ProviderId provider) => provider == ProviderId.Default
        ? "Put in a new token: make one with `claude setup-token`, then `moltbot models auth setup-token` (Import-MoltbotToken)."
        : $"Sign in again: `moltbot models auth login --provider {provider}` (Connect-MoltbotAccount {provider}).";

    /// <summary>That a client has to be named.</summary>
    public static string NameClient(SignInProvider provider, string? id)
    {
        IEnumerable<string> variables = id is null ? provider.Client.IdVariables.TakeLast(1) : provider.Client.SecretVariables.TakeLast(1);
        string program = provider.Client.IsInGeminiCli ? ", or install the Gemini CLI that has it" : "";
        return $"Set {string.Join(" and ", variables)}{program}.";
    }
}
