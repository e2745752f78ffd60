using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Health;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth cooldown clear</c>.</summary>
internal static class CooldownClearCommand
{
    public static Command Create(Session session)
    {
        Option<string> profileId = new("--profile-id") { Description = "The only profile to clear (default: every one in cooldown).", HelpName = "id" };
        Option<string> provider = CommonOptions.Provider("The only provider whose profiles are meant.");
        Option<bool> disabled = CommonOptions.Flag("--disabled", "Also end that profiles are disabled, as for a billing problem.");
        Option<string> agent = OrderOptions.Agent();
        Command command = new("clear", "End the rest of profiles and forget their failures.") { profileId, provider, disabled, agent };
        command.SetAction(parsed => Run(session, parsed.GetValue(profileId), CommonOptions.ProviderOf(parsed.GetValue(provider)), parsed.GetValue(disabled), parsed.GetValue(agent)));
        return command;
    }

    private static void Run(Session session, string? profileId, ProviderId? provider, bool withDisabled, string? agentName)
    {
        AgentProfileUsage usage = session.OpenUsable().FindAgent(agentName).ProfileUsage;
        ClearableCooldown[] cooldowns = [.. usage.FindCooldowns(profileId is null ? null : [profileId], provider, withDisabled)];
        if (cooldowns.Length == 0)
        {
            session.Output.WriteLine("There is nothing to clear.");
            return;
        }

        foreach (ProfileStatus profile in Interruption.Guard(cancellation => usage.ClearCooldowns([.. cooldowns.Select(cooldown => cooldown.ProfileId)], withDisabled, cancellation)))
            session.Output.WriteLine($"{profile.ProfileId}: {(profile.Unusable is { } still ? $"still {still}; --disabled ends that too" : "can be used")}");
        foreach (ClearableCooldown forgotten in cooldowns.Where(cooldown => !cooldown.IsStored))
            session.Output.WriteLine($"{forgotten.ProfileId}: forgotten; there is no such profile any more");
    }
}
