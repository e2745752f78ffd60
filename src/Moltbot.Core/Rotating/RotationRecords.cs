using System.Security.Cryptography;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Core.Rotating;

/// <summary>
/// The rotations that are under way, each in an owner-only file where no gateway looks: it would try every key that it finds
/// in a store. A file is named after its agent and profile, and written and removed only while the agent's store is held
/// (<see cref="RotationHold"/>).
/// </summary>
/// <param name="directory">The directory, whether it exists or not.</param>
internal sealed class RotationRecords(string directory)
{
    private const int DigestLength = 32;
    private const string Extension = ".json";
    private const string LockName = "rotations";

    /// <summary>All of them.</summary>
    /// <exception cref="MoltbotException">The directory cannot be listed, or what is in it cannot be read.</exception>
    public IReadOnlyList<RotationRecord> All()
    {
        IReadOnlyList<string> files = Folder.Files(directory, out MoltbotException? problem);
        return problem is null ? [.. files.Where(path => path.EndsWith(Extension, StringComparison.Ordinal)).Select(Read).OfType<RotationRecord>()] : throw problem;
    }

    /// <summary>The rotation of a profile, or <see langword="null"/>.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>: there is something that cannot be read.</exception>
    public RotationRecord? Find(AgentId agent, string profileId) => Read(PathOf(agent, profileId));

    /// <summary>Keeps others of ours from all records, where the stores themselves are not locked.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreLocked"/> or <see cref="ErrorCode.WriteFailed"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public DirectoryLock Lock(TimeProvider clock, CancellationToken cancellation)
    {
        string path = Path.Combine(directory, LockName);
        AtomicFile.Create(path, ""u8);
        return DirectoryLock.Acquire(path, new LockOptions { TimeProvider = clock }, cancellation);
    }

    /// <summary>Remembers a rotation, durably.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public void Write(RotationRecord record) => AtomicFile.Replace(PathOf(record.Agent, record.ProfileId), JsonText.Write(record.ToJson()));

    /// <summary>Forgets a rotation that is over.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public void Remove(RotationRecord record)
    {
        string path = PathOf(record.Agent, record.ProfileId);
        try
        {
            RegularFile.Delete(path);
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw new MoltbotException(ErrorCode.WriteFailed, $"Cannot remove {path}, which is about a rotation that is over. {ReadFailure.Remedy(e)}, and remove it.", e) { Path = path };
        }
    }

    private static RotationRecord? Read(string path)
    {
        try
        {
            if (SharedFile.Read(path, FileLimit.Record) is not { } content)
                return null;

            return RotationRecord.Read(JsonText.Parse(content)) ?? throw Unreadable(path, cause: null);
        }
        catch (MoltbotException e) when (e.Code == ErrorCode.SyntaxError)
        {
            throw Unreadable(path, e);
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw Unreadable(path, e);
        }
    }

    private string PathOf(AgentId agent, string profileId)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{agent.Value}\n{profileId}"));
        return Path.Combine(directory, $"{Convert.ToHexString(digest)[..DigestLength].ToLowerInvariant()}{Extension}");
    }

    private static MoltbotException Unreadable(string path, Exception? cause) => new(
        ErrorCode.StoreUnreadable,
        $"Cannot read {path}, which may hold the new key of a rotation. {ReadFailure.Remedy(cause)}; remove it if it is of no use.",
        cause)
    {
        Path = path,
    };
}
