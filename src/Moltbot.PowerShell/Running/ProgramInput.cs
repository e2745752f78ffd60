using System.Management.Automation;
using System.Text;
using Shell = System.Management.Automation.PowerShell;

namespace Moltbot.PowerShell.Running;

/// <summary>What the pipeline brings as what a program reads: bytes as they are, texts line by line, and other objects as they are shown.</summary>
internal static class ProgramInput
{
    /// <summary>So wide that nothing which is shown is cut.</summary>
    private const int Width = 4096;

    /// <summary>The bytes of some items.</summary>
    public static byte[] ToBytes(IReadOnlyList<PSObject?> items, Encoding encoding)
    {
        using MemoryStream bytes = new();
        for (int next = 0; next < items.Count;)
        {
            int first = next;
            while (next < items.Count && IsShown(items[next]))
                next++;

            if (next > first)
                Write(bytes, encoding, Show(items.Skip(first).Take(next - first)));
            else if (items[next++]?.BaseObject is var value && value is byte[] raw)
                bytes.Write(raw);
            else if (value is byte one)
                bytes.WriteByte(one);
            else
                Write(bytes, encoding, [LanguagePrimitives.ConvertTo<string>(value)]);
        }

        return bytes.ToArray();
    }

    private static bool IsShown(PSObject? item) => item?.BaseObject is not (null or string or IFormattable or bool or byte[]);

    private static void Write(MemoryStream bytes, Encoding encoding, IEnumerable<string> lines)
    {
        foreach (string line in lines)
            bytes.Write(encoding.GetBytes($"{line}{Environment.NewLine}"));
    }

    private static IEnumerable<string> Show(IEnumerable<PSObject?> items)
    {
        using Shell shell = Shell.Create(RunspaceMode.CurrentRunspace);
        return [.. shell.AddCommand(@"Microsoft.PowerShell.Utility\Out-String").AddParameter("Stream").AddParameter("Width", Width).Invoke<string>(items)];
    }
}
