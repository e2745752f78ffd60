using System.Text.Json;

namespace Moltbot.Core.Json;

/// <summary>A member of parsed JSON with its name, or an item with its index.</summary>
internal sealed record JsonEntry(string Name, JsonElement Value);
