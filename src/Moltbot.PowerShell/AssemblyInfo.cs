using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Moltbot.PowerShell.Extension")]
[assembly: InternalsVisibleTo("Moltbot.PowerShell.Tests")]
