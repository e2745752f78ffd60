using System.Text;
using Moltbot.Core.Running;

namespace Moltbot.Core.Tests.Running;

public sealed class ConsoleTextTests
{
    [Fact]
    public void A_character_may_come_in_pieces()
    {
        ConsoleText text = new(Latin);
        byte[] bytes = Encoding.UTF8.GetBytes("é✓𝒳 end");

        string.Concat(bytes.Select(one => text.Read([one]))).ShouldBe("é✓𝒳 end");
        text.Rest().ShouldBe("");
    }

    [Fact]
    public void What_another_program_writes_in_another_encoding_is_read_in_that() => new ConsoleText(Latin).Read([0x63, 0xE9, 0x21]).ShouldBe("cé!");

    [Fact]
    public void What_never_becomes_a_character_is_shown_in_the_other_encoding()
    {
        ConsoleText text = new(Latin);

        text.Read([0x63, 0xE9]).ShouldBe("c");
        text.Read([0x21]).ShouldBe("é!");
        text.Read([0xE9]).ShouldBe("");
        text.Rest().ShouldBe("é");
        text.Rest().ShouldBe("");
    }

    [Fact]
    public void A_marker_at_the_beginning_is_not_lost() => new ConsoleText(Latin).Read([0xEF, 0xBB, 0xBF, 0x61]).ShouldBe("\uFEFFa");

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
