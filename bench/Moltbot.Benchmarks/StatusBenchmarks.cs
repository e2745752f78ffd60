using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Moltbot.Core.Health;

namespace Moltbot.Benchmarks;

/// <summary>How the status grows with the number of profiles.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Throughput, warmupCount: 3, iterationCount: 5)]
public class StatusBenchmarks
{
    private SampleInstallation sample = null!;

    [Params(10, 1_000, 10_000)]
    public int Profiles { get; set; }

    [GlobalSetup]
    public void SetUp() => sample = new SampleInstallation(Profiles);

    [GlobalCleanup]
    public void CleanUp() => sample.Dispose();

    [Benchmark]
    public ModelStatus Status() => sample.Open().MainAgent.GetModelStatus();
}
