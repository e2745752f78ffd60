using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Moltbot.Core;
using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Benchmarks;

/// <summary>The candidate order of the profiles of one provider, against reading the store that they come from.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, warmupCount: 3, iterationCount: 5)]
public class StoreBenchmarks
{
    private const double Now = 1_770_000_000_000;

    private SampleInstallation sample = null!;
    private AuthProfileStore store = null!;
    private Agent agent = null!;

    [Params(100, 1_000)]
    public int Profiles { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        sample = new SampleInstallation(Profiles, providers: 1);
        agent = sample.Open().MainAgent;
        store = agent.ReadStore().StoreOrThrow();
    }

    [GlobalCleanup]
    public void CleanUp() => sample.Dispose();

    [Benchmark(Baseline = true)]
    public int ReadStore() => agent.ReadStore().Store.Profiles.Count;

    [Benchmark]
    public int Order() => CandidateOrder.Resolve(store, MoltbotConfiguration.Empty, ProviderId.Default, Now).Count;
}
