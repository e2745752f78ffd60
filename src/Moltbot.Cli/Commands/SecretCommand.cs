using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary>A command that takes a secret, so that whatever stands on its command line by mistake may be one.</summary>
internal sealed class SecretCommand(string name, string description) : Command(name, description);
