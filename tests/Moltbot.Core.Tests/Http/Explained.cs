using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Http;

/// <summary>A request whose failure is told as whoever sends it tells it.</summary>
internal static class Explained
{
    public static async Task<HttpResponseMessage> Send(Func<Task<HttpResponseMessage>> send, Uri address, ProcessEnvironment environment)
    {
        try
        {
            return await send();
        }
        catch (OperationCanceledException e) when (e.InnerException is not TimeoutException)
        {
            throw;
        }
        catch (Exception e) when (TransportFailure.IsOne(e))
        {
            TransportFailure failure = TransportFailure.Of(e, address, environment);
            throw new MoltbotException(failure.Code, $"{failure.Cause}. {failure.Next}", e);
        }
    }
}
