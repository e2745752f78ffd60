using System.Text.Json;

namespace Moltbot.Core;

/// <summary>A member of parsed JSON with its name, or an item with its index.</summary>
/// <remarks>A class, because code that is generic over a structure of two assemblies has to be compiled at every start.</remarks>
internal sealed record JsonEntry(string Name, JsonElement Value);
