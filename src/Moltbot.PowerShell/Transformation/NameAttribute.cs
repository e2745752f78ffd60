using System.Collections;
using System.Management.Automation;

namespace Moltbot.PowerShell.Transformation;

/// <summary>
/// Lets a parameter that takes names take nothing but text and numbers. PowerShell would take the text that any other object
/// shows for the name; what the object knows besides, its installation and its agent, would be lost. Through the pipeline
/// all three come along, as its properties.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => IsText(inputData)
        ? inputData
        // The inner exception lets the binder go on to the properties of a piped object.
        : throw new ArgumentTransformationMetadataException("This is an object and no name. Pipe it in, so that its installation and agent come along, or give the name alone.", new PSInvalidCastException());

    private static bool IsText(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null or IConvertible => true,
        PSCustomObject or IDictionary => false,
        IEnumerable items => items.Cast<object?>().All(IsText),
        _ => false,
    };
}
