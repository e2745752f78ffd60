using System.Management.Automation;
using System.Security;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// Lets a parameter take text and numbers from the pipeline. PowerShell would take the type or the members of any other
/// object for the text, so <see cref="NoText"/> stands for those: an error of the binder would show the object.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>What stands for an object that is no text.</summary>
    public const string NoText = "\0";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or IConvertible => inputData,
            // The inner exception lets the binder go on to the parameter that takes these.
            SecureString or Secret => throw new ArgumentTransformationMetadataException("This is no text.", new PSInvalidCastException()),
            _ => NoText,
        };
    }
}
