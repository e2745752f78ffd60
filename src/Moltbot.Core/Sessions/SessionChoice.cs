using Moltbot.Core.Errors;
using Moltbot.Core.Models;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>What a session is to be pinned to, as somebody writes it.</summary>
public sealed class SessionChoice
{
    private SessionChoice(string model, string? profileId)
    {
        Model = model;
        ProfileId = profileId;
    }

    /// <summary>The model: <c>provider/model</c>, an alias, or a part of its name.</summary>
    public string Model { get; }

    /// <summary>The profile, or <see langword="null"/> for none, which takes a pin to one away.</summary>
    public string? ProfileId { get; }

    /// <summary>A model and a profile, each as it is.</summary>
    public static SessionChoice Of(string model, string? profileId) => new(model, profileId);

    /// <summary>Reads what stands behind <c>/model</c> in a chat: <c>Opus@anthropic:work</c>. The word itself may be there too.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: it names no model, or a chat would take it for something else.</exception>
    public static SessionChoice Parse(string text)
    {
        string trimmed = EcmaScriptText.Trim(text);
        ModelDirective directive = ModelDirective.Extract(trimmed.StartsWith('/') ? trimmed : $"/model {trimmed}");
        if (!directive.IsPresent || string.IsNullOrEmpty(directive.Model))
            throw Invalid(text, "names no model. Write it as in a chat, for instance Opus or anthropic/claude-opus-4-5@anthropic:work");
        if (directive.Cleaned.Length > 0)
            throw Invalid(text, $"cannot be written in a chat: \"{directive.Cleaned}\" would be left over. Give the profile by itself, with {NextSteps.ProfileId}");

        return new SessionChoice(directive.Model, directive.Profile);
    }

    private static MoltbotException Invalid(string text, Advice problem) => new(ErrorCode.InvalidArgument, $"\"{text}\" {problem}.") { Subject = text };
}
