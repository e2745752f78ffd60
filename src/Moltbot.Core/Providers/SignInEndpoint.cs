namespace Moltbot.Core.Providers;

/// <summary>Where the requests to a provider go after a sign-in.</summary>
/// <param name="BaseUrl">The address where the answer names none.</param>
/// <param name="Member">The member of the token answer that names one.</param>
/// <param name="Placeholder">What stands in the place of a key.</param>
/// <param name="Api">The name of the protocol.</param>
/// <param name="Models">The models, as JSON.</param>
internal sealed record SignInEndpoint(string BaseUrl, string Member, string Placeholder, string Api, string Models);
