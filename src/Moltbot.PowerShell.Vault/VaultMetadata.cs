using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;

namespace Moltbot.PowerShell.Vault;

/// <summary>What a user says about a secret.</summary>
internal static class VaultMetadata
{
    /// <summary>Reads it. A time without a zone is one of this machine.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: a member is not known, or of a type that makes no sense.</exception>
    public static SecretDescription Read(Hashtable metadata)
    {
        SecretDescription description = new();
        foreach (DictionaryEntry entry in metadata)
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            description = (string)entry.Key switch
            {
                string name when Is(name, SecretMetadata.Provider) => description with { Provider = value as string },
                string name when Is(name, SecretMetadata.Kind) => description with { Kind = value as string },
                string name when Is(name, SecretMetadata.Agent) => description with { Agent = value as string },
                string name when Is(name, SecretMetadata.StateDirectory) => description with { StateDirectory = value as string },
                string name when Is(name, SecretMetadata.ProfileId) => description with { ProfileId = value as string },
                string name when Is(name, SecretMetadata.Expires) => description with { ExpiresAt = ToTime(value), SaysExpiry = true },
                string name => throw new MoltbotException(ErrorCode.InvalidArgument, $"A profile has no place for the metadata \"{name}\". It takes Provider, Kind and Expires."),
            };
        }

        return description;
    }

    private static bool Is(string name, string member) => name.Equals(member, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? ToTime(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) => time,
        _ => throw new MoltbotException(ErrorCode.InvalidArgument, "Expires in the metadata is no time. Give a DateTime."),
    };
}
