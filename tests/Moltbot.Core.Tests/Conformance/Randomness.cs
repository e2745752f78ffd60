using System.Text.Json.Nodes;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>The random bytes of a case.</summary>
internal static class Randomness
{
    private const int VerifierBytes = 32;

    /// <summary>What the random source gives for the lengths of a verifier and of a state. An id of a request, which only one flow sends, was recorded as zeros.</summary>
    public static Func<int, byte[]> Of(JsonObject input) => length =>
        input["random"]?[length == VerifierBytes ? "verifier" : "state"] is { } bytes && (length == VerifierBytes || input.Text("flow") != "qwen-portal")
            ? Convert.FromHexString(bytes.GetValue<string>())
            : new byte[length];
}
