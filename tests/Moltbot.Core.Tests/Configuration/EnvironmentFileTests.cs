using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class EnvironmentFileTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Theory]
    [InlineData("A=1\n", "A=1\nB=3\n")]
    [InlineData(null, "B=3\n")]
    public void What_someone_else_has_added_stays_when_a_variable_is_taken_back(string? text, string expected)
    {
        if (text is not null)
            installation.File(".clawdbot/.env", text);
        EnvironmentFile file = installation.Open().EnvironmentFile;
        DotEnvText? before = file.ReadIfThere();
        file.Set("A", "2", TestContext.Current.CancellationToken);
        File.AppendAllText(file.Path, "B=3\n");

        file.TakeBack("A", "2", before);

        File.ReadAllText(file.Path).ShouldBe(expected);
    }

    [Theory]
    [InlineData(OperatingSystemKind.Windows, "Acme_Key=2\n")]
    [InlineData(OperatingSystemKind.Linux, "Acme_Key=1\nACME_KEY=2\n")]
    public void A_variable_is_set_under_the_name_that_it_has_in_the_file_where_case_does_not_count(OperatingSystemKind platform, string expected)
    {
        EnvironmentFile file = Open(platform, "Acme_Key=1\n");

        file.Set("ACME_KEY", "2", TestContext.Current.CancellationToken);

        File.ReadAllText(file.Path).ShouldBe(expected);
    }

    [Theory]
    [InlineData(OperatingSystemKind.Windows, "B=2\n")]
    [InlineData(OperatingSystemKind.MacOS, "Acme_Key=1\nB=2\n")]
    public void All_that_mean_a_variable_are_removed(OperatingSystemKind platform, string expected)
    {
        EnvironmentFile file = Open(platform, "Acme_Key=1\nACME_KEY=0\nB=2\n");

        file.Remove("ACME_KEY", TestContext.Current.CancellationToken).ShouldBeTrue();

        File.ReadAllText(file.Path).ShouldBe(expected);
    }

    private EnvironmentFile Open(OperatingSystemKind platform, string text)
    {
        installation.File(".clawdbot/.env", text);
        return MoltbotInstallation.Open(installation.Environment with { Platform = platform }).EnvironmentFile;
    }
}
