using System.Text;

namespace Moltbot.Testing;

/// <summary>An installation with nothing wrong in it but how the gateway of January keeps secrets: for those who damage one at random.</summary>
public static class HealthyHome
{
    /// <summary>Where its state directory is in the home.</summary>
    public const string State = ".moltbot";

    /// <summary>How every secret of it begins, so that it can be found wherever it has gone.</summary>
    public const string SecretStart = "sk-kept-";

    private static readonly string[] Providers = ["anthropic", "openai", "zai", "openrouter", "groq", "mistral", "xai", "venice"];

    /// <summary>Lays it out in a home.</summary>
    /// <param name="home">The home.</param>
    /// <param name="now">The time of its files.</param>
    /// <param name="profiles">How many profiles it has.</param>
    public static TemporaryHome LayOut(TemporaryHome home, DateTimeOffset now, int profiles = 12)
    {
        StoreBuilder main = new();
        StoreBuilder helper = new();
        ConfigurationBuilder configuration = new ConfigurationBuilder()
            .Model("anthropic/claude-opus-4-5", "openai/gpt-5.2")
            .Agent("main", isDefault: true)
            .Agent("helper");
        for (int i = 0; i < profiles; i++)
            Add(i % 4 == 3 ? helper : main, configuration, $"{Providers[i % Providers.Length]}:p{i}", i, now);

        main.Order("anthropic", "anthropic:p0", "anthropic:p8").LastGood("anthropic", "anthropic:p0").Usage("anthropic:p0", lastUsed: now.AddHours(-1), errorCount: 0);
        helper.Usage("openai:p1", lastUsed: now.AddHours(-2), errorCount: 1);
        Write(home, "moltbot.json", configuration.ToText());
        Write(home, ".env", "GREETING=hello\nLEVEL=debug\n");
        Write(home, "agents/main/agent/auth-profiles.json", main.ToText());
        Write(home, "agents/helper/agent/auth-profiles.json", helper.ToText());
        Write(home, "agents/main/sessions/sessions.json", $$"""{ "agent:main:main": { "sessionId": "s1", "updatedAt": {{now.ToUnixTimeMilliseconds()}}, "authProfileOverride": "anthropic:p0", "authProfileOverrideSource": "auto" } }""");
        Write(home, "agents/main/sessions/s1.jsonl", "{}\n{}\n");
        Write(home, "agents/helper/sessions/sessions.json", "{}");
        Directory.CreateDirectory(home[$"{State}/credentials"]);
        Settle(home, now);
        return home;
    }

    /// <summary>The secrets that stand somewhere below a home, as UTF-8 or as UTF-16, in whatever file.</summary>
    public static HashSet<string> SecretsIn(TemporaryHome home)
    {
        HashSet<string> found = [];
        foreach (byte[] content in home.Files().Values)
        {
            foreach (string text in new[] { Encoding.UTF8.GetString(content), Encoding.Unicode.GetString(content), Encoding.BigEndianUnicode.GetString(content) })
            {
                for (int at = text.IndexOf(SecretStart, StringComparison.Ordinal); at >= 0; at = text.IndexOf(SecretStart, at + 1, StringComparison.Ordinal))
                {
                    int end = text.AsSpan(at).IndexOfAnyExcept(Letters);
                    found.Add(end < 0 ? text[at..] : text.Substring(at, end));
                }
            }
        }

        return found;
    }

    private static System.Buffers.SearchValues<char> Letters { get; } = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static void Add(StoreBuilder store, ConfigurationBuilder configuration, string id, int number, DateTimeOffset now)
    {
        string secret = $"{SecretStart}{number:000}-0123456789abcdef0123456789abcdef";
        switch (number % 3)
        {
            case 0:
                store.Token(id, secret, now.AddDays(90));
                configuration.Profile(id, "token");
                break;
            case 1:
                store.ApiKey(id, secret);
                configuration.Profile(id, "api_key");
                break;
            default:
                store.OAuth(id, secret, $"{SecretStart}{number:000}-refresh-0123456789abcdef", now.AddDays(5), $"p{number}@corp.example");
                configuration.Profile(id, "oauth", email: $"p{number}@corp.example");
                break;
        }
    }

    private static void Write(TemporaryHome home, string path, string text) => home.Write($"{State}/{path}", text);

    /// <summary>Makes everything as old as it should be, and its owner's only.</summary>
    private static void Settle(TemporaryHome home, DateTimeOffset now)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(home.Path, "*", SearchOption.AllDirectories).Append(home[State]))
        {
            bool isDirectory = Directory.Exists(entry);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(entry, (UnixFileMode)Convert.ToInt32(isDirectory ? "700" : "600", 8));
            if (isDirectory)
                Directory.SetLastWriteTimeUtc(entry, now.UtcDateTime);
            else
                File.SetLastWriteTimeUtc(entry, now.UtcDateTime);
        }
    }
}
