using System.CommandLine;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary>Options that mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Agent(string description)
    {
        Option<string> agent = new("--agent") { Description = description, HelpName = "id" };
        agent.Validators.Add(given =>
        {
            if (given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                given.AddError("The name of the agent is blank. Name the agent that is meant, or leave --agent out.");
        });
        return agent;
    }

    public static Option<string> Provider(string description) => new("--provider") { Description = description, HelpName = "name" };

    public static Option<bool> Json() => Flag("--json", "Output JSON.");

    /// <summary>An option without a value: it is there or it is not.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>The provider that an option names, or <see langword="null"/> when it was not given.</summary>
    public static ProviderId? ProviderOf(string? text) => text is null ? null : ProviderId.Parse(text);
}
