using System.Text.Json.Nodes;
using Moltbot.Core.OAuth;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>A keychain that holds what a case says, and remembers what it was asked in the shape in which that was recorded.</summary>
/// <param name="items">Secrets by the name of their entry.</param>
internal sealed class ScriptedKeychain(JsonObject items) : IKeychain
{
    /// <summary>What was asked of it.</summary>
    public JsonArray Calls { get; } = [];

    /// <summary>What it holds now, with JSON as such.</summary>
    public JsonObject Now => new(items.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)new JsonObject { ["json"] = JsonNode.Parse(item.Value!.GetValue<string>()) })));

    public Secret? Read(string service, string? account)
    {
        JsonObject call = new() { ["service"] = service };
        if (account is not null)
            call["account"] = $"{account[..4]}<{account[4..].Count(char.IsAsciiHexDigitLower)} hex digits>";

        Calls.Add(call);
        return items[service] is { } secret ? new Secret(secret.GetValue<string>()) : null;
    }

    public bool Update(string service, string account, Secret secret)
    {
        Calls.Add(new JsonObject { ["service"] = service, ["account"] = account, ["update"] = true });
        items[service] = secret.Reveal();
        return true;
    }
}
