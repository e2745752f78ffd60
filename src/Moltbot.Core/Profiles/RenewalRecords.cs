using System.Security.Cryptography;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles;

/// <summary>
/// What is remembered of renewals beside the stores: a file for each refresh token that is under way, was answered, or is not
/// taken any more. It is named after the token's digest, so that it is about nothing once another token is stored, and every
/// copy of a sign-in leads to it. It is written and removed by whoever holds the locks of all stores with that token.
/// </summary>
/// <param name="directory">The directory, whether it exists or not.</param>
internal sealed class RenewalRecords(string directory)
{
    private const int DigestLength = 32;

    /// <summary>The directory, whether it exists or not.</summary>
    public string Directory { get; } = directory;

    /// <summary>What is remembered of a sign-in's refresh token, or <see langword="null"/>.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>: there is something that cannot be read.</exception>
    public RenewalRecord? Find(AuthProfile signIn)
    {
        if (signIn.Refresh.IsBlank)
            return null;

        string path = PathOf(signIn);
        try
        {
            if (SharedFile.Read(path, FileLimit.Record) is not { } content)
                return null;

            return RenewalRecord.Read(JsonText.Parse(content)) ?? throw Unreadable(path, cause: null);
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

    /// <summary>
    /// Why the provider does not take a sign-in's refresh token any more; <see langword="null"/> where that is not known. What
    /// cannot be read is told by whoever renews.
    /// </summary>
    public string? RejectionOf(AuthProfile signIn)
    {
        try
        {
            return Find(signIn) is { State: RenewalState.Rejected } rejected ? rejected.Reason ?? "" : null;
        }
        catch (MoltbotException)
        {
            return null;
        }
    }

    /// <summary>Remembers something of a sign-in's refresh token, durably.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public void Write(AuthProfile signIn, RenewalRecord record) => AtomicFile.Replace(PathOf(signIn), JsonText.Write(record.ToJson()));

    /// <summary>Forgets what is remembered of a sign-in's refresh token.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public void Remove(AuthProfile signIn)
    {
        string path = PathOf(signIn);
        try
        {
            RegularFile.Delete(path);
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw new MoltbotException(ErrorCode.WriteFailed, $"Cannot remove {path}. {ReadFailure.Remedy(e)}, and remove it.", e) { Path = path };
        }
    }

    /// <summary>Where it is remembered.</summary>
    public string PathOf(AuthProfile signIn)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{signIn.ProviderName}\n{signIn.Refresh.Reveal()}"));
        return Path.Combine(Directory, $"{Convert.ToHexString(digest)[..DigestLength].ToLowerInvariant()}.json");
    }

    private static MoltbotException Unreadable(string path, Exception? cause) => new(
        ErrorCode.StoreUnreadable,
        $"Cannot read {path}, which may hold the answer to a renewal. {ReadFailure.Remedy(cause)}; remove it only if it is empty.",
        cause)
    {
        Path = path,
    };
}
