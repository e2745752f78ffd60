using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;

namespace Moltbot.Core.Monitoring;

/// <summary>
/// What people know already, for each channel apart, so that one that fails is told later and the others not twice. It is
/// written by whoever holds the lock of the pass.
/// </summary>
internal sealed class MonitorMemory
{
    private readonly string path;
    private readonly Dictionary<string, ChannelMemory> channels;
    private bool isChanged;

    private MonitorMemory(string path, Dictionary<string, ChannelMemory> channels)
    {
        this.path = path;
        this.channels = channels;
    }

    /// <summary>That the file could not be used, and what became of it; <see langword="null"/> when it could.</summary>
    public string? Warning { get; private init; }

    /// <summary>Reads what is remembered. A file that is damaged counts as nothing, and is kept.</summary>
    /// <param name="path">The file, whether it exists or not.</param>
    /// <param name="mayMove">Whether a damaged file is moved aside, and not only told of.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>: it cannot be opened or moved. People would be told everything again in each pass.</exception>
    public static MonitorMemory Read(string path, bool mayMove, double now)
    {
        try
        {
            if (SharedFile.Read(path, FileLimit.Record) is not { } content)
                return new MonitorMemory(path, new(StringComparer.Ordinal));

            return Parse(path, content, now) ?? Damaged(path, "it is not what a pass writes", mayMove, now);
        }
        catch (MoltbotException e) when (e.Code == ErrorCode.SyntaxError)
        {
            return Damaged(path, $"line {e.Line}, column {e.Column}: {e.Message}", mayMove, now);
        }
        catch (Exception e) when (WriteFailure.IsRefusal(e))
        {
            throw new MoltbotException(ErrorCode.StoreUnreadable, $"Cannot read {path}, which says what people know already. {ReadFailure.Remedy(e)}.", e) { Path = path };
        }
    }

    /// <summary>What a channel has accepted.</summary>
    public ChannelMemory Of(string channel) => channels.GetValueOrDefault(channel, ChannelMemory.Empty);

    /// <summary>Remembers what a channel has accepted.</summary>
    public void Set(string channel, ChannelMemory memory)
    {
        isChanged = isChanged || !ReferenceEquals(memory, Of(channel));
        channels[channel] = memory;
    }

    /// <summary>Forgets the channels that there are no more.</summary>
    public void Keep(IEnumerable<string> names)
    {
        foreach (string name in channels.Keys.Except(names, StringComparer.Ordinal).ToArray())
            isChanged |= channels.Remove(name);
    }

    /// <summary>Writes what is different, if anything is.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public void Write()
    {
        if (!isChanged)
            return;

        AtomicFile.Replace(path, JsonText.Write(ToJson()));
        isChanged = false;
    }

    private JsonObject ToJson() => new()
    {
        ["version"] = 1.0,
        ["channels"] = new JsonObject(channels.Where(channel => channel.Value.Told.Count > 0).Select(channel => KeyValuePair.Create(
            channel.Key, (JsonNode?)new JsonObject(channel.Value.Told.Select(told => KeyValuePair.Create(told.Key, (JsonNode?)told.Value.ToJson())))))),
    };

    private static MonitorMemory? Parse(string path, byte[] content, double now)
    {
        JsonElement json = JsonText.Parse(content);
        if (json.Member("version").AsNumber() is not 1 || json.Member("channels").ValueKind != JsonValueKind.Object)
            return null;

        Dictionary<string, ChannelMemory> read = new(StringComparer.Ordinal);
        foreach (JsonEntry channel in json.Member("channels").Entries())
        {
            Dictionary<string, ToldEvent> told = new(StringComparer.Ordinal);
            foreach (JsonEntry entry in channel.Value.Entries())
            {
                if (ToldEvent.Read(entry.Value) is not { } one || MonitorKey.Parse(entry.Name) is null)
                    return null;

                told[entry.Name] = one.NotAfter(now);
            }

            read[channel.Name] = new ChannelMemory(told);
        }

        return new MonitorMemory(path, read);
    }

    private static void SetAside(string path, string aside)
    {
        using HeldDirectory? directory = HeldDirectory.Open(Path.GetDirectoryName(path)!);
        directory?.Rename(Path.GetFileName(path), Path.GetFileName(aside));
    }

    private static MonitorMemory Damaged(string path, string problem, bool mayMove, double now)
    {
        string aside = $"{path}.damaged-{now:F0}";
        if (mayMove)
            SetAside(path, aside);

        return new MonitorMemory(path, new(StringComparer.Ordinal))
        {
            Warning = $"{path} is damaged ({problem}), so it is not known what was told before, and all of it is told again.{(mayMove ? $" It is kept as {aside}." : "")}",
        };
    }
}
