using Moltbot.Cli;

return await EntryPoint.RunAsync(args);
