using System.Management.Automation;
using System.Security;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// Makes of what the pipeline brings a <see cref="SecureString"/> or a text. Another object stays what it is, and is no secret:
/// PowerShell would take the type or the members for the text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PipedSecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => inputData,
            Secret secret => secret.ToSecureString(),
            IConvertible => LanguagePrimitives.ConvertTo<string>(inputData),
            _ => value,
        };
    }
}
