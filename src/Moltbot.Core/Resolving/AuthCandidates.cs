using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Resolving;

/// <summary>Everything that a provider's credential could be taken from, in the order in which it is looked at.</summary>
public sealed class AuthCandidates
{
    internal AuthCandidates(IReadOnlyList<AuthCandidate> items) => Items = items;

    /// <summary>The agent's id.</summary>
    public required string Agent { get; init; }

    /// <summary>The provider that needs a credential, in its normal form.</summary>
    public required string Provider { get; init; }

    /// <summary>The agent's store, whether it exists or not.</summary>
    public required string StorePath { get; init; }

    /// <summary>What says which profiles are tried, and in which order.</summary>
    public required string OrderedBy { get; init; }

    /// <summary>In whose words it is told what to do next.</summary>
    internal FrontEnd FrontEnd { get; init; }

    /// <summary>The candidates: profiles, then the environment, then the configuration.</summary>
    public IReadOnlyList<AuthCandidate> Items { get; }

    /// <summary>The one that is used now, or <see langword="null"/> when none can be.</summary>
    public AuthCandidate? Chosen => Items.FirstOrDefault(candidate => candidate.IsChosen);

    /// <summary>Why none can be used and what to do next, or <see langword="null"/> when one can.</summary>
    public string? Problem
    {
        get
        {
            if (Chosen is not null)
                return null;

            if (Items.FirstOrDefault(candidate => candidate.State == CandidateState.Unresolved) is { } unresolved)
                return $"No credential for {Provider} can be used now. {unresolved}: {unresolved.Reason}";

            AuthCandidate[] inCooldown = [.. Items.Where(candidate => candidate.Remaining is not null)];
            if (inCooldown.MinBy(candidate => candidate.Remaining) is not { } first)
                return $"There is no credential for {Provider} that could be used. Add a profile for it, or set one of its environment variables.";

            NextStep clear = first.State == CandidateState.Disabled ? NextSteps.ClearDisabled : NextSteps.ClearCooldown;
            return $"No credential for {Provider} can be used now. {first} can be used again in {DurationText.Remaining(first.Remaining!.Value.TotalMilliseconds)}; {clear.In(FrontEnd)} ends that at once.";
        }
    }

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["agentId"] = Agent,
            ["provider"] = Provider,
            ["authStorePath"] = StorePath,
            ["orderedBy"] = OrderedBy,
            ["chosen"] = Chosen?.Source,
        };
        if (Problem is { } problem)
            json["problem"] = problem;

        json["candidates"] = JsonList.Of(Items, candidate => candidate.ToJson());
        return json;
    }
}
