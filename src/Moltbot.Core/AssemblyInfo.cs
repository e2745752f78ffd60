using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("moltbot")]
[assembly: InternalsVisibleTo("Moltbot.Core.Tests")]
[assembly: InternalsVisibleTo("Moltbot.Testing")]
