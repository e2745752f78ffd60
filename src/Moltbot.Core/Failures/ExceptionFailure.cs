using System.Net;
using System.Net.Sockets;

namespace Moltbot.Core.Failures;

/// <summary>Reads a failure from an exception of .NET, in the terms in which the gateway knows failures.</summary>
public static class ExceptionFailure
{
    /// <summary>
    /// The failure that an exception is about: the first in its chain of causes that tells a reason, else the first that
    /// tells a status, be it one that says nothing about the credential, else the exception itself.
    /// </summary>
    public static ProviderFailure Of(Exception exception)
    {
        List<ProviderFailure> chain = [];
        for (Exception? current = exception; current is not null; current = current.InnerException)
            chain.Add(Read(current));

        return chain.Find(failure => failure.Reason is not null) ?? chain.Find(failure => failure.Status is not null) ?? chain[0];
    }

    private static ProviderFailure Read(Exception exception) => new()
    {
        Message = exception.Message,
        Name = exception switch
        {
            TimeoutException => "TimeoutError",
            OperationCanceledException => "AbortError",
            _ => exception.GetType().Name,
        },
        Status = StatusOf(exception) is { } status ? (double)status : null,
        Code = exception is SocketException socket ? CodeOf(socket) : null,
        Cause = exception.InnerException is { } inner ? Read(inner) : null,
        Fallback = exception.GetType().Name,
    };

    private static HttpStatusCode? StatusOf(Exception exception) => exception switch
    {
        HttpRequestException request => request.StatusCode,
        WebException { Response: HttpWebResponse response } => response.StatusCode,
        _ => null,
    };

    private static string? CodeOf(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.TimedOut => "ETIMEDOUT",
        SocketError.ConnectionReset => "ECONNRESET",
        SocketError.ConnectionAborted => "ECONNABORTED",
        _ => null,
    };
}
