namespace Moltbot.Cli.Input;

/// <summary>Who has a secret.</summary>
internal enum SecretSource
{
    /// <summary>The person at the terminal.</summary>
    Person,

    /// <summary>Standard input.</summary>
    StandardInput,

    /// <summary>The installation itself: its environment or its store.</summary>
    Installation,
}
