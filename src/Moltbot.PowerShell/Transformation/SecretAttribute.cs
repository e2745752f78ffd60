using System.Management.Automation;
using System.Security;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// Keeps plain text away from a <see cref="SecureString"/> parameter, by <see cref="Refusal.PlainText"/>. PowerShell's own conversion
/// would show it in its error. A secret of ours is as good as a secure string.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or SecureString => value,
            Secret secret => secret.ToSecureString(),
            _ => Refusal.PlainText,
        };
    }
}
