namespace Moltbot.Core.Providers;

/// <summary>Where an account's name is asked for.</summary>
/// <param name="Request">The request.</param>
/// <param name="Name">The member with the name or the address of the account.</param>
/// <param name="Id">The member with its id, or <see langword="null"/>.</param>
internal sealed record AccountQuestion(OAuthRequest Request, string Name, string? Id);
