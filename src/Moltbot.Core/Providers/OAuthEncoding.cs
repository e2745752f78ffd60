namespace Moltbot.Core.Providers;

/// <summary>How a request of a sign-in carries its parameters.</summary>
internal enum OAuthEncoding
{
    /// <summary>As a form, as the standard has it.</summary>
    Form,

    /// <summary>As the members of a JSON object.</summary>
    Json,

    /// <summary>Not at all: something is fetched.</summary>
    Nothing,
}
