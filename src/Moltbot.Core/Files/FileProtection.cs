namespace Moltbot.Core.Files;

/// <summary>Who may open a file that is written.</summary>
internal enum FileProtection
{
    /// <summary>Its owner alone, whatever was before.</summary>
    OwnerOnly,

    /// <summary>Whoever could before, because it is not for us alone; a new one can be read by everybody.</summary>
    AsBefore,
}
