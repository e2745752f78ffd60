using Moltbot.Core.Configuration.EnvironmentFiles;
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
}
