using System.CommandLine;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary>Options that mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Agent(string description) => new("--agent") { Description = description, HelpName = "id" };

    public static Option<string> Provider(string description) => new("--provider") { Description = description, HelpName = "name" };

    public static FlagOption Json() => new("--json") { Description = "Output JSON." };

    /// <summary>The provider that an option names, or <see langword="null"/> when it was not given.</summary>
    public static ProviderId? ProviderOf(string? text) => text is null ? null : ProviderId.Parse(text);
}
