using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Moltbot.Benchmarks")]
[assembly: InternalsVisibleTo("Moltbot.Core.Tests")]
[assembly: InternalsVisibleTo("Moltbot.Testing")]
