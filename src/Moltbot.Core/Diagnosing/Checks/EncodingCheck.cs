using System.Text;
using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Files that are not UTF-8 as the gateway reads it, as editors and older PowerShells of Windows write them.</summary>
internal sealed class EncodingCheck : IInstallationCheck
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.FileEncoding];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        foreach (AgentContext agent in installation.Agents.Where(agent => agent.Reading.OwnProblem is { Line: not null }))
        {
            if (In(installation, agent.StorePath, isStore: true, new FindingPlace(agent.StorePath) { Agent = agent.Id.Value }) is { } found)
                yield return found;
        }

        foreach (AgentContext agent in installation.Agents.Where(agent => installation.SessionsOf(agent).Place.Kind == StorePlaceKind.File && IsUnreadable(installation, agent)))
        {
            string path = installation.SessionsOf(agent).Place.Path;
            if (In(installation, path, isStore: false, new FindingPlace(path) { Agent = agent.Id.Value }, isSessions: true) is { } found)
                yield return found;
        }

        foreach (string path in installation.Places.Where(place => place.Kind is SecretPlaceKind.Settings or SecretPlaceKind.Variables).Select(place => place.Place.Path))
        {
            if (IsSuspect(installation, path) && In(installation, path, isStore: false, new FindingPlace(path)) is { } found)
                yield return found;
        }
    }

    /// <summary>What is no UTF-8 was read as U+FFFD.</summary>
    private static bool IsSuspect(ExaminedInstallation installation, string path) =>
        installation.Texts.TryGet(path)?.Contains('\uFFFD', StringComparison.Ordinal) ?? (PathComparison.Here.AreSame(path, installation.Paths.ConfigPath) && installation.ConfigurationFile.Loaded.Error is { Line: not null });

    private static bool IsUnreadable(ExaminedInstallation installation, AgentContext agent)
    {
        try
        {
            installation.SessionsIn(installation.SessionsOf(agent));
            return false;
        }
        catch (MoltbotException)
        {
            return true; // which is told as such
        }
    }

    private static Finding? In(ExaminedInstallation installation, string path, bool isStore, FindingPlace place, bool isSessions = false)
    {
        if (TryRead(path) is not { } bytes || Name(bytes, isStore) is not { } name)
            return null;

        Repair? convert = Decode(bytes) is { } text && IsWhole(text, isStore, path)
            ? Repair.Of(path, "Write the same text as UTF-8", RepairConsent.Unasked, cancellation =>
            {
                if (isSessions)
                    installation.Files.ReplaceSessions(path, bytes, Utf8.GetBytes(text), cancellation);
                else
                    installation.Files.Replace(path, bytes, Utf8.GetBytes(text), cancellation);

                return $"the text is the same; it was {name}";
            })
            : null;
        return installation.Found(FindingKinds.FileEncoding, $"{path} is {name}, and the gateway reads UTF-8 without a byte order mark. Save it so.", place, convert);
    }

    private static string? Name(ReadOnlySpan<byte> bytes, bool isStore) =>
        bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble) ? "UTF-16" :
        isStore && bytes.StartsWith(Encoding.UTF8.Preamble) ? "UTF-8 with a byte order mark" :
        !System.Text.Unicode.Utf8.IsValid(bytes) ? "no UTF-8" :
        null;

    private static string? Decode(byte[] bytes)
    {
        try
        {
            return bytes.AsSpan().StartsWith(Encoding.Unicode.Preamble) ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes, 2, bytes.Length - 2) :
                bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble) ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes, 2, bytes.Length - 2) :
                bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Utf8.GetString(bytes, 3, bytes.Length - 3) :
                null;
        }
        catch (ArgumentException)
        {
            return null; // half a character: nobody knows what it was
        }
    }

    /// <summary>Whether the text says something in its file, so that it was read as it was meant.</summary>
    private static bool IsWhole(string text, bool isStore, string path)
    {
        try
        {
            if (isStore)
                return JsonText.Parse(Utf8.GetBytes(text)).Member("profiles").IsContainer();
            if (path.EndsWith(".env", StringComparison.Ordinal))
                return !text.Contains('\0', StringComparison.Ordinal);

            return Json5Document.Parse(text).Root is Json5Object;
        }
        catch (MoltbotException)
        {
            return false;
        }
    }

    private static byte[]? TryRead(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Store);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return null; // that is told by who wanted to read it
        }
    }
}
