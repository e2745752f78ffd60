using Moltbot.Core.Installation;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>As which client a request is made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Its secret, where it has one.</param>
internal sealed record ClientCredentials(string Id, string? Secret)
{
    /// <summary>The client of a new sign-in; <see langword="null"/> when nothing names one.</summary>
    public static ClientCredentials? OfSignIn(SignInClient client, ProcessEnvironment environment) =>
        environment.GetFirstNonBlank([.. client.IdVariables]) is { } named ? new ClientCredentials(named, SecretIn(client, environment)) :
        client.IsInGeminiCli ? InstalledGeminiCli.Find(environment) :
        client.Id is { } id ? new ClientCredentials(id, SecretIn(client, environment)) :
        null;

    /// <summary>The client of a sign-in that is there: the one that it was made with, where it says so.</summary>
    /// <param name="client">What is known of the provider's clients.</param>
    /// <param name="remembered">The client that the sign-in remembers; <see langword="null"/> when it does not.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The client; <see langword="null"/> when nothing names one.</returns>
    public static ClientCredentials? OfRenewal(SignInClient client, string? remembered, ProcessEnvironment environment)
    {
        string? named = environment.GetFirstNonBlank([.. client.IdVariables]);
        string? id = remembered ?? named ?? client.Id;
        if (string.IsNullOrEmpty(id))
            return null;
        if (client.IsInGeminiCli && InstalledGeminiCli.Find(environment) is { } installed && installed.Id == id)
            return installed;

        return new ClientCredentials(id, SecretIn(client, environment));
    }

    private static string? SecretIn(SignInClient client, ProcessEnvironment environment) => environment.GetFirstNonBlank([.. client.SecretVariables]);
}
