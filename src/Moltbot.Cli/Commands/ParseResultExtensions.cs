using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary>What a command asks its parsed arguments.</summary>
internal static class ParseResultExtensions
{
    /// <summary>Whether an option without a value was given.</summary>
    public static bool Has(this ParseResult parsed, FlagOption option) => parsed.GetResult(option) is not null;
}
