using System.Text;
using QRCoder;

namespace Moltbot.Core.OAuth;

/// <summary>An address as a picture that a phone reads. The one class that knows QRCoder.</summary>
public static class QrCode
{
    /// <summary>The picture in lines of half blocks, two rows of it in each. A dark terminal shows it the other way round, which phones read as well.</summary>
    public static IReadOnlyList<string> Draw(Uri address)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(address.AbsoluteUri, QRCodeGenerator.ECCLevel.L);
        return [.. Enumerable.Range(0, (code.ModuleMatrix.Count + 1) / 2).Select(line => Line(code, line * 2))];
    }

    private static string Line(QRCodeData code, int row)
    {
        StringBuilder line = new();
        for (int column = 0; column < code.ModuleMatrix[row].Count; column++)
        {
            bool isLower = row + 1 < code.ModuleMatrix.Count && code.ModuleMatrix[row + 1][column];
            line.Append((code.ModuleMatrix[row][column], isLower) switch
            {
                (true, true) => ' ',
                (true, false) => '▄',
                (false, true) => '▀',
                (false, false) => '█',
            });
        }

        return line.ToString();
    }
}
