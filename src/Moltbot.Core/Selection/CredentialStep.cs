using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Selection;

/// <summary>What is still to be done before a candidate's credential can be sent.</summary>
internal abstract record CredentialStep
{
    private CredentialStep()
    {
    }

    /// <summary>Nothing: it is here.</summary>
    public sealed record Ready : CredentialStep
    {
        private readonly Secret? value;
        private readonly AuthProfile? profile;

        /// <param name="value">The credential as it is sent, which is never blank; <see langword="null"/> when the AWS SDK finds its own.</param>
        public Ready(Secret? value) => this.value = value;

        /// <param name="profile">The key or token whose secret stands in the store.</param>
        public Ready(AuthProfile profile) => this.profile = profile;

        /// <summary>The credential as it is sent, which is never blank; <see langword="null"/> when the AWS SDK finds its own.</summary>
        public Secret? Value => profile is null ? value : profile.Kind == AuthProfileKind.Token ? profile.Token.Trimmed : profile.Key;
    }

    /// <summary>Its secret is kept elsewhere and has to be fetched.</summary>
    /// <param name="Reference">Where.</param>
    public sealed record NeedsSecret(SecretReference Reference) : CredentialStep;

    /// <summary>Its sign-in has to be renewed, and can be.</summary>
    /// <param name="Profile">The profile that has the refresh token.</param>
    public sealed record NeedsRefresh(AuthProfile Profile) : CredentialStep;

    /// <summary>It is a sign-in of a gateway of today, which alone renews and sends it.</summary>
    public sealed record LeftToGateway : CredentialStep;

    /// <summary>There is nothing that could be sent.</summary>
    /// <param name="State">What keeps it from being used.</param>
    /// <param name="Reason">The same for people to read.</param>
    public sealed record None(CandidateState State, string Reason) : CredentialStep;
}
