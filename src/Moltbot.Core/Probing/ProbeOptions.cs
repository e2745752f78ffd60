namespace Moltbot.Core.Probing;

/// <summary>How credentials are probed.</summary>
public sealed record ProbeOptions
{
    /// <summary>How many providers are asked at the same time at most.</summary>
    public const int MostAtOnce = 16;

    /// <summary>How much is asked.</summary>
    public ProbeLevel Level { get; init; }

    /// <summary>The models of <see cref="ProbeLevel.Completion"/>, as <c>provider/model</c> or alias; of each provider the first counts. None means what the configuration names.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How long one target may take, with its secret fetched, its sign-in renewed and its answer read to the end.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How many providers are asked at the same time; <see cref="MostAtOnce"/> at most. The targets of one provider are asked one after another.</summary>
    public int ThrottleLimit { get; init; } = MostAtOnce;

    /// <summary>The limit of a model's answer in tokens; raised where a provider takes no lower one. <see langword="null"/> for the lowest.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether expired sign-ins are told as such and not renewed.</summary>
    public bool NoRefresh { get; init; }
}
