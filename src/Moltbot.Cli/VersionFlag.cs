using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Moltbot.Cli;

/// <summary><c>--version</c>, for the same reason as <see cref="HelpFlag"/> not the library's.</summary>
internal sealed class VersionFlag : Option<bool>
{
    public VersionFlag()
        : base("--version")
    {
        Description = "Show version information";
        Arity = ArgumentArity.Zero;
        Action = new Showing();
        Validators.Add(result =>
        {
            if (!result.Implicit && result.Parent is CommandResult parent && parent.Children.Any(child => child != result && child is not OptionResult { Implicit: true }))
                result.AddError("--version option cannot be combined with other arguments.");
        });
    }

    private sealed class Showing : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ThisProgram.Version);
            return 0;
        }
    }
}
