using System.Text;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Auditing;

/// <summary>
/// The secrets in a gateway's database besides the credentials in its rows. Values that others can refer to are told by their
/// names. All the rest of the file is looked through for what looks like a secret: other rows, pages that are free by now, and
/// changes beside it, where what was replaced stays until something else is written there.
/// </summary>
internal static class DatabaseExposure
{
    private const string SharedDatabase = "openclaw.sqlite";
    private const int ChunkSize = 4 * 1024 * 1024;

    /// <summary>What the end of a chunk is read again with, so that nothing is cut in two.</summary>
    private const int Overlap = 32 * 1024;

    /// <summary>How far before a member its kind may stand.</summary>
    private const int Reach = 16 * 1024;

    /// <summary>A shorter text is told by its name alone.</summary>
    public const int ShortestSecret = 20;

    /// <summary>How secrets begin that are told without a name.</summary>
    private static readonly byte[][] Shapes = [.. new[] { "sk-", "AIza", "ghp_", "gho_", "ghu_", "github_pat_", "gsk_", "xai-", "csk-", "hf_", "xoxb-", "xapp-", "ya29.", "cpk_", "vck_", "pplx-", "npm_" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The members of a credential, each with the kind of which it is one.</summary>
    private static readonly (byte[] Member, byte[] Kind)[] Members =
    [
        .. new[] { ("key", "api_key"), ("token", "token"), ("access", "oauth"), ("refresh", "oauth"), ("idToken", "oauth") }
            .Select(one => (Encoding.ASCII.GetBytes($"\"{one.Item1}\":\""), Encoding.ASCII.GetBytes($"\"type\":\"{one.Item2}\""))),
    ];

    /// <summary>The findings in a database, or in a file beside one.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="known">The secrets that are told already.</param>
    /// <exception cref="MoltbotException">It cannot be read.</exception>
    public static IEnumerable<SecretFinding> In(string path, IReadOnlyCollection<string> known)
    {
        List<(string Name, string Value)> named = Path.GetFileName(path) == SharedDatabase ? Named(path) : [];
        foreach ((string name, _) in named)
            yield return new SecretFinding(SecretFindingCode.PlaintextFound, path, $"secret_store_entries.{name}", "The gateway keeps this value as it is. Keep it in a vault or in a variable, and refer to that.");

        int count = Count(path, [.. known, .. named.Select(value => value.Value)]);
        if (count > 0)
        {
            yield return new SecretFinding(SecretFindingCode.PlaintextFound, path, Entry: null,
                $"{(count == 1 ? "A text in it looks like a secret and stands" : $"{count} texts in it look like secrets and stand")} in no row of credentials: in another row, or where a row was before. If it was replaced because others may know it, end it at its provider; {GatewayCommands.Compact} clears what is free in the gateway's shared database.");
        }
    }

    /// <summary>The values that the gateway keeps for references to them (docs/gateway/later.md §3.4).</summary>
    private static List<(string Name, string Value)> Named(string path)
    {
        const string Table = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'secret_store_entries'";
        return DatabaseReading.Read(path, database => database.Text(Table) is null
            ? new List<(string, string)>()
            : [.. database.Query("SELECT name, value FROM secret_store_entries WHERE value <> ''").Select(row => (row[0] ?? "", row[1] ?? ""))]) ?? [];
    }

    private static int Count(string path, List<string> known)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        try
        {
            using SafeFileHandle? file = RegularFile.Open(path);
            if (file is null)
                return 0;

            byte[] buffer = new byte[ChunkSize + Overlap];
            long offset = 0;
            int filled = 0;
            int read;
            while ((read = RandomAccess.Read(file, buffer.AsSpan(filled), offset)) > 0)
            {
                offset += read;
                filled += read;
                Collect(buffer.AsSpan(0, filled), found);
                int kept = Math.Min(Overlap, filled);
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
                filled = kept;
            }
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw MoltbotException.At(path, ErrorCode.StoreUnreadable, $"{path} cannot be read: {refusal.Message.TrimEnd('.')}. Check who owns it and who may read it, then try again.");
        }

        // A long row is cut where a page ends, and what is left of a secret there is the beginning of it.
        return found.Count(text => !known.Exists(secret => secret.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(secret, StringComparison.Ordinal)));
    }

    private static void Collect(ReadOnlySpan<byte> bytes, HashSet<string> found)
    {
        foreach (byte[] shape in Shapes)
        {
            for (int at = bytes.IndexOf(shape); at >= 0; at = Next(bytes, shape, at))
            {
                if ((at == 0 || !IsWord(bytes[at - 1])) && TextAt(bytes, at) is { } text && text.AsSpan(shape.Length).ContainsAnyInRange('0', '9'))
                    found.Add(text);
            }
        }

        foreach ((byte[] member, byte[] kind) in Members)
        {
            for (int at = bytes.IndexOf(member); at >= 0; at = Next(bytes, member, at))
            {
                if (bytes[Math.Max(0, at - Reach)..at].LastIndexOf(kind) >= 0 && TextAt(bytes, at + member.Length) is { } text && !SignInFence.IsFence(text))
                    found.Add(text);
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> bytes, byte[] sought, int at) =>
        bytes[(at + sought.Length)..].IndexOf(sought) is >= 0 and int further ? at + sought.Length + further : -1;

    /// <summary>A text that is long enough for a secret; <see langword="null"/> when there is none.</summary>
    private static string? TextAt(ReadOnlySpan<byte> bytes, int start)
    {
        int end = start;
        while (end < bytes.Length && IsOfSecret(bytes[end]))
            end++;

        return end - start < ShortestSecret ? null : Encoding.ASCII.GetString(bytes[start..end]);
    }

    private static bool IsWord(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'_' or (byte)'-';

    private static bool IsOfSecret(byte one) => IsWord(one) || one is (byte)'.' or (byte)'+' or (byte)'/' or (byte)'=' or (byte)':' or (byte)'~';
}
