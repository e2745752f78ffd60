using System.Diagnostics;
using Moltbot.Core;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;

namespace Moltbot.Testing.Hardening;

/// <summary>An installation whose files are mutated one after the other, and everything that looks at it.</summary>
public sealed class MutatedInstallation : IDisposable
{
    private static readonly string[] Files = ["moltbot.json", ".env", "agents/main/agent/auth-profiles.json", "agents/helper/agent/auth-profiles.json", "agents/main/sessions/sessions.json"];

    private readonly TemporaryHome home = HealthyHome.LayOut(new TemporaryHome(), TestClock.Now);
    private readonly Dictionary<string, byte[]> originals;
    private readonly Random random;
    private readonly FileMutation mutation;

    /// <param name="seed">From which the mutations follow.</param>
    public MutatedInstallation(int seed)
    {
        random = new Random(seed);
        mutation = new FileMutation(random);
        originals = Files.ToDictionary(file => file, file => File.ReadAllBytes(home[$"{HealthyHome.State}/{file}"]));
    }

    /// <summary>The file that was mutated last, and its content.</summary>
    public (string Path, byte[] Content) Last { get; private set; }

    /// <summary>Mutates a file and looks at the installation.</summary>
    /// <returns>How long the slowest look took.</returns>
    /// <exception cref="InvalidOperationException">Looking has changed a file.</exception>
    public TimeSpan Next()
    {
        string file = Files[random.Next(Files.Length)];
        Last = (file, mutation.Of(originals[file]));
        return Again();
    }

    /// <summary>Looks at the file that was mutated last once more: on a busy machine one look tells little about its time.</summary>
    public TimeSpan Again()
    {
        string path = home[$"{HealthyHome.State}/{Last.Path}"];
        File.WriteAllBytes(path, Last.Content);
        try
        {
            TimeSpan slowest = Looks().Max(Measure);
            if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(Last.Content) || Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories).Count() != originals.Count + 2)
                throw new InvalidOperationException($"Looking has changed something beside {Last.Path}.");

            return slowest;
        }
        finally
        {
            File.WriteAllBytes(path, originals[Last.Path]);
        }
    }

    public void Dispose() => home.Dispose();

    private static TimeSpan Measure(Action look)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            look();
        }
        catch (MoltbotException)
        {
            // That is how it says that something is wrong.
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private IEnumerable<Action> Looks()
    {
        yield return () => Open().GetAgent("main").GetModelStatus().ToJson().ToJsonString();
        yield return () => Open().GetAgent("helper").GetModelStatus().ToJson().ToJsonString();
        yield return () => Open().GetAgent("helper").GetProfiles();
        yield return () =>
        {
            Agent agent = Open().GetAgent(null);
            foreach (string provider in new[] { "anthropic", "openai", "zai" })
                agent.ExplainCandidates(ProviderId.Parse(provider), SecretResolver.None);
        };
        yield return () => Open().GetAgent(null).GetModels(all: true);
        yield return () => Open().GetAgent(null).GetOrders();
        yield return () => Open().GetAgent(null).Sessions.Read();
        yield return () => _ = Open().EnvironmentFile.Variables;
        yield return () => Open().AuditSecrets(SecretResolver.None);
        yield return () => Open().OpenDoctor(new ExaminationOptions(), _ => SecretResolver.None).Examine();
    }

    private MoltbotInstallation Open() => MoltbotInstallation.Open(home.Environment, time: TestClock.Standing());
}
