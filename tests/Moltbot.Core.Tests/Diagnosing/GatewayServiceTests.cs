using System.Text;
using Moltbot.Core.Diagnosing.Checks;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>What the files of a service say about the variables and the account of the gateway.</summary>
public sealed class GatewayServiceTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_task_of_Windows_names_its_account_and_its_script_the_variables()
    {
        string script = home.Write("state/gateway.cmd", "@echo off\r\nrem a set of words\r\ncd /d C:\\x\r\nset CLAWDBOT_STATE_DIR=C:\\bot\r\nset \"GROQ_API_KEY=a=b\"\r\nnode gateway\r\n");
        Task("Moltbot Gateway", @"CORP\svc-bot", script);

        GatewayService service = Find().ShouldHaveSingleItem();

        (service.Account, service.IsOfAnotherAccount).ShouldBe((@"CORP\svc-bot", true));
        service.Variables.ShouldBe(["CLAWDBOT_STATE_DIR", "GROQ_API_KEY"], ignoreOrder: true);
    }

    [Fact]
    public void A_script_whose_task_may_not_be_read_is_looked_at_all_the_same()
    {
        home.Write("state/gateway.cmd", "@echo off\nset A=1\n");

        GatewayService service = Find().ShouldHaveSingleItem();

        (service.Path, service.Account, service.IsOfAnotherAccount).ShouldBe((home["state/gateway.cmd"], null, false));
        service.Variables.ShouldBe(["A"]);
    }

    [Theory]
    [InlineData(@"HOST\alice", false)]
    [InlineData("ALICE", false)]
    [InlineData(@"HOST\bob", true)]
    [InlineData("S-1-5-18", true)]
    [InlineData("S-1-5-21-1-2-3-1001", false)] // whose it is, only Windows knows
    public void An_account_is_another_one_if_its_name_is(string account, bool isOther)
    {
        Task("OpenClaw Gateway (work)", account, "gateway.cmd");

        Find().ShouldHaveSingleItem().IsOfAnotherAccount.ShouldBe(isOther);
    }

    [Theory]
    [InlineData(".config/systemd/user/moltbot-gateway.service", "[Service]\nUser=bob\nEnvironment=A=1\n")]
    [InlineData("Library/LaunchAgents/bot.molt.gateway.plist", "<plist><dict><key>UserName</key><string>bob</string><key>EnvironmentVariables</key><dict><key>A</key><string>1</string></dict></dict></plist>")]
    public void Units_and_property_lists_name_their_account_too(string path, string text)
    {
        home.Write(path, text);

        GatewayService service = GatewayService.Find(home.Environment.With("USER", "alice") with { Platform = OperatingSystemKind.Linux }, home["state"], ofSystem: false).ShouldHaveSingleItem();

        (service.Account, service.IsOfAnotherAccount).ShouldBe(("bob", true));
        service.Variables.ShouldBe(["A"]);
    }

    private void Task(string name, string account, string command)
    {
        string text = $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task><Principals><Principal><UserId>{account}</UserId></Principal></Principals><Actions><Exec><Command>{command}</Command></Exec></Actions></Task>";
        Directory.CreateDirectory(home["System32/Tasks"]);
        File.WriteAllText(home[$"System32/Tasks/{name}"], text, Encoding.Unicode);
    }

    private List<GatewayService> Find()
    {
        ProcessEnvironment windows = home.Environment.With("SystemRoot", home.Path).With("USERNAME", "alice") with { Platform = OperatingSystemKind.Windows };
        return [.. GatewayService.Find(windows, home["state"], ofSystem: false)];
    }
}
