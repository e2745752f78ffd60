namespace Moltbot.Core.Failures;

/// <summary>A failure after which another credential or model is tried.</summary>
/// <param name="Message">What happened. Not redacted.</param>
/// <param name="Reason">Why.</param>
/// <param name="Provider">The provider that was used, or <see langword="null"/>.</param>
/// <param name="Model">The model, or <see langword="null"/>.</param>
/// <param name="ProfileId">The profile, or <see langword="null"/>.</param>
/// <param name="Status">The HTTP status: its own, or the one that stands for the reason.</param>
/// <param name="Code">Its code, or <see langword="null"/>.</param>
public sealed record FailoverFailure(string Message, FailureReason Reason, string? Provider, string? Model, string? ProfileId, double? Status, string? Code);
