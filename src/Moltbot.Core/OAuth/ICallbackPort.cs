using Moltbot.Core.Errors;

namespace Moltbot.Core.OAuth;

/// <summary>Where browsers come back to.</summary>
internal interface ICallbackPort
{
    /// <summary>Listens on a port of this machine, for this machine alone, until what is given back is disposed of.</summary>
    /// <param name="port">The port.</param>
    /// <param name="answer">Answers what is asked for: path and query.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.PortTaken"/>.</exception>
    IAsyncDisposable Open(int port, Func<string, LoopbackReply> answer);
}
