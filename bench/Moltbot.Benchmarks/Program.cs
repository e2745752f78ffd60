using BenchmarkDotNet.Running;
using Moltbot.Benchmarks;

return args is ["whole-process", ..]
    ? WholeProcessComparison.Run(args[1..])
    : BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args).Any() ? 0 : 1;
