using Moltbot.Cli;
using Moltbot.Core.Installation;

return new CommandLine(Session.OfProcess(ProcessEnvironment.Current())).Run(args);
