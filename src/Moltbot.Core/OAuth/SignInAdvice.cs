using Moltbot.Core.Errors;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>What a person does next after a sign-in or a renewal did not work.</summary>
internal static class SignInAdvice
{
    public const string StartAgain = "Start the sign-in again.";
    public const string TryAgain = "Try again in a moment.";
    public const string TryLater = "Try again in a moment; what is stored is as it was.";
    public const string SetClock = "Set the clock of this machine, and try again.";
    public const string NameProject = "Set GOOGLE_CLOUD_PROJECT to a project of the account, and sign in again.";

    /// <summary>That only a new sign-in helps.</summary>
    public static Advice SignInAgain(ProviderId provider) => provider == ProviderId.Default
        ? (Advice)$"Put in a new token: make one with `claude setup-token`, then {NextSteps.ImportSetupToken}."
        : (Advice)$"Sign in again: {NextSteps.SignIn(provider.Value)}.";

    /// <summary>That a client has to be named.</summary>
    public static string NameClient(SignInProvider provider, string? id)
    {
        IEnumerable<string> variables = id is null ? provider.Client.IdVariables.TakeLast(1) : provider.Client.SecretVariables.TakeLast(1);
        string program = provider.Client.IsInGeminiCli ? ", or install the Gemini CLI that has it" : "";
        return $"Set {string.Join(" and ", variables)}{program}.";
    }
}
