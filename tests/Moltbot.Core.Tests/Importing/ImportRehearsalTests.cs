using Moltbot.Core.Importing;

namespace Moltbot.Core.Tests.Importing;

public sealed class ImportRehearsalTests
{
    [Fact]
    public void A_rehearsal_goes_through_and_leaves_nothing_behind()
    {
        ImportRehearsal.Run();

        Directory.Exists("/rehearsal").ShouldBeFalse();
        File.Exists("/rehearsal").ShouldBeFalse();
    }
}
