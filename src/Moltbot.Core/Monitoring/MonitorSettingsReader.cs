using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>
/// Reads <c>monitor.json</c>, which is JSON5. What is wrong is told with its place, and everything else counts: a pass that
/// tells nobody because of a slip in one channel would be worse than none.
/// </summary>
internal sealed class MonitorSettingsReader
{
    private const double Hundred = 100;

    private static readonly string[] Members = ["warn", "refreshWithin", "probe", "quota", "resting", "repeat", "quietHours", "channels", "deadMan"];
    private static readonly string[] CommonFields = ["type", "least", "timeout"];

    private readonly string path;
    private readonly Json5Document document;
    private readonly List<MoltbotException> problems = [];

    private MonitorSettingsReader(string path, Json5Document document)
    {
        this.path = path;
        this.document = document;
    }

    /// <summary>Reads the settings of an installation.</summary>
    /// <param name="path">The file, whether it exists or not.</param>
    public static MonitorSettings Read(string path)
    {
        try
        {
            if (TrustedFile.Problem(path, isSecret: false) is { } problem)
                return Unusable(path, $"it says who is told and which programs are run, and {problem}");

            return SharedFile.Read(path, FileLimit.Record) is { } content ? new MonitorSettingsReader(path, Json5Document.Parse(Encoding.UTF8.GetString(content))).Read() : new MonitorSettings();
        }
        catch (MoltbotException error) when (error.Code == ErrorCode.SyntaxError)
        {
            return new MonitorSettings { Problems = [Invalid(path, error.Line, error.Column, error.Message, error)] };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unusable(path, error is UnusableFileException other ? other.Sentence : $"it cannot be opened. {ReadFailure.Remedy(error)}");
        }
    }

    private static MonitorSettings Unusable(string path, string problem) => new() { Problems = [Invalid(path, line: null, column: null, problem, cause: null)] };

    private MonitorSettings Read()
    {
        if (document.Root is not Json5Object root)
        {
            Report(document.Root, "it has to be an object: { channels: { … } }");
            return new MonitorSettings { Problems = problems };
        }

        ReportUnknown(root, Members);
        MonitorSettings usual = new();
        return usual with
        {
            Warn = Thresholds(root.Find("warn")),
            RefreshWithin = Find(root, "refreshWithin") is Json5Literal { Value: false } ? null : Duration(root, "refreshWithin") ?? usual.RefreshWithin,
            Probe = Flag(root, "probe"),
            QuotaPercent = Percent(root),
            Resting = Duration(root, "resting") ?? usual.Resting,
            Repeat = Duration(root, "repeat") ?? usual.Repeat,
            Quiet = Quiet(root.Find("quietHours")),
            Channels = Channels(root.Find("channels")),
            DeadMan = root.Find("deadMan") is { } address ? Value(address, "deadMan", isSecret: false) : null,
            Problems = problems,
        };
    }

    private static Json5Node? Find(Json5Object parent, string name) => parent.Find(name);

    private MonitorThresholds Thresholds(Json5Node? node)
    {
        MonitorThresholds usual = MonitorThresholds.Usual;
        if (node is null)
            return usual;
        if (node is not Json5Object given)
        {
            Report(node, "\"warn\" is no object of durations. Use { notice: \"7d\", warning: \"24h\", error: \"2h\" }");
            return usual;
        }

        ReportUnknown(given, ["notice", "warning", "error"]);
        MonitorThresholds read = new(Duration(given, "notice") ?? usual.Notice, Duration(given, "warning") ?? usual.Warning, Duration(given, "error") ?? usual.Error);
        if (read.Notice >= read.Warning && read.Warning >= read.Error)
            return read;

        Report(node, "what is more urgent has to come later: \"notice\" is the longest duration, \"error\" the shortest");
        return usual;
    }

    private double? Percent(Json5Object root)
    {
        switch (root.Find("quota"))
        {
            case null or Json5Literal { Value: false }:
                return null;
            case Json5Number { Value: > 0 and <= Hundred } number:
                return number.Value;
            case { } other:
                Report(other, "\"quota\" is no percentage. Use a number from 1 to 100, for instance 90, or false");
                return null;
        }
    }

    private QuietHours? Quiet(Json5Node? node)
    {
        if (node is null)
            return null;
        if (node is not Json5Object given)
        {
            Report(node, "\"quietHours\" is no object. Use { from: \"22:00\", to: \"07:00\" }");
            return null;
        }

        ReportUnknown(given, ["from", "to", "timeZone", "except"]);
        TimeOnly? from = Time(given, "from");
        TimeOnly? to = Time(given, "to");
        TimeZoneInfo zone = Zone(given.Find("timeZone"));
        MonitorSeverity except = Severity(given, "except") ?? MonitorSeverity.Critical;
        return from is { } start && to is { } end ? new QuietHours(start, end, zone, except) : null;
    }

    private TimeOnly? Time(Json5Object given, string name)
    {
        Json5Node? node = given.Find(name);
        if (node is Json5String text && TimeOnly.TryParseExact(text.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
            return time;

        Report(node ?? given, $"\"{name}\" is no time of the day. Use one such as \"22:00\"");
        return null;
    }

    private TimeZoneInfo Zone(Json5Node? node)
    {
        if (node is null)
            return TimeZoneInfo.Local;
        if (node is Json5String text && TimeZoneInfo.TryFindSystemTimeZoneById(text.Value, out TimeZoneInfo? zone))
            return zone;

        Report(node, "\"timeZone\" is none that this machine knows. Use a name such as \"Europe/Berlin\"; the machine's own is used meanwhile");
        return TimeZoneInfo.Local;
    }

    private List<ChannelSettings> Channels(Json5Node? node)
    {
        if (node is null)
            return [];
        if (node is not Json5Object given)
        {
            Report(node, "\"channels\" is no object. Give each channel a name: { phone: { type: \"ntfy\", topic: \"…\" } }");
            return [];
        }

        return [.. given.Members.Select(Channel).OfType<ChannelSettings>()];
    }

    private ChannelSettings? Channel(Json5Member member)
    {
        if (member.Value is not Json5Object given)
        {
            Report(member.Value, $"channel \"{member.Name}\" is no object");
            return null;
        }

        Json5Node? type = given.Find("type");
        if (ChannelRules.Parse((type as Json5String)?.Value) is not { } kind)
        {
            Report(type ?? given, $"channel \"{member.Name}\" has no \"type\" that is known. Use one of {string.Join(", ", ChannelRules.Names)}");
            return null;
        }

        IReadOnlyList<ChannelField> fields = ChannelRules.FieldsOf(kind);
        ReportUnknown(given, [.. CommonFields, .. fields.Select(field => field.Name)]);

        // A member that nobody knows does no harm; a value that makes no sense does.
        int harmless = problems.Count;
        Dictionary<string, ChannelValue> values = new(StringComparer.Ordinal);
        Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.Ordinal);
        JsonNode? template = null;
        foreach (ChannelField field in fields)
        {
            if (given.Find(field.Name) is not { } value)
            {
                if (field.IsRequired)
                    Report(given, $"channel \"{member.Name}\" needs \"{field.Name}\"");
            }
            else if (field.IsTemplate)
            {
                template = value.ToJson();
            }
            else if (field.IsList)
            {
                if (Texts(value, field.Name) is { } texts)
                    lists[field.Name] = texts;
            }
            else if (Value(value, field.Name, field.IsSecret) is { } read)
            {
                values[field.Name] = read;
            }
        }

        return problems.Count > harmless ? null : new ChannelSettings(member.Name, kind)
        {
            Least = Severity(given, "least") ?? MonitorSeverity.Notice,
            Limit = Duration(given, "timeout") is { } limit && limit > TimeSpan.Zero && limit <= TimeSpan.FromMinutes(10) ? limit : ChannelSettings.UsualLimit,
            Values = values,
            Lists = lists,
            Template = template,
        };
    }

    /// <summary>A text, <c>${NAME}</c> for a variable of the environment or of the <c>.env</c> file, a number, or a reference. A secret has to be one of the latter.</summary>
    private ChannelValue? Value(Json5Node node, string name, bool isSecret)
    {
        switch (node)
        {
            case Json5String { Value: ['$', '{', .., '}'] } variable:
                return Variable(variable, name);
            case Json5String text when !isSecret && !SecretShape.IsLike(text.Value) && !EcmaScriptText.IsBlank(text.Value):
                return new ChannelValue(EcmaScriptText.Trim(text.Value), Reference: null);
            case Json5Number number when !isSecret:
                return new ChannelValue(EcmaScriptNumber.ToText(number.Value), Reference: null);
            case Json5Object reference when SecretReference.Read(JsonText.ToElement(reference.ToJson()), out string? problem) is var read:
                if (read is null)
                    Report(node, $"\"{name}\" is no reference to a secret: {problem}");

                return read is null ? null : new ChannelValue(Text: null, read);
            case Json5String { Value.Length: > 0 }:
                Report(node, $"\"{name}\" is a secret, which does not belong into this file. Put it into a variable or the .env file and write \"${{NAME}}\", or write a reference to where it is kept: {{ source, provider, id }}");
                return null;
            default:
                Report(node, $"\"{name}\" is no text");
                return null;
        }
    }

    private ChannelValue? Variable(Json5String text, string name)
    {
        string variable = text.Value[2..^1];
        if (SecretReferenceRules.Problem(SecretReferenceSource.Environment, "default", variable) is null)
            return new ChannelValue(Text: null, SecretReference.Create(SecretReferenceSource.Environment, "default", variable));

        Report(text, $"\"{name}\" names no variable. Use A-Z, 0-9 and _, as \"${{NTFY_TOKEN}}\"");
        return null;
    }

    private string[]? Texts(Json5Node node, string name)
    {
        string[]? texts = node switch
        {
            Json5String text => [text.Value],
            Json5Array items when items.Items.All(item => item is Json5String) => [.. items.Items.Cast<Json5String>().Select(item => item.Value)],
            _ => null,
        };
        if (texts is { Length: > 0 })
            return texts;

        Report(node, $"\"{name}\" is no text, and no list of texts");
        return null;
    }

    private MonitorSeverity? Severity(Json5Object given, string name)
    {
        Json5Node? node = given.Find(name);
        if (node is null)
            return null;
        if (MonitorSeverities.Parse((node as Json5String)?.Value) is { } severity)
            return severity;

        Report(node, $"\"{name}\" is none of {string.Join(", ", MonitorSeverities.All.Select(MonitorSeverities.ToName))}");
        return null;
    }

    private bool Flag(Json5Object given, string name)
    {
        switch (given.Find(name))
        {
            case null:
                return false;
            case Json5Literal { Value: { } flag }:
                return flag;
            case { } other:
                Report(other, $"\"{name}\" is neither true nor false");
                return false;
        }
    }

    private TimeSpan? Duration(Json5Object given, string name)
    {
        Json5Node? node = given.Find(name);
        if (node is null)
            return null;

        TimeSpan? duration = node switch
        {
            Json5String text => DurationText.Parse(text.Value, defaultUnit: "h"),
            Json5Number { Value: >= 0 } number => DurationText.Parse(EcmaScriptNumber.ToText(number.Value), defaultUnit: "h"),
            _ => null,
        };
        if (duration is null)
            Report(node, $"\"{name}\" is not a duration. Use a number with s, m, h or d, for instance \"12h\"");

        return duration;
    }

    private void ReportUnknown(Json5Object given, IReadOnlyCollection<string> known)
    {
        foreach (Json5Member member in given.Members.Where(member => !known.Contains(member.Name, StringComparer.Ordinal)))
            Report(member.NameSpan.Start, $"\"{member.Name}\" means nothing here. {NearName.Hint(member.Name, known) ?? $"There is: {string.Join(", ", known)}."}".TrimEnd('.'));
    }

    private void Report(Json5Node node, string problem) => Report(node.Span.Start, problem);

    private void Report(int offset, string problem)
    {
        Json5Position position = document.PositionOf(offset);
        problems.Add(Invalid(path, position.Line, position.Column, problem, cause: null));
    }

    private static MoltbotException Invalid(string path, int? line, int? column, string problem, Exception? cause) => new(
        ErrorCode.MonitorSettingsInvalid, $"{path}{(line is null ? "" : $" (line {line}, column {column})")}: {problem}. The rest of it counts; correct the file.", cause)
    {
        Path = path,
        Line = line,
        Column = column,
    };
}
