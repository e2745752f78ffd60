using System.Text.Json.Nodes;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>The sign-in that a case of kind oauth-refresh is about.</summary>
internal static class RecordedSignIn
{
    /// <summary>The agent whose file holds it.</summary>
    public static string HolderOf(JsonObject input) =>
        input.Text("agent") is { } agent && input["helperStore"]?["profiles"] is JsonObject own && own.ContainsKey(input.Text("profileId")!) ? agent : "main";

    /// <summary>The store that holds it, as it was laid out last.</summary>
    public static JsonObject StoreOf(JsonObject input) =>
        (HolderOf(input) == "main" ? input["laterStore"] ?? input["store"] : input["helperStore"])!.AsObject();

    /// <summary>The stored sign-in, or <see langword="null"/>.</summary>
    public static JsonObject? Of(JsonObject input) => StoreOf(input)["profiles"]?[input.Text("profileId")!] as JsonObject;

    /// <summary>What helps where only a new sign-in does.</summary>
    public static string HowToSignIn(string provider) => provider == "anthropic" ? "claude setup-token" : "Sign in again";
}
