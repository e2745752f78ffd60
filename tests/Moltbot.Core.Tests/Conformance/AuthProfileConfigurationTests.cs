using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class AuthProfileConfigurationTests
{
    [Theory]
    [Recordings("apply-auth-profile")]
    public void A_profile_is_entered_as_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("apply-auth-profile", id);
        JsonObject configuration = recorded.Input["cfg"]!.AsObject();
        JsonObject parameters = recorded.Input["params"]!.AsObject();
        ConfiguredProfile profile = new(parameters.Text("profileId")!, parameters.Text("provider")!, parameters.Text("mode"), parameters.Text("email"));
        bool preferFirst = parameters["preferProfileFirst"]?.GetValue<bool>() ?? true;

        JsonObject changed = configuration.With(AuthProfileConfiguration.Enter(new MoltbotConfiguration(configuration), profile, preferFirst));

        JsonDifference.Find(recorded.Expected["cfg"], changed).ShouldBeNull();
    }
}
