using BenchmarkDotNet.Running;
using Moltbot.Benchmarks;

return args switch
{
    ["whole-process", .. string[] rest] => WholeProcessComparison.Run(rest),
    ["usage", .. string[] rest] => UsageComparison.InTurn(rest),
    ["usage-together", .. string[] rest] => UsageComparison.Together(rest),
    ["usage-worker", .. string[] rest] => UsageWorker.Run(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args).Any() ? 0 : 1,
};
