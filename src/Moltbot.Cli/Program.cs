using Moltbot.Cli;
using Moltbot.Core.Installation;

StartUp.PrepareInBackground();
using Session session = Session.OfProcess(ProcessEnvironment.Current());
return new CommandLine(session).Run(args);
