namespace Moltbot.Core.Profiles;

/// <summary>The names of <see cref="AuthProfileKind"/> in the files.</summary>
public static class AuthProfileKinds
{
    /// <summary>The kind with this name, or <see langword="null"/>. Case counts.</summary>
    public static AuthProfileKind? Parse(string? name) => name switch
    {
        "api_key" => AuthProfileKind.ApiKey,
        "oauth" => AuthProfileKind.OAuth,
        "token" => AuthProfileKind.Token,
        _ => null,
    };

    /// <summary>The name of a kind in the files.</summary>
    public static string ToStoredName(this AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.ApiKey => "api_key",
        AuthProfileKind.OAuth => "oauth",
        _ => "token",
    };
}
