using System.Text.Json.Nodes;

namespace Moltbot.Core.OAuth;

/// <summary>What came of one request to renew a sign-in.</summary>
/// <param name="Entry">
/// The stored entry as it is to be from now on, or <see langword="null"/> when nothing is new. There can be one beside a
/// failure: a refresh token that has come in the place of another must not be lost, whatever else is wrong with the answer.
/// </param>
/// <param name="Failure">Why there is no new access token, or <see langword="null"/>.</param>
internal sealed record Renewal(JsonObject? Entry, SignInFailure? Failure);
