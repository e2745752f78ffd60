using System.Text.Json;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Json;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>A healthy installation of two agents, of which a test damages something. Its files are as old as its clock says, and their owner's only.</summary>
internal sealed class DoctorScene : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersDirectory = OwnersFile | UnixFileMode.UserExecute;
    private static readonly string[] SecretMembers = ["key", "token", "access", "refresh"];

    public DoctorScene()
    {
        Installation
            .Configuration(new ConfigurationBuilder()
                .Profile("anthropic:work", "token")
                .Profile("openai:main", "api_key")
                .Profile("openai-codex:me", "oauth")
                .Order("openai", "openai:main")
                .Model("anthropic/claude-opus-4-5", "openai/gpt-5.2", "openai-codex/gpt-5.2-codex"))
            .Store(new StoreBuilder()
                .Token("anthropic:work", "sk-ant-oat01-of-the-main-agent-0123456789", TestClock.Now.AddDays(90))
                .ApiKey("openai:main", "sk-of-the-main-agent-0123456789")
                .OAuth("openai-codex:me", "access-of-the-main-agent-0123456789", "refresh-of-the-main-agent-0123456789", TestClock.Now.AddDays(5), "me@corp.example")
                .Order("anthropic", "anthropic:work")
                .LastGood("anthropic", "anthropic:work")
                .Usage("anthropic:work", lastUsed: TestClock.Now.AddHours(-1), errorCount: 0))
            .Store(new StoreBuilder().ApiKey("openrouter:helper", "sk-or-of-the-helper-0123456789").Usage("openai:main", lastUsed: TestClock.Now.AddHours(-2)), "helper")
            .File(".clawdbot/.env", "GREETING=hello\n")
            .File(".clawdbot/agents/main/sessions/sessions.json", $$"""{ "agent:main:main": { "sessionId": "s1", "updatedAt": {{TestClock.NowMilliseconds}}, "authProfileOverride": "anthropic:work", "authProfileOverrideSource": "auto" } }""")
            .File(".clawdbot/agents/main/sessions/s1.jsonl", "{}\n{}\n")
            .File(".clawdbot/agents/helper/sessions/sessions.json", "{}");
        Directory.CreateDirectory(Installation.Home[".clawdbot/credentials"]);
        Settle();
    }

    public TemporaryInstallation Installation { get; } = new();

    public TemporaryHome Home => Installation.Home;

    public FakeSecretSource Vaults { get; } = new();

    public string State => Home[".clawdbot"];

    public void Dispose() => Installation.Dispose();

    /// <summary>Makes everything as old as the clock says, and its owner's only, as the gateway leaves it.</summary>
    public DoctorScene Settle()
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(Home.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            bool isDirectory = Directory.Exists(entry);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(entry, isDirectory ? OwnersDirectory : OwnersFile);
            if (isDirectory)
                Directory.SetLastWriteTimeUtc(entry, TestClock.Now.UtcDateTime);
            else
                File.SetLastWriteTimeUtc(entry, TestClock.Now.UtcDateTime);
        }

        return this;
    }

    /// <summary>Writes a file as the gateway would have at a time.</summary>
    public string Write(string path, string text, DateTimeOffset? at = null)
    {
        string full = Home.Write($".clawdbot/{path}", text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(full, OwnersFile);
        File.SetLastWriteTimeUtc(full, (at ?? TestClock.Now).UtcDateTime);
        return full;
    }

    public InstallationDoctor Doctor(params string[] only) => Doctor(null, only);

    public InstallationDoctor Doctor(HttpMessageHandler? network, params string[] only) => Installation.Open().OpenDoctor(
        new ExaminationOptions { Only = [.. only.Select(FindingKinds.Find)] },
        opened => opened.OpenSecrets(Vaults),
        network);

    public IReadOnlyList<Finding> Examine(params string[] only) => Doctor(only).Examine();

    /// <summary>Makes every repair that there is, up to those that have to be forced.</summary>
    public Task<Treatment> TreatAsync(RepairConsent upTo, params string[] only) =>
        Doctor(only).TreatAsync(finding => Task.FromResult(finding.ToRepair()!.Consent <= upTo), TestContext.Current.CancellationToken);

    /// <summary>Every secret that stands in a file anywhere below the home, by its text.</summary>
    public HashSet<string> Secrets()
    {
        HashSet<string> found = [];
        foreach (byte[] content in Home.Files().Where(file => file.Key.Contains("auth-profiles", StringComparison.Ordinal) || file.Key.EndsWith("auth.json", StringComparison.Ordinal)).Select(file => file.Value))
        {
            try
            {
                Collect(JsonDocument.Parse(content).RootElement);
            }
            catch (JsonException)
            {
                // What is no JSON holds no secret that could be lost by a repair: it is kept as it is, or beside.
            }
        }

        return found;

        void Collect(JsonElement json)
        {
            foreach (JsonEntry entry in json.Entries())
            {
                if (SecretMembers.Contains(entry.Name) && entry.Value.AsText() is { } text)
                    found.Add(text.Trim());
                else
                    Collect(entry.Value);
            }
        }
    }
}
