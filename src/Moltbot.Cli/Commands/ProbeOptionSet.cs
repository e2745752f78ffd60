using System.CommandLine;
using System.Globalization;
using Moltbot.Core.Errors;
using Moltbot.Core.Probing;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary>How credentials are probed, as the options of a command: those of <c>models status</c> have <c>--probe-</c> before their names.</summary>
internal sealed class ProbeOptionSet
{
    private const string Completion = "completion";

    private readonly string prefix;
    private readonly Option<string> provider;
    private readonly Option<string[]> profiles;
    private readonly Option<string> timeout;
    private readonly Option<string> concurrency;
    private readonly Option<string> maxTokens;
    private readonly Option<string> level;
    private readonly Option<string[]> models;

    public ProbeOptionSet(string prefix, string profileName)
    {
        this.prefix = prefix;
        provider = new($"--{prefix}provider") { Description = "The only provider to ask.", HelpName = "name" };
        profiles = new($"--{prefix}{profileName}") { Description = "The only profile to ask about; may be given several times or with commas between.", HelpName = "id" };
        timeout = new($"--{prefix}timeout") { Description = "How long one credential may take, in milliseconds (default: 8000).", HelpName = "ms" };
        concurrency = new($"--{prefix}concurrency") { Description = "How many providers are asked at the same time, 16 at most (default: 16).", HelpName = "n" };
        maxTokens = new($"--{prefix}max-tokens") { Description = "The limit of a model's answer; asks models, as --level completion does.", HelpName = "n" };
        level = new($"--{prefix}level") { Description = "What is asked: list, which is free (default), or completion, which costs a few tokens.", HelpName = "level" };
        level.CompletionSources.Add("list", Completion);
        models = new($"--{prefix}model") { Description = "The model to ask at level completion, as provider/model or an alias; may be given for several providers.", HelpName = "model" };
    }

    /// <summary>Whether expired sign-ins are left alone.</summary>
    public Option<bool> NoRefresh { get; } = RefreshCommand.NoRefresh();

    /// <summary>Whether the outcome goes into the rotation.</summary>
    public Option<bool> UpdateUsage { get; } = CommonOptions.Flag("--update-usage", "Remember the outcome as if the gateway had used the credential: what is refused rests.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[provider, profiles, timeout, concurrency, maxTokens, level, models, NoRefresh, UpdateUsage])
            command.Options.Add(option);
    }

    /// <summary>Which credentials were named.</summary>
    public ProbeSelection Selection(ParseResult parsed)
    {
        string[] ids = [.. (parsed.GetValue(profiles) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        return new ProbeSelection(string.IsNullOrWhiteSpace(parsed.GetValue(provider)) ? null : ProviderId.Parse(parsed.GetValue(provider)), ids.Length == 0 ? null : ids);
    }

    /// <summary>How they are probed.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: a value makes no sense.</exception>
    public ProbeOptions Options(ParseResult parsed)
    {
        ProbeOptions usual = new();
        double milliseconds = Positive(parsed, timeout, $"--{prefix}timeout must be a positive number (ms).") ?? usual.Timeout.TotalMilliseconds;
        double atOnce = Positive(parsed, concurrency, $"--{prefix}concurrency must be > 0.") ?? usual.ThrottleLimit;
        double? tokens = Positive(parsed, maxTokens, $"--{prefix}max-tokens must be > 0.");
        return new ProbeOptions
        {
            Level = LevelOf(parsed.GetValue(level)) ?? (tokens is null ? ProbeLevel.List : ProbeLevel.Completion),
            Models = parsed.GetValue(models) ?? [],
            Timeout = TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)),
            ThrottleLimit = (int)Math.Clamp(atOnce, 1, ProbeOptions.MostAtOnce),
            MaxTokens = tokens is { } limit ? (int)Math.Clamp(Math.Ceiling(limit), 1, int.MaxValue) : null,
            NoRefresh = parsed.GetValue(NoRefresh),
        };
    }

    private ProbeLevel? LevelOf(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "list" => ProbeLevel.List,
        Completion => ProbeLevel.Completion,
        _ => throw new MoltbotException(ErrorCode.InvalidArgument, $"--{prefix}level {text} is neither list nor completion. Leave it out for list, which costs nothing."),
    };

    /// <summary>A number that is more than nothing; an empty text is the usual one.</summary>
    private static double? Positive(ParseResult parsed, Option<string> option, string complaint)
    {
        string? text = parsed.GetValue(option)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new MoltbotException(ErrorCode.InvalidArgument, complaint);
    }
}
