using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Moltbot.Cli;

/// <summary><c>--help</c>. The library's own option loads its texts when it is made, which is a twentieth of every run.</summary>
internal sealed class HelpFlag : Option<bool>
{
    public HelpFlag()
        : base("--help", "-h", "/h", "-?", "/?")
    {
        Description = "Show help and usage information";
        Arity = ArgumentArity.Zero;
        Recursive = true;
        Action = new Showing();
    }

    private sealed class Showing : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult) => new HelpAction().Invoke(parseResult);
    }
}
