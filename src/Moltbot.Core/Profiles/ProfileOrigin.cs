namespace Moltbot.Core.Profiles;

/// <summary>What kind of place a profile was read from.</summary>
internal enum ProfileOrigin
{
    /// <summary>A store, or memory.</summary>
    Store,

    /// <summary>What an older layout kept for one agent. It goes when the agent gets a store.</summary>
    OlderLayout,

    /// <summary>What an older layout kept for all agents.</summary>
    SharedOlderLayout,

    /// <summary>The files of another program.</summary>
    OtherProgram,
}
