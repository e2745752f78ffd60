using System.Runtime.InteropServices;
using System.Security;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Secrets;

/// <summary>From PowerShell's secrets to ours, and back.</summary>
internal static class SecretConversion
{
    /// <summary>The text of a secure string, as a secret.</summary>
    public static Secret ToSecret(this SecureString secure)
    {
        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secure);
        try
        {
            return new Secret(Marshal.PtrToStringUni(text, secure.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

    /// <summary>A secret as a secure string.</summary>
    public static SecureString ToSecureString(this Secret secret)
    {
        SecureString secure = new();
        foreach (char c in secret.Reveal())
            secure.AppendChar(c);

        secure.MakeReadOnly();
        return secure;
    }
}
