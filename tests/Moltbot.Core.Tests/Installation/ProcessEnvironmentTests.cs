using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Installation;

public sealed class ProcessEnvironmentTests
{
    [Fact]
    public void A_blank_variable_counts_as_missing()
    {
        using TemporaryHome home = new();
        ProcessEnvironment environment = home.Environment.With("MOLTBOT_STATE_DIR", " \u00A0\t");

        environment.GetNonBlank("MOLTBOT_STATE_DIR").ShouldBeNull();
        environment.Get("MOLTBOT_STATE_DIR").ShouldBe(" \u00A0\t");
    }

    [Fact]
    public void The_first_variable_that_is_not_blank_wins()
    {
        using TemporaryHome home = new();
        ProcessEnvironment environment = home.Environment.With("A", "").With("B", " b ").With("C", "c");

        environment.GetFirstNonBlank("A", "B", "C").ShouldBe("b");
    }
}
