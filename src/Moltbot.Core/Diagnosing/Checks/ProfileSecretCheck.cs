using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Profiles with nothing in them that could be sent, or with something that cannot be a secret.</summary>
internal sealed class ProfileSecretCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ProfileWithoutSecret, FindingKinds.ProfileSecretImpossible];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
        from agent in installation.Agents
        from profile in agent.Reading.Store.Profiles
        where !agent.Reading.IsInherited(profile) && profile.Fence is null
        let found = !profile.HasSecret ? Without(installation, agent, profile) : profile.Kind == AuthProfileKind.OAuth ? OfSignIn(installation, agent, profile) : Impossible(installation, agent, profile)
        where found is not null
        select found;

    private static Finding Without(ExaminedInstallation installation, AgentContext agent, AuthProfile profile) => installation.Found(
        FindingKinds.ProfileWithoutSecret,
        $"There is nothing in auth profile {profile.Id} that could be sent. {WhatToDo(profile)}",
        new FindingPlace(profile.StoredIn) { Entry = $"profiles.{profile.Id}", Agent = agent.Id.Value, ProfileId = profile.Id });

    private static Advice WhatToDo(AuthProfile profile) => profile.Kind switch
    {
        AuthProfileKind.OAuth => $"Sign in again: {NextSteps.SignIn(profile.Provider.Value)}.",
        AuthProfileKind.Token => $"Import the token again ({NextSteps.ImportToken}), or remove the profile.",
        _ => $"Import the key again ({NextSteps.ImportApiKeyOf(profile.Provider.Value)}), or remove the profile.",
    };

    /// <summary>The gateway sends an access token as long as it has not expired, whatever it is.</summary>
    private static Finding? OfSignIn(ExaminedInstallation installation, AgentContext agent, AuthProfile profile)
    {
        string? problem = profile.Access.IsBlank ? "has no access token"
            : Problem(EcmaScriptText.Trim(profile.Access.Reveal()), profile, "access token") is { } access ? $"{access} (the access token)"
            : !profile.Refresh.IsBlank && Problem(EcmaScriptText.Trim(profile.Refresh.Reveal()), profile, "refresh token") is { } refresh ? $"{refresh} (the refresh token)"
            : null;
        return problem is null ? null : installation.Found(
            FindingKinds.ProfileSecretImpossible,
            $"What stands in auth profile {profile.Id} {problem}. {WhatToDo(profile)}",
            new FindingPlace(profile.StoredIn) { Entry = $"profiles.{profile.Id}", Agent = agent.Id.Value, ProfileId = profile.Id });
    }

    private static Finding? Impossible(ExaminedInstallation installation, AgentContext agent, AuthProfile profile)
    {
        if (profile.Reference is not null || AuthProfile.SecretMember(profile.Kind) is not { } member)
            return null;

        string value = profile.PlainSecret.Reveal();
        string pasted = SecretText.Heal(value);
        string noun = profile.Kind == AuthProfileKind.Token ? "token" : "key";
        bool isWrapped = pasted != value && pasted.Length > 0 && Problem(pasted, profile, noun) is null && !(profile.Kind == AuthProfileKind.Token && EcmaScriptText.Trim(value) == pasted);
        string? problem = isWrapped ? $"has something around it that is no part of the {noun}: white space, quotes, or the name of a variable" : Problem(EcmaScriptText.Trim(value), profile, noun);
        if (problem is null)
            return null;

        Repair? unwrap = isWrapped ? Repair.Of(agent.StorePath, $"Take away what is around the {noun}", RepairConsent.Asked, cancellation =>
        {
            agent.Store.Commit(StoreChange.Of(own => own.Store.Find(profile.Id) is { } stored && stored.PlainSecret == profile.PlainSecret ? own.WithPlainSecret(profile.Id, new Secret(pasted)) : own), cancellation);
            return "the key itself is the same; nothing is to be undone";
        }) : null;
        return installation.Found(
            FindingKinds.ProfileSecretImpossible,
            $"What stands in auth profile {profile.Id} {problem}. {WhatToDo(profile)}",
            new FindingPlace(profile.StoredIn) { Entry = $"profiles.{profile.Id}.{member}", Agent = agent.Id.Value, ProfileId = profile.Id },
            unwrap);
    }

    /// <summary>Why a text can be no secret of a profile, without the text; <see langword="null"/> when it can.</summary>
    private static string? Problem(string value, AuthProfile profile, string noun)
    {
        if (SecretText.Problem(value, noun) is not null)
            return $"is no {noun}: a placeholder, the name of a variable, a command, or more than one {noun}";
        if (NewCredential.Problem(value, noun) is not null)
            return "has characters that no request can carry";

        return profile.Provider.Value != "anthropic" ? null :
            profile.Kind == AuthProfileKind.Token && SecretShape.IsAnthropicApiKey(value) ? "is an API key in the place of a token, which Anthropic does not take" :
            profile.Kind == AuthProfileKind.ApiKey && SetupToken.IsLike(value) ? "is a setup token in the place of an API key, which Anthropic does not take" :
            null;
    }
}
