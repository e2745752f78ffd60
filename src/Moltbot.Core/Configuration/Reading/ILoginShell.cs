using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The user's login shell, which knows variables that a service or a scheduled task was not given.</summary>
public interface ILoginShell
{
    /// <summary>The variables as <c>env -0</c> prints them there: <c>NAME=value</c>, each with a NUL behind it.</summary>
    /// <param name="environment">The environment to start the shell with; it also names the shell.</param>
    /// <param name="timeout">How long to wait, or <see langword="null"/> for as long as it takes.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.LoginShellFailed"/>: it cannot be started, fails, takes too long or prints too much.</exception>
    string PrintVariables(ProcessEnvironment environment, TimeSpan? timeout);
}
