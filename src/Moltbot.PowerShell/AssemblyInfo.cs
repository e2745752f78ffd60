using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Moltbot.PowerShell.Vault")]
