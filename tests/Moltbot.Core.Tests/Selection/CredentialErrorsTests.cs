using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

public sealed class CredentialErrorsTests
{
    [Theory]
    [InlineData(5, null, "`moltbot models auth cooldown clear`")]
    [InlineData(null, 5, "`moltbot models auth cooldown clear --disabled`")]
    [InlineData(5, 6, "`moltbot models auth cooldown clear --disabled`")]
    [InlineData(5, 5, "`moltbot models auth cooldown clear --disabled`")]
    [InlineData(6, 5, "`moltbot models auth cooldown clear`")]
    public void What_ends_a_rest_is_what_it_is_for(int? cooldown, int? disabled, string command) =>
        Tell(new StoreBuilder().ApiKey("zai:a").Usage("zai:a", cooldownUntil: After(cooldown), disabledUntil: After(disabled))).MessageIn(FrontEnd.CommandLine).ShouldContain(command);

    [Fact]
    public void The_first_to_be_used_again_is_named()
    {
        MoltbotException error = Tell(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Usage("zai:a", cooldownUntil: After(9)).Usage("zai:b", cooldownUntil: After(4)));

        error.Message.ShouldContain("the first one to be used again is zai:b, from 2026-01-28 12:04:00Z");
        error.Code.ShouldBe(ErrorCode.CredentialInCooldown);
    }

    [Theory]
    [InlineData("openclaw-oauth-refresh-fence:v1:failed:x", "has failed to renew", "the gateway could not renew the sign-in; sign in again")]
    [InlineData("openclaw-oauth-refresh-fence:v1:pending:x", "is renewing", "the gateway is renewing the sign-in")]
    [InlineData("a-token", "which alone renews it", null)]
    public void Who_renews_a_sign_in_of_a_gateway_of_today_is_told(string access, string told, string? reason)
    {
        AuthProfileStore view = TodayDocument.Read(new StoredCells("cells") { Store = JsonText.ToElement(new StoreBuilder().OAuth("zai:a", access, expires: Now.AddHours(1)).ToJson()) });

        CredentialErrors.RenewedByGateway(view.Find("zai:a")!).Message.ShouldContain(told);
        (new CredentialPlanner(view, view, MoltbotConfiguration.Empty, new ProcessEnvironment { HomeDirectory = "/nowhere", WorkingDirectory = "/nowhere" }, NowMilliseconds)
            .Plan("zai").Candidates.ShouldHaveSingleItem().Step as CredentialStep.None)?.Reason.ShouldBe(reason);
    }

    private static MoltbotException Tell(StoreBuilder builder)
    {
        AuthProfileStore store = builder.Build();
        return CredentialErrors.InCooldown(ProviderId.Parse("zai"), store.Profiles.Select(profile => (profile.Id, store.Usage(profile.Id))));
    }

    private static DateTimeOffset? After(int? minutes) => minutes is { } count ? Now.AddMinutes(count) : null;
}
