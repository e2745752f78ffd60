namespace Moltbot.Core.Auditing;

/// <summary>What a place is in which secrets can be.</summary>
internal enum SecretPlaceKind
{
    /// <summary>A credential store.</summary>
    Store,

    /// <summary>A copy of a store, which nothing is moved out of.</summary>
    StoreCopy,

    /// <summary>A database, or a file beside one, besides the credentials in its rows.</summary>
    Database,

    /// <summary>A copy of a database, whose credentials count as copies.</summary>
    DatabaseCopy,

    /// <summary>What a gateway has set aside of an older layout, without credentials of its own.</summary>
    Archive,

    /// <summary>What an older layout kept credentials in.</summary>
    OlderLayout,

    /// <summary>A <c>models.json</c>, where a key may be the name of a variable or a command.</summary>
    Models,

    /// <summary>A file of variables, or a copy of one.</summary>
    Variables,

    /// <summary>The configuration, what it includes, or a copy.</summary>
    Settings,
}
