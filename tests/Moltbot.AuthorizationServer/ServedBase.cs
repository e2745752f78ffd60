using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Moltbot.AuthorizationServer;

/// <summary>A base below a host, and what came for it.</summary>
/// <param name="path">The path of the base.</param>
/// <param name="answer">Answers a request.</param>
public sealed class ServedBase(string path, Func<HttpContext, Task> answer)
{
    private readonly ConcurrentQueue<ServedRequest> requests = [];

    /// <summary>The path of the base, with a slash before it and none behind it.</summary>
    public string Path => path;

    /// <summary>What came, in its order.</summary>
    public IReadOnlyCollection<ServedRequest> Requests => requests;

    internal async Task AnswerAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        requests.Enqueue(new ServedRequest(
            context.Request.Method,
            $"{context.Request.Path.Value![path.Length..]}{context.Request.QueryString}",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
        await answer(context);
    }
}
