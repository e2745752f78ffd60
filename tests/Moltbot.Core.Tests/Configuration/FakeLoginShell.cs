using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>A login shell that prints a given text, or fails, and remembers how it was asked.</summary>
internal sealed class FakeLoginShell(string output) : ILoginShell
{
    public bool Fails { get; init; }

    public bool WasAsked { get; private set; }

    public TimeSpan? Timeout { get; private set; }

    public string PrintVariables(ProcessEnvironment environment, TimeSpan? timeout)
    {
        WasAsked = true;
        Timeout = timeout;
        return Fails ? throw new MoltbotException(ErrorCode.LoginShellFailed, "The login shell took too long.") : output;
    }
}
