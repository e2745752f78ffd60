using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.BackingUp;

/// <summary>A backup of which every byte has been looked at: it is as it was made. It stays open until it is disposed of.</summary>
public sealed class BackupArchive : IDisposable
{
    private const int BufferLength = 64 * 1024;

    private readonly SafeFileHandle file;
    private readonly SealKey? key;
    private readonly BackupManifest manifest;

    private BackupArchive(string path, SafeFileHandle file, SealKey? key)
    {
        Path = path;
        this.file = file;
        this.key = key;
        manifest = Verify();
    }

    /// <summary>The absolute path of the archive.</summary>
    public string Path { get; }

    /// <summary>Whether it is encrypted.</summary>
    public bool IsEncrypted => key is not null;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)manifest.CreatedAt);

    /// <summary>The same as a text.</summary>
    public string CreatedAtText => UnixTime.ToText(CreatedAt);

    /// <summary>Which generation of gateways the installation belonged to.</summary>
    public LayoutKind Layout => manifest.Layout;

    /// <summary>The version of the gateway, or <see langword="null"/> where nothing said so.</summary>
    public string? GatewayVersion => manifest.GatewayVersion;

    /// <summary>The absolute path of the state directory that was saved.</summary>
    public string SavedStateDirectory => manifest.StateDirectory;

    /// <summary>The files, in the order in which they are put back.</summary>
    public IReadOnlyList<BackedUpFile> Files => manifest.Files;

    /// <summary>Opens a backup and looks at all of it.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="password">Gives the password, if there is need for one.</param>
    /// <exception cref="MoltbotException">
    /// It is not there (<see cref="ErrorCode.FileNotFound"/>), is none or was changed (<see cref="ErrorCode.BackupUnreadable"/>), or the
    /// password is missing or another one.
    /// </exception>
    internal static BackupArchive Open(string path, Func<Secret?> password)
    {
        SafeFileHandle opened = OpenFile(path);
        SealKey? made = null;
        try
        {
            byte[] header = new byte[SealKey.HeaderLength];
            if (RandomAccess.Read(opened, header, 0) == header.Length && header.AsSpan().StartsWith(SealKey.Mark))
                made = SealKey.Of(header, password() is { IsBlank: false } given ? given : throw BackupErrors.PasswordMissing(path), path);

            return new BackupArchive(path, opened, made);
        }
        catch
        {
            made?.Dispose();
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        key?.Dispose();
        file.Dispose();
    }

    /// <summary>Gives the content of each file in turn, which has to be what the archive says of it.</summary>
    /// <param name="take">Is given a file and its content, which it may leave unread.</param>
    internal void Read(Action<BackedUpFile, Stream> take)
    {
        Dictionary<string, BackedUpFile> byName = Files.ToDictionary(known => known.Name, StringComparer.Ordinal);
        Walk((name, content) =>
        {
            if (byName.TryGetValue(name, out BackedUpFile? known))
                take(known, content);
        });
    }

    private static SafeFileHandle OpenFile(string path)
    {
        try
        {
            return RegularFile.Open(path) ?? throw BackupErrors.Missing(path);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw new MoltbotException(ErrorCode.BackupUnreadable, $"{path} cannot be read: {(refusal is UnusableFileException other ? $"{other.Message}. {other.Remedy}" : ReadFailure.Remedy(refusal))}, then try again. Nothing was restored.", refusal) { Path = path };
        }
    }

    private BackupManifest Verify()
    {
        Dictionary<string, (long Length, string Digest)> found = new(StringComparer.Ordinal);
        byte[]? text = null;
        Walk((name, content) =>
        {
            if (text is not null)
                throw BackupErrors.Damaged(Path, $"there is something behind {BackupManifest.Name}, which is the last of a backup");
            if (name == BackupManifest.Name)
                text = ReadManifest(content);
            else if (!found.TryAdd(name, DigestOf(content)))
                throw BackupErrors.Damaged(Path, $"it has {name} twice");
        });
        BackupManifest read = BackupManifest.Read(text ?? throw BackupErrors.Damaged(Path, $"it has no {BackupManifest.Name}, so it ends too early or is something else"), Path);
        foreach (BackedUpFile known in read.Files)
        {
            if (!found.Remove(known.Name, out (long Length, string Digest) content) || content != (known.Length, known.Digest))
                throw BackupErrors.Damaged(Path, $"{known.Path} in it is not what was saved");
        }

        return found.Count == 0 ? read : throw BackupErrors.Damaged(Path, $"it has {found.Keys.First()}, of which {BackupManifest.Name} does not know");
    }

    /// <summary>Goes through the archive up to its end, so that nothing of it stays unproven.</summary>
    private void Walk(Action<string, Stream> take)
    {
        using FileStream source = new(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, BufferLength);
        source.Position = key is null ? 0 : SealKey.HeaderLength;
        using Stream opened = key is null ? source : new OpeningStream(source, key, Path);
        try
        {
            using GZipStream packed = new(opened, CompressionMode.Decompress, leaveOpen: true);
            using CountingStream counted = new(packed);
            using (TarReader archive = new(counted, leaveOpen: true))
            {
                while (archive.GetNextEntry() is { } entry)
                {
                    if (entry.EntryType != TarEntryType.RegularFile)
                        throw BackupErrors.Damaged(Path, "it has something else in it than files");

                    take(entry.Name, entry.DataStream ?? Stream.Null);
                }
            }

            counted.CopyTo(Stream.Null);
            opened.CopyTo(Stream.Null);
            if (key is null && LengthAtEnd() != (uint)counted.Count)
                throw BackupErrors.Damaged(Path, "it ends too early, or something stands behind its end");
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw BackupErrors.Damaged(Path, "it is no archive, or was changed");
        }
    }

    /// <summary>How long the content is, as gzip says in its last bytes, which the base library does not miss when they are cut off.</summary>
    private uint LengthAtEnd()
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(file, end, Math.Max(0, RandomAccess.GetLength(file) - end.Length));
        return BinaryPrimitives.ReadUInt32LittleEndian(end);
    }

    private byte[] ReadManifest(Stream content)
    {
        if (content != Stream.Null && content.Length > FileLimit.Manifest)
            throw BackupErrors.Damaged(Path, $"{BackupManifest.Name} in it is longer than that of any backup");

        using MemoryStream text = new();
        content.CopyTo(text);
        return text.ToArray();
    }

    private static (long Length, string Digest) DigestOf(Stream content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferLength];
        long length = 0;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return (length, EcmaScriptText.ToLower(Convert.ToHexString(hash.GetHashAndReset())));
    }
}
