using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.Resolving;

namespace Moltbot.Core.Monitoring.Channels;

/// <summary>Mail. The one class that knows MailKit.</summary>
/// <param name="channel">Its settings.</param>
/// <param name="secrets">Follows its references.</param>
/// <param name="environment">The environment with everything that adds to it, whose roots are trusted.</param>
internal sealed class MailChannel(ChannelSettings channel, SecretResolver secrets, ProcessEnvironment environment) : IMonitorChannel
{
    private const int Submission = 587;
    private const int SubmissionOverTls = 465;

    /// <inheritdoc/>
    public async Task SendAsync(MonitorMessage message, CancellationToken cancellation)
    {
        string host = Value("host");
        bool isHere = host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
        if (OfflineHosts.IsOffline(environment) && !isHere)
            throw ChannelErrors.NotAccepted(channel, "nothing is sent to other machines, because MOLTBOT_OFFLINE is set", "Unset it where there is a network.");

        using MimeMessage mail = MailOf(message);
        using SmtpClient smtp = new() { CheckCertificateRevocation = false };
        TrustedRoots roots = new(environment);
        smtp.ServerCertificateValidationCallback = (_, certificate, chain, errors) => roots.Accept(certificate, chain, errors);
        try
        {
            SecureSocketOptions protection = Protection();
            await smtp.ConnectAsync(host, Port(protection), protection, cancellation).ConfigureAwait(false);
            if (channel.Values.ContainsKey("user"))
            {
                if (!smtp.IsSecure && !isHere)
                    throw ChannelErrors.Unusable(channel, "tls", "is \"none\", so that the password could be read on its way");

                await smtp.AuthenticateAsync(Value("user"), channel.Values.GetValueOrDefault("password")?.Resolve(secrets).Reveal() ?? "", cancellation).ConfigureAwait(false);
            }

            await smtp.SendAsync(mail, cancellation).ConfigureAwait(false);
            await LeaveAsync(smtp, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AuthenticationException)
        {
            throw ChannelErrors.NotAccepted(channel, $"{host} did not take the user and the password", "Check them; many hosts want a password that is made for one program.", failure);
        }
        catch (Exception failure) when (failure is SslHandshakeException)
        {
            throw ChannelErrors.NotAccepted(channel, $"the certificate of {host} is not trusted, or no encryption could be agreed on", "Name the file with its root in NODE_EXTRA_CA_CERTS, or check port and tls.", failure);
        }
        catch (Exception failure) when (failure is CommandException or ProtocolException or SocketException or IOException or NotSupportedException or ServiceNotAuthenticatedException)
        {
            throw ChannelErrors.NotAccepted(channel, $"{host} says: {failure.Message.Trim().TrimEnd('.')}", "Check host, port, tls and the addresses.", failure);
        }
    }

    /// <summary>It was accepted before; a host that hangs up without a word takes nothing back.</summary>
    private static async Task LeaveAsync(SmtpClient smtp, CancellationToken cancellation)
    {
        try
        {
            await smtp.DisconnectAsync(quit: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CommandException or ProtocolException or SocketException or IOException or OperationCanceledException)
        {
            // The mail is the host's now.
        }
    }

    private MimeMessage MailOf(MonitorMessage message)
    {
        MimeMessage mail = new() { Subject = message.Title, Date = message.Time, Body = new TextPart("plain") { Text = message.Text } };
        mail.From.Add(Mailbox("from", Value("from")));
        foreach (string to in channel.Lists["to"])
            mail.To.Add(Mailbox("to", to));

        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Priority = message.Severity >= MonitorSeverity.Error ? MessagePriority.Urgent : MessagePriority.Normal;
        return mail;
    }

    private MailboxAddress Mailbox(string member, string text) => MailboxAddress.TryParse(text, out MailboxAddress? mailbox) && mailbox.Address.Contains('@', StringComparison.Ordinal)
        ? mailbox
        : throw ChannelErrors.Unusable(channel, member, "is no address of the form name@host");

    private SecureSocketOptions Protection() => channel.Text("tls") switch
    {
        null when channel.Text("port") == "465" => SecureSocketOptions.SslOnConnect,
        null or "starttls" => SecureSocketOptions.StartTls,
        "implicit" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => throw ChannelErrors.Unusable(channel, "tls", "is none of starttls, implicit and none"),
    };

    private int Port(SecureSocketOptions protection)
    {
        if (channel.Text("port") is not { } text)
            return protection == SecureSocketOptions.SslOnConnect ? SubmissionOverTls : Submission;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw ChannelErrors.Unusable(channel, "port", "is no port");
    }

    private string Value(string member) => channel.Values[member].Resolve(secrets).Reveal();
}
