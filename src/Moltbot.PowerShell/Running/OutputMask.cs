using System.Collections;
using System.Management.Automation;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Running;

/// <summary>
/// Puts <c>***</c> in the place of secrets in what a command writes to its streams: in text, in the text of errors and
/// messages, and in texts that objects, lists and tables hold. What holds none stays the object it is.
/// </summary>
/// <param name="secrets">The secrets; none to mask nothing.</param>
internal sealed class OutputMask(IReadOnlyCollection<Secret> secrets)
{
    /// <summary>How deep objects are looked into, as far as they are usually shown.</summary>
    private const int Deepest = 4;

    private const string Masked = "Masked.";

    private readonly SecretMask mask = new(secrets);

    /// <summary>A text without secrets.</summary>
    public string Mask(string text) => mask.Mask(text);

    /// <summary>An object as it was, or one that says the same without secrets.</summary>
    public object? Mask(PSObject item) => secrets.Count == 0 ? item : Mask(item, Deepest);

    /// <summary>An error as it was, or one without secrets in anything that it says.</summary>
    public ErrorRecord Mask(ErrorRecord error) => secrets.Count == 0 || TextsOf(error).All(text => Mask(text) == text)
        ? error
        : new ErrorRecord(new RuntimeException(Mask(error.ToString())), Mask(error.FullyQualifiedErrorId), error.CategoryInfo.Category, targetObject: null);

    /// <summary>A message for the host, or of a script, without secrets.</summary>
    public InformationRecord Mask(InformationRecord record)
    {
        object? shown = record.MessageData switch
        {
            HostInformationMessage message => Mask(message),
            string text => Mask(text),
            null => null,
            object other => Mask(PSObject.AsPSObject(other)),
        };
        InformationRecord masked = new(shown, record.Source);
        masked.Tags.AddRange(record.Tags);
        return masked;
    }

    private HostInformationMessage Mask(HostInformationMessage message) => new()
    {
        Message = Mask(message.Message),
        NoNewLine = message.NoNewLine,
        ForegroundColor = message.ForegroundColor,
        BackgroundColor = message.BackgroundColor,
    };

    private object? Mask(object? value, int depth) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => value,
        string text => Mask(text) is var shown && shown == text ? value : shown,
        char[] or byte[] or ValueType and not DictionaryEntry => value,
        _ when depth == 0 => value,
        IDictionary table => MaskTable(value, table, depth),
        IList list => MaskList(value, list, depth),
        _ => MaskObject(PSObject.AsPSObject(value), depth) ?? value,
    };

    private object? MaskTable(object? value, IDictionary table, int depth)
    {
        Dictionary<object, object?> masked = [];
        foreach (DictionaryEntry entry in table)
        {
            if (Mask(entry.Value, depth - 1) is var shown && !ReferenceEquals(shown, entry.Value))
                masked[entry.Key] = shown;
        }

        if (masked.Count == 0)
            return value;

        System.Collections.Specialized.OrderedDictionary copy = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
            copy.Add(entry.Key, masked.TryGetValue(entry.Key, out object? shown) ? shown : entry.Value);

        return copy;
    }

    private object? MaskList(object? value, IList list, int depth)
    {
        object?[] items = [.. list.Cast<object?>()];
        object?[] masked = Array.ConvertAll(items, item => Mask(item, depth - 1));
        return items.Zip(masked).All(pair => ReferenceEquals(pair.First, pair.Second)) ? value : masked;
    }

    /// <summary>An object whose texts hold a secret is shown with its members, and is nothing more; <see langword="null"/> where none does.</summary>
    private PSObject? MaskObject(PSObject item, int depth)
    {
        Dictionary<string, object?> masked = [];
        foreach (PSPropertyInfo property in Readable(item))
        {
            object? before = ValueOf(property);
            if (Mask(before, depth - 1) is var shown && !ReferenceEquals(shown, before))
                masked[property.Name] = shown;
        }

        if (masked.Count == 0)
            return null;

        PSObject copy = new();
        foreach (PSPropertyInfo property in Readable(item))
            copy.Properties.Add(new PSNoteProperty(property.Name, masked.TryGetValue(property.Name, out object? shown) ? shown : ValueOf(property)));

        copy.TypeNames.Clear();
        foreach (string name in item.TypeNames)
            copy.TypeNames.Add(item.BaseObject is PSCustomObject ? name : Masked + name);

        return copy;
    }

    /// <summary>What is read costs nothing and changes nothing: not what scripts and code work out.</summary>
    private static IEnumerable<PSPropertyInfo> Readable(PSObject item) =>
        item.Properties.Where(property => property.IsGettable && property.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property);

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>Everything that an error shows to somebody who asks for all of it, as <c>Get-Error</c> does.</summary>
    private static IEnumerable<string> TextsOf(ErrorRecord error)
    {
        yield return error.ToString();
        yield return error.FullyQualifiedErrorId;
        yield return error.CategoryInfo.ToString();
        yield return error.ErrorDetails?.RecommendedAction ?? "";
        yield return error.InvocationInfo?.Line ?? "";
        for (Exception? exception = error.Exception; exception is not null; exception = exception.InnerException)
            yield return exception.ToString();

        foreach (object? shown in ObjectsOf(error).SelectMany(value => value is IEnumerable parts and not string ? parts.Cast<object?>() : [value]))
            yield return shown?.ToString() ?? "";
    }

    private static IEnumerable<object?> ObjectsOf(ErrorRecord error) =>
        error.InvocationInfo is { } call ? [error.TargetObject, .. call.BoundParameters.Values, .. call.UnboundArguments] : [error.TargetObject];
}
