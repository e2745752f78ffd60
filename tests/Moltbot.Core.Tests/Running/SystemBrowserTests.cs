using Moltbot.Core.Installation;
using Moltbot.Core.Running;

namespace Moltbot.Core.Tests.Running;

public sealed class SystemBrowserTests
{
    private static readonly ProcessEnvironment Bare = new() { HomeDirectory = "/", WorkingDirectory = "/", Platform = OperatingSystemKind.Linux };

    [Theory]
    [InlineData("DISPLAY")]
    [InlineData("WAYLAND_DISPLAY")]
    [InlineData("WSL_INTEROP")]
    public void A_screen_has_a_browser(string variable) => new SystemBrowser(Bare.With(variable, "x")).Openers.ShouldBe(["wslview", "xdg-open"]);

    [Fact]
    public async Task Without_a_screen_none_is_opened()
    {
        new SystemBrowser(Bare.With("DISPLAY", "")).Openers.ShouldBeEmpty();
        (await new SystemBrowser(Bare).OpenAsync(new Uri("https://example.com"), TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ms-settings:")]
    public async Task What_is_no_page_of_the_web_is_not_opened(string address) =>
        (await new SystemBrowser(Bare.With("DISPLAY", ":0")).OpenAsync(new Uri(address), TestContext.Current.CancellationToken)).ShouldBeFalse();
}
