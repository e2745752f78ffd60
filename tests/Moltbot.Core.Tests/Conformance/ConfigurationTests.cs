using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class ConfigurationTests
{
    [Theory]
    [Recordings("config-load")]
    public void The_configuration_is_read_as_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("config-load", id);

        JsonDifference.Find(ConfigurationOutcome.Comparable(recorded.Expected), ConfigurationOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
