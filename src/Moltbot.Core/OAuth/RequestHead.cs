using System.Globalization;
using System.Text;

namespace Moltbot.Core.OAuth;

/// <summary>The part of a browser's request that says what it wants, and the whole of what it is answered.</summary>
internal static class RequestHead
{
    private const int Largest = 16 * 1024;

    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Reads up to the end of the header fields.</summary>
    /// <returns>The text; <see langword="null"/> when there is too much of it, or it ends before.</returns>
    public static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[Largest];
        int length = 0;
        while (length < Largest)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (count == 0)
                return null;

            length += count;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
                return Encoding.Latin1.GetString(buffer, 0, length);
        }

        return null;
    }

    /// <summary>The answer to a request.</summary>
    /// <param name="head">What was read of it.</param>
    /// <param name="answer">Answers what is asked for.</param>
    public static byte[] Answer(string? head, Func<string, LoopbackReply> answer)
    {
        string[] lines = (head ?? "").Split("\r\n");
        string[] request = lines[0].Split(' ');
        if (request is not [_, { Length: > 0 } target, _] || target[0] != '/' || !IsForHere(lines))
            return Write(new LoopbackReply(400, "Bad request"), hasBody: true);

        return request[0] switch
        {
            "GET" => Write(answer(target), hasBody: true),
            "HEAD" => Write(new LoopbackReply(200, ""), hasBody: false),
            _ => Write(new LoopbackReply(405, "Method not allowed"), hasBody: true),
        };
    }

    /// <summary>A page that has given its own name the address of this machine speaks of that name.</summary>
    private static bool IsForHere(string[] lines)
    {
        string? host = lines.Skip(1).FirstOrDefault(line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))?["Host:".Length..].Trim();
        return host is not null && Array.Exists(Hosts, name => host == name || host.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));
    }

    private static byte[] Write(LoopbackReply reply, bool hasBody)
    {
        byte[] body = Encoding.UTF8.GetBytes(reply.Text);
        string head = string.Create(CultureInfo.InvariantCulture, $"""
            HTTP/1.1 {reply.Status} {(reply.Status == 200 ? "OK" : "No")}
            Content-Type: {(reply.IsPage ? "text/html" : "text/plain")}; charset=utf-8
            Content-Length: {body.Length}
            Cache-Control: no-store
            Content-Security-Policy: default-src 'none'
            Referrer-Policy: no-referrer
            X-Content-Type-Options: nosniff
            Connection: close


            """).ReplaceLineEndings("\r\n");
        return hasBody ? [.. Encoding.ASCII.GetBytes(head), .. body] : Encoding.ASCII.GetBytes(head);
    }
}
