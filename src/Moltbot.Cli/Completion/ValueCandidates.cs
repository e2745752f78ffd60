using System.CommandLine;
using System.CommandLine.Completions;
using Moltbot.Core;
using Moltbot.Core.Models;

namespace Moltbot.Cli.Completion;

/// <summary>What the values of options and arguments can be. Those of the same name mean the same everywhere, but that only what is there can be removed.</summary>
/// <param name="names">The names that there are in the installation that the command line is about.</param>
/// <param name="command">The command that they are values of.</param>
/// <param name="given">The values of options that are on the command line already, by the option's name.</param>
internal sealed class ValueCandidates(NameCandidates names, Command command, IReadOnlyDictionary<string, string> given)
{
    /// <summary>The values that an option or an argument can have.</summary>
    public IEnumerable<NameCandidate> Of(Symbol symbol) => symbol.Name switch
    {
        "--agent" => names.Agents,
        "--provider" or "--token-provider" or "--probe-provider" => names.Providers,
        "profileId" when command is { Name: "complete" or "undo" } => names.Rotations,
        "--profile-id" or "--token-profile-id" or "profileId" or "profileIds" => names.Profiles(given.GetValueOrDefault("--provider")),
        "--probe-profile" => names.Profiles(given.GetValueOrDefault("--probe-provider")),
        "--auth-choice" => NameCandidates.AuthChoices,
        "--warn-within" or "--expires-in" or "--keep-for" or "--token-expires-in" => NameCandidates.Durations,
        "--only" or "--skip" => NameCandidates.Findings,
        "model" when command is { Name: "remove" } => names.Fallbacks(command.Parents.Any(parent => parent.Name == "image-fallbacks") ? ModelRole.Image : ModelRole.Text),
        "model" or "--model" or "--probe-model" => names.Models,
        "alias" => names.Aliases,
        "key" or "keys" => names.Sessions,
        "name" when command is { Name: "set" } => names.Variables.Concat(NameCandidates.KeyVariables),
        "name" => names.Variables,
        _ => symbol.GetCompletions(CompletionContext.Empty).Select(item => new NameCandidate(item.Label, item.Detail ?? "")),
    };
}
