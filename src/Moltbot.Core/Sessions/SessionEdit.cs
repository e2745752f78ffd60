using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Sessions;

/// <summary>What is to be different in a session's entry. Everything else in it stays as it is written.</summary>
internal sealed class SessionEdit
{
    private readonly OrderedMap<Member> members;

    private SessionEdit(OrderedMap<Member> members) => this.members = members;

    /// <summary>Nothing is to be different.</summary>
    public static SessionEdit None { get; } = new(OrderedMap<Member>.Empty);

    /// <summary>Whether anything is.</summary>
    public bool IsEmpty => members.Count == 0;

    /// <summary>Those of some edits that make anything different.</summary>
    public static Dictionary<string, SessionEdit> Effective(IReadOnlyDictionary<string, SessionEdit> edits) =>
        edits.Where(edit => !edit.Value.IsEmpty).ToDictionary(StringComparer.Ordinal);

    /// <summary>This edit, and a member with a value.</summary>
    public SessionEdit Set(string name, JsonNode value) => With(name, value);

    /// <summary>This edit, and members that go.</summary>
    public SessionEdit Remove(params IEnumerable<string> names) => names.Aggregate(this, static (edit, name) => edit.With(name, null));

    /// <summary>This edit, with another done after it.</summary>
    public SessionEdit Then(SessionEdit next) => new(members.Overlay(next.members));

    /// <summary>The text of an entry, edited: what is not concerned stays as it stands there.</summary>
    public string ApplyTo(string entry)
    {
        Json5Document edited = Json5Document.Parse(entry);
        foreach (Member member in members.Values)
            edited = member.Value is null ? edited.Remove([member.Name]) : edited.Set([member.Name], member.Value);

        return edited.Text;
    }

    private SessionEdit With(string name, JsonNode? value) => new(members.Overlay(new([KeyValuePair.Create(name, new Member(name, value))])));

    /// <summary>A member, with its new value or none.</summary>
    private sealed record Member(string Name, JsonNode? Value);
}
