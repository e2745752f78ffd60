using System.Text;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Sessions.January;

/// <summary>The text of a file of sessions. It is read as JSON5, like the gateway does.</summary>
internal static class SessionText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a store.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>, with line and column where there are any.</exception>
    public static SessionTable Read(byte[] utf8, string path)
    {
        JsonElement root = Parse(utf8, path);
        return root.ValueKind == JsonValueKind.Object ? TableOf(root) : throw NotAStore(path);
    }

    /// <summary>The text of a store in which some sessions have been edited; every byte outside of them stays.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>.</exception>
    public static byte[] Edit(byte[] utf8, string path, IReadOnlyDictionary<string, SessionEdit> edits)
    {
        Json5Document document = ParseJson5(utf8, path);
        Json5Object root = document.Root as Json5Object ?? throw NotAStore(path);
        Dictionary<string, Json5Span> places = new(StringComparer.Ordinal);
        foreach (Json5Member member in root.Members)
            places[member.Name] = member.Value.Span;

        Json5Splice[] splices = [.. edits
            .Select(edit => (Span: places[edit.Key], Edit: edit.Value))
            .OrderBy(edit => edit.Span.Start)
            .Select(edit => new Json5Splice(edit.Span, edit.Edit.ApplyTo(document.TextOf(edit.Span).ToString())))];
        return Utf8.GetBytes(Json5Splice.Apply(document.Text, splices));
    }

    private static SessionTable TableOf(JsonElement root)
    {
        List<KeyValuePair<string, SessionEntry>> read = [];
        List<string> others = [];
        foreach (JsonEntry entry in root.Entries())
        {
            if (entry.Value.ValueKind == JsonValueKind.Object)
                read.Add(new(entry.Name, new SessionEntry(entry.Name, entry.Value)));
            else
                others.Add(entry.Name);
        }

        return new SessionTable(new OrderedMap<SessionEntry>(read), others);
    }

    /// <summary>What the gateway writes is plain JSON, which is read faster.</summary>
    private static JsonElement Parse(byte[] utf8, string path)
    {
        try
        {
            return JsonText.Parse(utf8);
        }
        catch (MoltbotException)
        {
            return ParseJson5(utf8, path).Root.ToJson() is { } json ? JsonText.ToElement(json) : default;
        }
    }

    private static Json5Document ParseJson5(byte[] utf8, string path)
    {
        try
        {
            return Json5Document.Parse(Utf8.GetString(utf8));
        }
        catch (MoltbotException error)
        {
            throw new MoltbotException(
                ErrorCode.StoreUnreadable,
                $"{path} cannot be read at line {error.Line}, column {error.Column}: {error.Message.TrimEnd('.')}. Nothing was changed. Repair the file; the gateway takes it for empty and overwrites it with its next session.",
                error)
            {
                Path = path,
                Line = error.Line,
                Column = error.Column,
            };
        }
        catch (DecoderFallbackException error)
        {
            throw new MoltbotException(ErrorCode.StoreUnreadable, $"{path} cannot be read: it is not UTF-8 text. Nothing was changed. Save it as UTF-8.", error) { Path = path };
        }
    }

    private static MoltbotException NotAStore(string path) => MoltbotException.At(path, ErrorCode.StoreUnreadable,
        $"{path} is not a session store: it is no object of sessions. Nothing was changed. Repair the file, or move it away to start without sessions.");
}
