using System.Management.Automation;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Running;

/// <summary>Puts <c>***</c> in the place of secrets in what a command writes to its streams. Objects that are no text stay as they are.</summary>
/// <param name="secrets">The secrets; none to mask nothing.</param>
internal sealed class OutputMask(IEnumerable<Secret> secrets)
{
    private readonly SecretMask mask = new(secrets);

    /// <summary>A text without secrets.</summary>
    public string Mask(string text) => mask.Mask(text);

    /// <summary>An object as it was, or a text without secrets.</summary>
    public object Mask(PSObject item) => item.BaseObject is string text ? Mask(text) : item;

    /// <summary>An error without secrets in its message.</summary>
    public ErrorRecord Mask(ErrorRecord error)
    {
        string[] texts = [error.Exception.Message, error.ToString(), error.FullyQualifiedErrorId];
        return texts.All(text => Mask(text) == text)
            ? error
            : new ErrorRecord(new RuntimeException(Mask(error.ToString())), Mask(error.FullyQualifiedErrorId), error.CategoryInfo.Category, targetObject: null);
    }

    /// <summary>A message for the host, or of a script, without secrets.</summary>
    public InformationRecord Mask(InformationRecord record)
    {
        object shown = record.MessageData switch
        {
            HostInformationMessage message => Mask(message),
            string text => Mask(text),
            object other => other,
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
}
