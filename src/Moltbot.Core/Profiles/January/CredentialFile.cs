using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles.January;

/// <summary>Reads the JSON files that hold credentials.</summary>
internal static class CredentialFile
{
    private const int MostReadings = 100;
    private const int PauseMilliseconds = 10;

    /// <summary>The content of a file; undefined when there is no such file.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>: it cannot be opened, or is not JSON.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            return ReadWhole(path);
        }
        catch (MoltbotException e)
        {
            string place = e.Line is { } line ? $" (line {line}, column {e.Column})" : "";
            throw new MoltbotException(
                ErrorCode.StoreUnreadable,
                $"Cannot read the credential store {path}{place}: {e.Message}. Nothing was changed. Repair the file, or move it away to start with an empty store.",
                e)
            {
                Path = path,
                Line = e.Line,
                Column = e.Column,
            };
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Whether there is a file, at the end of its links.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>: nobody can tell, or it is something else than a file.</exception>
    public static bool Exists(string path)
    {
        try
        {
            return RegularFile.Require(path) == FileKind.File;
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>
    /// The gateway writes a store in place, so that there is only a part of it for a moment. What is no JSON is read once
    /// more, and again for as long as the file is locked, up to a second.
    /// </summary>
    private static JsonElement ReadWhole(string path)
    {
        for (int reading = 1; ; reading++)
        {
            bool mayBeWritten = reading == 1 || Directory.Exists(LockDirectory.NameFor(RealPath.Resolve(path)));
            try
            {
                return SharedFile.Read(path, FileLimit.Store) is { } content ? JsonText.Parse(content) : default;
            }
            catch (MoltbotException) when (mayBeWritten && reading < MostReadings)
            {
                Thread.Sleep(PauseMilliseconds);
            }
        }
    }

    private static MoltbotException Unreadable(string path, Exception refusal) =>
        new(ErrorCode.StoreUnreadable, $"Cannot read the credential store {path}: {Explain(path, refusal)}", refusal) { Path = path };

    private static string Explain(string path, Exception refusal)
    {
        if (refusal is UnusableFileException other)
            return $"{other.Message}. {other.Remedy}.";

        return new FileInfo(path).LinkTarget is not null && !RealPath.Exists(path)
            ? "its links lead nowhere. Remove or correct the link."
            : $"it cannot be opened. {ReadFailure.Remedy(refusal)}.";
    }
}
