using Moltbot.Core;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Testing;

/// <summary>Asks an agent which profiles it tries.</summary>
public static class AgentCandidates
{
    /// <summary>The profiles of a provider that are tried, the first one first.</summary>
    public static IReadOnlyList<string> GetCandidates(this Agent agent, ProviderId provider)
    {
        AgentContext context = agent.Context;
        return CandidateOrder.Resolve(context.View, context.Configuration, provider, context.Now);
    }
}
