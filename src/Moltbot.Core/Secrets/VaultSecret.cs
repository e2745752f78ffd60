using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Secrets;

/// <summary>
/// A secret in a vault of SecretManagement, and its name in a reference: <c>vault/name</c>. What an id may not hold is
/// written as <c>#</c> and the two hexadecimal digits of each of its UTF-8 bytes, so that every name has exactly one id
/// and can be had back: <c>SecretStore/me#40example.org</c>.
/// </summary>
/// <param name="Vault">The name under which the vault is registered.</param>
/// <param name="Name">The name of the secret, which may have slashes in it.</param>
public sealed record VaultSecret(string Vault, string Name)
{
    /// <summary>Stands before an id that would start with an escape, which an id may not. Nothing else makes two signs in a row.</summary>
    private const string Start = "0#";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The id in a reference.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretReferenceInvalid"/>: a name is blank, too long, or has half a surrogate pair in it.</exception>
    public string ToId()
    {
        if (EcmaScriptText.IsBlank(Vault) || EcmaScriptText.IsBlank(Name))
            throw SecretReferenceErrors.Invalid("a vault and a secret need a name");

        string vault = Encode(Vault, isVault: true);
        string id = $"{(char.IsAsciiLetterOrDigit(vault[0]) ? "" : Start)}{vault}/{string.Join('/', Name.Split('/').Select(segment => Encode(segment, isVault: false)))}";
        return SecretReferenceRules.IsExecId(id)
            ? id
            : throw SecretReferenceErrors.Invalid($"the name of the secret is too long for a reference: with the vault it comes to {id.Length} characters, and 256 are allowed");
    }

    /// <summary>The secret that an id names; <see langword="null"/> when the id is none of a vault's.</summary>
    public static VaultSecret? TryParse(string id)
    {
        string text = id.StartsWith(Start + "#", StringComparison.Ordinal) ? id[Start.Length..] : id;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && Decode(text[..slash]) is { } vault && Decode(text[(slash + 1)..]) is { Length: > 0 } name
            ? new VaultSecret(vault, name)
            : null;
    }

    /// <summary>The secret that a reference names.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretReferenceInvalid"/>: the reference names none of a vault's.</exception>
    public static VaultSecret Of(SecretReference reference) => TryParse(reference.Id)
        ?? throw SecretReferenceErrors.NamesNoVaultSecret(reference);

    /// <summary>The vault and the name.</summary>
    public override string ToString() => $"{Vault}/{Name}";

    /// <summary>A segment with everything in it escaped that must be; of one that is . or .. the dots, of a vault's a dot at the start.</summary>
    private static string Encode(string segment, bool isVault)
    {
        bool isDots = segment is "." or "..";
        StringBuilder text = new(segment.Length);
        foreach (byte value in BytesOf(segment))
        {
            char c = (char)value;
            bool isPlain = char.IsAsciiLetterOrDigit(c) || (c is '.' or '_' or ':' or '-' && !isDots && !(isVault && text.Length == 0));
            if (isPlain)
                text.Append(c);
            else
                text.Append('#').Append(Convert.ToHexString([value]));
        }

        return text.ToString();
    }

    private static byte[] BytesOf(string text)
    {
        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw SecretReferenceErrors.Invalid("half a surrogate pair stands in the name of the vault or the secret");
        }
    }

    private static string? Decode(string text)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '#')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return null;

            bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        try
        {
            return Utf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
