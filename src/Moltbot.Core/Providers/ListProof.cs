namespace Moltbot.Core.Providers;

/// <summary>What an answer to a free question proves of the credential that was sent with it.</summary>
internal enum ListProof
{
    /// <summary>That the provider knows it: nobody else is answered.</summary>
    Credential,

    /// <summary>The same, unless it is answered without a credential too; so it is asked once without.</summary>
    UnlessPublic,

    /// <summary>Nothing: everybody is answered, so nothing is asked.</summary>
    Nothing,

    /// <summary>That there is a program of this machine that answers; it asks nobody for a credential.</summary>
    Reachability,
}
