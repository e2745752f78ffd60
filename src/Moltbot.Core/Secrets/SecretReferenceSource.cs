namespace Moltbot.Core.Secrets;

/// <summary>What kind of place a reference points to.</summary>
public enum SecretReferenceSource
{
    /// <summary>A variable of the environment.</summary>
    Environment,

    /// <summary>A file.</summary>
    File,

    /// <summary>A program that is asked for the secret; the built-in provider <c>secretmanagement</c> is one of these.</summary>
    Exec,
}
