using Moltbot.Cli;
using Moltbot.Core.Installation;
using Session session = Session.OfProcess(ProcessEnvironment.Current());
return await new CommandLine(session).RunAsync(args);
