using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Times counted from now, because a program that is run as a whole has the system's clock.</summary>
internal static class StoreBuilderFromNow
{
    public static StoreBuilder Token(this StoreBuilder store, string id, TimeSpan expiresIn) => store.Token(id, expires: DateTimeOffset.UtcNow + expiresIn);

    public static StoreBuilder OAuth(this StoreBuilder store, string id, TimeSpan expiresIn) => store.OAuth(id, expires: DateTimeOffset.UtcNow + expiresIn);

    public static StoreBuilder Cooldown(this StoreBuilder store, string id, TimeSpan remaining) => store.Usage(id, cooldownUntil: DateTimeOffset.UtcNow + remaining);
}
