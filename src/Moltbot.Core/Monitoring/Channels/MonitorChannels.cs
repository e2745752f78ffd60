using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.Resolving;

namespace Moltbot.Core.Monitoring.Channels;

/// <summary>The ways to the channels of an installation. The network is opened when it is needed.</summary>
/// <param name="environment">The environment with everything that adds to it.</param>
/// <param name="clock">The clock.</param>
/// <param name="secrets">Follows references to their secrets.</param>
/// <param name="network">What carries the requests in a test; the network if <see langword="null"/>.</param>
internal sealed class MonitorChannels(ProcessEnvironment environment, TimeProvider clock, SecretResolver secrets, HttpMessageHandler? network) : IDisposable
{
    private readonly List<HttpClient> opened = [];

    /// <summary>Tells a channel something, within its limit.</summary>
    /// <exception cref="MoltbotException">It was not accepted, or a secret of the channel cannot be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task SendAsync(ChannelSettings channel, MonitorMessage message, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(channel.Limit, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await Open(channel).SendAsync(message, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw ChannelErrors.TooSlow(channel);
        }
    }

    /// <summary>Calls the address that notices when nobody does.</summary>
    /// <exception cref="MoltbotException">It did not answer, or not with success.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task CallAsync(ChannelValue address, CancellationToken cancellation)
    {
        ChannelSettings deadMan = new("deadMan", ChannelKind.Webhook);
        if (!Uri.TryCreate(address.Resolve(secrets).Reveal(), UriKind.Absolute, out Uri? target))
            throw ChannelErrors.Unusable(deadMan, "deadMan", "is no address of the form https://host/path");

        HttpClient http = OpenHttp(deadMan.Limit);
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(target, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw ChannelErrors.NotAccepted(deadMan, $"HTTP {(int)answer.StatusCode}", $"Check the address at {target.Host}.");
        }
        catch (Exception failure) when (TransportFailure.IsOne(failure) && !cancellation.IsCancellationRequested)
        {
            TransportFailure meaning = TransportFailure.Of(failure, target, environment);
            throw ChannelErrors.NotAccepted(deadMan, meaning.Cause, meaning.Next, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => opened.ForEach(http => http.Dispose());

    private IMonitorChannel Open(ChannelSettings channel) => channel.Kind switch
    {
        ChannelKind.Command => new CommandChannel(channel, environment),
        ChannelKind.Journald or ChannelKind.Syslog or ChannelKind.EventLog => new LogChannel(channel),
        ChannelKind.Email => new MailChannel(channel, secrets, environment),
        _ => new HttpChannel(channel, secrets, OpenHttp(channel.Limit), environment),
    };

    private HttpClient OpenHttp(TimeSpan limit)
    {
        HttpLimits limits = new(Connect: limit, Whole: limit, HttpLimits.SmallAnswer.MostBytes);
        HttpClient http = network is null ? HttpClients.Open(environment, clock, limits) : HttpClients.Over(network, clock, limits);
        lock (opened)
            opened.Add(http);

        return http;
    }
}
