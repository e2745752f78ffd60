using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Monitoring.Channels;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Resolving;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

/// <summary>Each channel at a real receiver on this machine.</summary>
public sealed class MonitorChannelTests : IAsyncLifetime
{
    private const string Password = "canary-password-0123456789";

    private readonly TemporaryHome home = new();
    private CertificateAuthority? authority;
    private ProcessEnvironment environment = null!;
    private MessageReceiver receiver = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await MessageReceiver.StartAsync();
        environment = home.Environment
            .With("HOOK", $"{receiver.Address}/hook/canary-path")
            .With("KEY", "canary-routing-key-0123456789abc")
            .With("PASSWORD", Password);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        authority?.Dispose();
        home.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JsonNode Told => receiver.Messages.ShouldHaveSingleItem().Json;

    [Fact]
    public async Task Ntfy_is_told_by_topic()
    {
        await SendAsync($"{{ type: 'ntfy', server: '{receiver.Address}', topic: 'my-alerts', token: '${{KEY}}' }}");

        receiver.Messages.Single().Authorization.ShouldBe("Bearer canary-routing-key-0123456789abc");
        Told.ToJsonString().ShouldBe(JsonNode.Parse("""
            {
              "topic": "my-alerts", "title": "Moltbot on hôst: 1 critical, 1 warning, 1 over",
              "message": "[critical] a has <expired>.\n[warning] b expires & ends.\n[over] c is fine.\n(/state)",
              "priority": 5, "tags": ["warning", "key"]
            }
            """)!.ToJsonString());
    }

    [Fact]
    public async Task A_webhook_gets_all_of_it()
    {
        await SendAsync($"{{ type: 'webhook', url: '{receiver.Address}/x' }}");

        (Told["host"]!.GetValue<string>(), Told["severity"]!.GetValue<string>(), Told["stateDirectory"]!.GetValue<string>()).ShouldBe(("hôst", "critical", "/state"));
        Told["events"]!.AsArray().Select(one => $"{one!["kind"]} {one["severity"]} {one["agentId"]} {one["provider"]} {one["profileId"]}")
            .ShouldBe(["expired critical main anthropic a", "expiring warning main anthropic b", "recovered notice main anthropic c"]);
    }

    [Fact]
    public async Task A_template_is_filled_without_breaking_out_of_it()
    {
        await SendAsync($$"""{ type: 'webhook', url: '{{receiver.Address}}/x', template: { text: '{{"{{severity}}"}}: {{"{{ text }}"}}', n: 5, list: ['{{"{{count}}"}}', '{{"{{nothing}}"}}'] } }""", Message(Event("q", "say \"{{host}}\", \\ and\u0007", MonitorEventKind.Expired, MonitorSeverity.Critical)));

        Told["text"]!.GetValue<string>().ShouldStartWith("critical: say \"{{host}}\", \\ and");
        Told["list"]!.ToJsonString().ShouldBe("""["1","{{nothing}}"]""");
    }

    [Fact]
    public async Task A_template_of_text_is_sent_as_text()
    {
        await SendAsync($$"""{ type: 'webhook', url: '{{receiver.Address}}/x', template: '{{"{{count}}"}} on {{"{{host}}"}}' }""");

        ReceivedMessage message = receiver.Messages.ShouldHaveSingleItem();
        (message.Body, message.ContentType).ShouldBe(("3 on hôst", "text/plain; charset=utf-8"));
    }

    [Fact]
    public async Task Slack_gets_text_without_markup_of_others()
    {
        await SendAsync("{ type: 'slack', url: '${HOOK}' }");

        Told.AsObject().Select(member => member.Key).ShouldBe(["text"]);
        Told["text"]!.GetValue<string>().ShouldContain("a has &lt;expired&gt;.\n[warning] b expires &amp; ends.");
    }

    [Fact]
    public async Task Teams_gets_a_card()
    {
        await SendAsync("{ type: 'teams', url: '${HOOK}' }");

        JsonNode card = Told["attachments"]![0]!;
        card["contentType"]!.GetValue<string>().ShouldBe("application/vnd.microsoft.card.adaptive");
        card["content"]!["body"]!.AsArray().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Discord_gets_at_most_what_it_takes_and_calls_nobody()
    {
        await SendAsync("{ type: 'discord', url: '${HOOK}' }", Message([.. Enumerable.Range(0, 50).Select(index => Event($"p{index}", $"@everyone {new string('x', 200)}", MonitorEventKind.Expired, MonitorSeverity.Critical))]));

        Told["content"]!.GetValue<string>().Length.ShouldBeLessThanOrEqualTo(2000);
        Told["allowed_mentions"]!.ToJsonString().ShouldBe("""{"parse":[]}""");
    }

    [Theory]
    [InlineData(false, "trigger")]
    [InlineData(true, "resolve")]
    public async Task PagerDuty_has_one_incident_that_ends_with_the_last_of_it(bool isAllOver, string action)
    {
        string settings = $"{{ type: 'pagerduty', url: '{receiver.Address}/v2/enqueue', routingKey: '${{KEY}}' }}";
        await SendAsync(settings, Message(Event("a", "It has expired.", isAllOver ? MonitorEventKind.Recovered : MonitorEventKind.Expired, MonitorSeverity.Critical)) with { IsAllOver = isAllOver });

        (Told["event_action"]!.GetValue<string>(), Told["routing_key"]!.GetValue<string>()).ShouldBe((action, "canary-routing-key-0123456789abc"));
        Told["dedup_key"]!.GetValue<string>().ShouldStartWith("moltbot-");
        Told["payload"]!["severity"]!.GetValue<string>().ShouldBe("critical");
        Told["payload"]!["source"]!.GetValue<string>().ShouldBe("hôst");
    }

    [Theory]
    [InlineData("{ type: 'slack', url: '${HOOK}' }", "HTTP 404")]
    [InlineData("{ type: 'slack', url: '${NOWHERE}' }", "NOWHERE")]
    [InlineData("{ type: 'webhook', url: 'http://moltbot.example/x' }", "https://")]
    [InlineData("{ type: 'webhook', url: 'http://127.0.0.1:1/x' }", "cannot be reached")]
    [InlineData("{ type: 'ntfy', server: 'http://127.0.0.1:1', topic: 'a/b' }", "topic")]
    [InlineData("{ type: 'command', program: '/nowhere/at-all' }", "cannot be started")]
    [InlineData("{ type: 'syslog', socket: '/nowhere/at-all' }", "nobody listens")]
    public async Task What_is_not_accepted_says_why_and_no_secret(string settings, string word)
    {
        receiver.Status["/hook/canary-path"] = 404;

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => SendAsync(settings));

        error.Message.ShouldContain(word);
        error.Message.ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("starttls", false)]
    [InlineData("implicit", true)]
    public async Task Mail_goes_to_a_host_with_a_password_over_TLS(string tls, bool isImplicit)
    {
        await using MailReceiver mail = new(Trusted(), isImplicit, Password);

        await SendAsync($"{{ type: 'email', host: '127.0.0.1', port: {mail.Port}, tls: '{tls}', user: 'moltbot', password: '${{PASSWORD}}', from: 'Moltbot <moltbot@example.com>', to: ['ops@example.com', 'me@example.com'] }}");

        string sent = mail.Mails.ShouldHaveSingleItem();
        sent.ShouldContain("To: ops@example.com, me@example.com");
        sent.ShouldContain("Auto-Submitted: auto-generated");
        sent.ShouldContain("[critical] a has <expired>.");
        sent.ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("user: 'moltbot', password: '${KEY}', from: 'm@example.com', to: 'o@example.com'", "password")]
    [InlineData("from: 'm@example.com', to: 'o@example.com'", "says")]
    [InlineData("from: 'nobody', to: 'o@example.com'", "from")]
    [InlineData("from: 'm@example.com', to: 'o@example.com', tls: 'ssl'", "starttls")]
    public async Task Mail_that_is_not_taken_says_why(string settings, string word)
    {
        await using MailReceiver mail = new(Trusted(), isImplicit: false, Password);

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => SendAsync($"{{ type: 'email', host: '127.0.0.1', port: {mail.Port}, {settings} }}"));

        error.Message.ShouldContain(word);
        error.Message.ShouldNotContain("canary");
        mail.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_host_whose_certificate_nobody_knows_gets_no_password()
    {
        await using MailReceiver mail = new(Trusted(), isImplicit: false, Password);
        environment = environment.Without("NODE_EXTRA_CA_CERTS");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() =>
            SendAsync($"{{ type: 'email', host: '127.0.0.1', port: {mail.Port}, user: 'moltbot', password: '${{PASSWORD}}', from: 'm@example.com', to: 'o@example.com' }}"));

        error.Message.ShouldContain("NODE_EXTRA_CA_CERTS");
        mail.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_reads_the_message_from_its_input()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");

        await SendAsync($"{{ type: 'command', program: '/bin/sh', arguments: ['-c', 'cat > \"$0\"', '{home["told.json"]}'] }}");

        JsonNode.Parse(await File.ReadAllTextAsync(home["told.json"], Cancellation))!["events"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_command_that_fails_has_not_accepted()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");

        (await Should.ThrowAsync<MoltbotException>(() => SendAsync("{ type: 'command', program: '/bin/sh', arguments: ['-c', 'exit 3'] }"))).Message.ShouldContain("ended with 3");
    }

    [Fact]
    public async Task The_journal_gets_fields_in_its_own_protocol()
    {
        byte[] entry = (await ListenAsync("journald"))[0];
        string text = Encoding.UTF8.GetString(entry);

        text.ShouldStartWith("MESSAGE\n");
        text.ShouldContain("[critical] a has <expired>.\n");
        BitConverter.ToUInt64(entry, "MESSAGE\n".Length).ShouldBe((ulong)Encoding.UTF8.GetByteCount($"{Message().Title}\n{Message().Text}"));
        text.ShouldContain("PRIORITY\n\u0001\0\0\0\0\0\0\02\n");
    }

    [Fact]
    public async Task Syslog_gets_a_line_for_each_event()
    {
        string[] lines = [.. (await ListenAsync("syslog")).Select(Encoding.UTF8.GetString)];

        lines.Length.ShouldBe(4);
        lines[0].ShouldMatch(@"^<10>Jan [ 2]\d \d\d:\d\d:\d\d moltbot: \[critical\] a has <expired>\.$");
    }

    private async Task<List<byte[]>> ListenAsync(string type)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no datagrams between processes.");
        using Socket listener = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(home["log"]));
        await SendAsync($"{{ type: '{type}', socket: '{home["log"]}' }}");

        List<byte[]> received = [];
        byte[] buffer = new byte[64 * 1024];
        while (listener.Available > 0)
            received.Add(buffer[..listener.Receive(buffer)]);

        return received;
    }

    private async Task SendAsync(string settings, MonitorMessage? message = null)
    {
        home.Write("monitor.json", $"{{ channels: {{ it: {settings} }} }}");
        if (!OperatingSystem.IsWindows())
            Unix.SetMode(home["monitor.json"], "600");

        MonitorSettings read = MonitorSettingsReader.Read(home["monitor.json"]);
        read.Problems.ShouldBeEmpty();
        SecretResolver secrets = new(_ => new EnvironmentSecretSource(environment), Cancellation);
        using MonitorChannels channels = new(environment, TimeProvider.System, secrets, network: null);
        await channels.SendAsync(read.Channels.Single(), message ?? Message(), Cancellation);
    }

    private static MonitorMessage Message() => Message(
        Event("a", "a has <expired>.", MonitorEventKind.Expired, MonitorSeverity.Critical),
        Event("b", "b expires & ends.", MonitorEventKind.Expiring, MonitorSeverity.Warning),
        Event("c", "c is fine.", MonitorEventKind.Recovered, MonitorSeverity.Notice));

    private static MonitorMessage Message(params MonitorEvent[] events) => new() { Events = events, Host = "hôst", StateDirectory = "/state", Time = TestClock.Now, IsAllOver = false };

    private static MonitorEvent Event(string id, string message, MonitorEventKind kind, MonitorSeverity severity) =>
        new(new MonitorKey(MonitorAspect.Validity, "main", id)) { StateDirectory = "/state", Kind = kind, Severity = severity, Provider = "anthropic", ProfileId = id, Message = VisibleText.OfSentence(message) };

    /// <summary>An authority whose certificates we trust from now on.</summary>
    private CertificateAuthority Trusted()
    {
        authority = Wine.New<CertificateAuthority>(Wine.Certificates);
        environment = environment.With("NODE_EXTRA_CA_CERTS", home.Write("root.pem", authority.Root));
        return authority;
    }
}
