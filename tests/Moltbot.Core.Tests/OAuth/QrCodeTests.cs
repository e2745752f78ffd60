using Moltbot.Core.OAuth;

namespace Moltbot.Core.Tests.OAuth;

public sealed class QrCodeTests
{
    [Fact]
    public void An_address_is_drawn_as_a_square_with_a_margin_and_three_corners()
    {
        IReadOnlyList<string> lines = QrCode.Draw(new Uri("https://example.com/device?user_code=ABCD-EFGH"));

        lines.ShouldAllBe(line => line.Length == lines[0].Length);
        (lines[0].Length + 1).ShouldBe(lines.Count * 2);
        lines[0].ShouldBe(new string('█', lines[0].Length));
        lines[2].ShouldStartWith("████ ▄▄▄▄▄ █");
        lines[2].ShouldEndWith("█ ▄▄▄▄▄ ████");
        lines[^5].ShouldStartWith("████ █   █ █");
    }
}
