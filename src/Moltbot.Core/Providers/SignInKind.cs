namespace Moltbot.Core.Providers;

/// <summary>How a provider lets a person sign in.</summary>
internal enum SignInKind
{
    /// <summary>Not from here: what is stored can be renewed, and a token can be put in.</summary>
    None,

    /// <summary>With a browser that comes back with a code, or a code that is pasted.</summary>
    Browser,

    /// <summary>With a code that is entered in a browser anywhere.</summary>
    DeviceCode,
}
