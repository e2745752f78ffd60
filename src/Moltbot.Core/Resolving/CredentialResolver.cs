using Moltbot.Core.Errors;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Resolving;

/// <summary>
/// Takes the credential that a plan leads to, with the secrets that are kept elsewhere. A sign-in that would have to be
/// renewed counts as not usable.
/// </summary>
/// <param name="secrets">Follows the references of profiles whose secret is kept elsewhere.</param>
internal sealed class CredentialResolver(SecretResolver secrets)
{
    /// <summary>The credential of a candidate; or <see langword="null"/>, and why it cannot be had.</summary>
    public EffectiveCredential? Take(PlannedCredential planned, out MoltbotException? failure)
    {
        failure = null;
        switch (planned.Step)
        {
            case CredentialStep.Ready ready:
                return new EffectiveCredential(ready.Value, planned.Mode!.Value, planned.Source, planned.ProfileId);
            case CredentialStep.NeedsSecret needed when secrets.Resolve(needed.Reference) is var fetched:
                failure = fetched.Error;
                return fetched.IsFound
                    ? new EffectiveCredential(planned.Mode == CredentialMode.Token ? fetched.ValueOrThrow().Trimmed : fetched.ValueOrThrow(), planned.Mode!.Value, planned.Source, planned.ProfileId)
                    : null;
            case CredentialStep.None { State: CandidateState.Expired } when planned.Mode == CredentialMode.Token:
                failure = CredentialErrors.Expired(planned.Profile!.Provider, [planned.Profile.Id]);
                return null;
            case CredentialStep.None { State: not CandidateState.Expired } none:
                failure = CredentialErrors.Unusable(planned.ProfileId!, none.Reason);
                return null;
            case CredentialStep.None none:
                failure = CredentialErrors.SignInNeeded(planned.Profile!, none.Reason);
                return null;
            case CredentialStep.LeftToGateway:
                failure = CredentialErrors.LeftToGateway(planned.ProfileId!);
                return null;
            default:
                failure = CredentialErrors.RefreshNeeded(planned.ProfileId!);
                return null;
        }
    }
}
