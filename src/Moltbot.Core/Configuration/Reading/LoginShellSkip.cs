namespace Moltbot.Core.Configuration.Reading;

/// <summary>Why the login shell was not asked.</summary>
internal enum LoginShellSkip
{
    /// <summary>Neither the environment nor the configuration asks for it.</summary>
    Disabled,

    /// <summary>One of the variables it is asked for is set already.</summary>
    AlreadyHasKeys,

    /// <summary>Windows has no login shell.</summary>
    NotOnWindows,
}
