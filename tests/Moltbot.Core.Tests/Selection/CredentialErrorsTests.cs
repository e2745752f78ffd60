using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
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

    private static MoltbotException Tell(StoreBuilder builder)
    {
        AuthProfileStore store = builder.Build();
        return CredentialErrors.InCooldown(ProviderId.Parse("zai"), store.Profiles.Select(profile => (profile.Id, store.Usage(profile.Id))));
    }

    private static DateTimeOffset? After(int? minutes) => minutes is { } count ? Now.AddMinutes(count) : null;
}
