namespace Moltbot.Core.Profiles.Today;

/// <summary>Where the credentials are that all agents share (docs/gateway/later.md §2.3).</summary>
internal enum SharedStoreLocation
{
    /// <summary>In the main agent's own database, as before there was another place.</summary>
    MainAgent,

    /// <summary>In the database of the state directory.</summary>
    StateDatabase,
}
