using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Moltbot.PowerShell.Extension")]
