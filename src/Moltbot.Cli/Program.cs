using Moltbot.Cli;
using Moltbot.Core.Installation;

using Session session = Session.OfProcess(ProcessEnvironment.Current());
return new CommandLine(session).Run(args);
