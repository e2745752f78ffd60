using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>One recorded input and what came out of the reference. Both are fresh copies, free to be changed.</summary>
public sealed record ConformanceCase(string Id, string Kind, JsonObject Input, JsonObject Expected)
{
    public override string ToString() => Id;
}
