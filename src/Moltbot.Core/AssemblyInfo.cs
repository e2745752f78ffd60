using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Moltbot.Benchmarks")]
[assembly: InternalsVisibleTo("Moltbot.Cli.Tests")]
[assembly: InternalsVisibleTo("Moltbot.Core.Tests")]
[assembly: InternalsVisibleTo("Moltbot.Fuzzing")]
[assembly: InternalsVisibleTo("Moltbot.Testing")]
[assembly: InternalsVisibleTo("Moltbot.TodayFigures")]
