using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary>
/// An option without a value: it is there or it is not. Other than <c>Option&lt;bool&gt;</c>, which is compiled anew by
/// each process, it costs no time at the start.
/// </summary>
internal sealed class FlagOption : Option<string>
{
    public FlagOption(string name)
        : base(name) => Arity = ArgumentArity.Zero;
}
