using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Probing;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Rotating;

/// <summary>Errors about rotations: what is wrong, and what to do next.</summary>
internal static class RotationErrors
{
    /// <summary>There is one of the profile already.</summary>
    public static MoltbotException Exists(RotationRecord record)
    {
        string who = record.StartedBy is { } name ? $" by {name}" : "";
        Advice next = record.KeepUntil is null
            ? (Advice)$"Finish it with {NextSteps.CompleteRotation}, or drop its key with {NextSteps.UndoRotation}."
            : (Advice)$"Its old key is kept until {UnixTime.ToReadable(record.KeepUntil)}. End that with {NextSteps.EndRotation}, or swap back with {NextSteps.UndoRotation}.";
        return MoltbotException.About(record.ProfileId, ErrorCode.RotationExists,
            $"The key of auth profile \"{record.ProfileId}\" is being rotated already: a rotation was started{who} at {UnixTime.ToReadable(record.StartedAt)}. {next}");
    }

    /// <summary>There is none of the profile.</summary>
    public static MoltbotException NotFound(string profileId, AgentId agent, IEnumerable<RotationRecord> others)
    {
        string[] ids = [.. others.Select(other => other.Agent == agent ? other.ProfileId : $"{other.ProfileId} (agent {other.Agent})").Order(StringComparer.Ordinal)];
        string there = ids.Length > 0 ? $"There is: {string.Join(", ", ids)}." : "There is none.";
        return MoltbotException.About(profileId, ErrorCode.RotationNotFound,
            $"No rotation of auth profile \"{profileId}\" of agent {agent} is under way. {there} Start one with {NextSteps.StartRotation}.");
    }

    /// <summary>A sign-in has no key.</summary>
    public static MoltbotException SignIn(string profileId, string provider) => MoltbotException.About(profileId, ErrorCode.ProfileOfOtherKind,
        $"Auth profile \"{profileId}\" is a sign-in, which has no key to rotate. Sign in anew with {NextSteps.SignIn(provider)}.");

    /// <summary>What was named is no profile, and the provider has a key elsewhere.</summary>
    public static Advice KeyOutside(string source) =>
        $"The provider has a key outside of the profiles ({source}): change it there, or import the new one as a profile with {NextSteps.ImportApiKey}.";

    /// <summary>An API key has no expiry.</summary>
    public static MoltbotException NoExpiry(string profileId) => MoltbotException.About(profileId, ErrorCode.InvalidArgument,
        $"Auth profile \"{profileId}\" is an API key, and these do not expire. Leave the expiry out.");

    /// <summary>The agent of a rotation is gone.</summary>
    public static MoltbotException AgentGone(AgentId agent) => MoltbotException.About(agent.Value, ErrorCode.AgentNotFound,
        $"Agent {agent}, of which a key is being rotated, is neither configured nor has it a directory any more. Bring it back, or remove the file of the rotation.");

    /// <summary>Others have the key too.</summary>
    public static Advice Copies(RotationRecord record, IEnumerable<string> agents) =>
        $"The old key of {record.ProfileId} is also in the own store of {string.Join(", ", agents)}, where it stays. Rotate it there too, or start with {NextSteps.AllAgents}.";

    /// <summary>The new secret can be taken out only where vaults can be changed.</summary>
    public static MoltbotException UndoneInVault(RotationRecord record, SecretReference reference) => MoltbotException.About(record.ProfileId, ErrorCode.SecretElsewhere,
        $"The new secret of auth profile \"{record.ProfileId}\" is at {reference}, which only PowerShell can change. Use {NextSteps.UndoInModule}.");

    /// <summary>The old secret can be taken out only where vaults can be changed.</summary>
    public static Advice LeftInVault(RotationRecord record, SecretReference reference) =>
        $"The old secret of {record.ProfileId} is still at {reference}, which only PowerShell can change. Take it out with {NextSteps.CompleteInModule}.";

    /// <summary>The new key is the old one.</summary>
    public static MoltbotException SameKey(string profileId) => MoltbotException.About(profileId, ErrorCode.CredentialInvalid,
        $"The key that was given is the one that auth profile \"{profileId}\" has already. Make a new one at the provider, and give that.");

    /// <summary>The old secret is where only PowerShell can put the new one.</summary>
    public static MoltbotException InVault(string profileId, SecretReference reference) => MoltbotException.About(profileId, ErrorCode.SecretElsewhere,
        $"The secret of auth profile \"{profileId}\" is at {reference}, which only PowerShell can change. Use {NextSteps.RotateInModule}.");

    /// <summary>The old secret is in a place that we do not write.</summary>
    public static MoltbotException Elsewhere(string profileId, SecretReference reference) => MoltbotException.About(profileId, ErrorCode.SecretElsewhere,
        $"The secret of auth profile \"{profileId}\" is at {reference}. Change it there, or have a vault keep the new one ({NextSteps.RotateToVault}).");

    /// <summary>The name that was given is that of the old secret.</summary>
    public static MoltbotException SameName(VaultSecret place) => MoltbotException.About(place.ToString(), ErrorCode.SecretExists,
        $"The vault \"{place.Vault}\" keeps the old secret under the name \"{place.Name}\", which stays until the grace period ends. Give the new one another name, or none to have one made.");

    /// <summary>The grace period is none.</summary>
    public static MoltbotException BadGrace() => new(ErrorCode.InvalidArgument,
        $"The old key can be kept for a year at most, and not for less than no time. Give a duration such as 24h ({NextSteps.KeepFor}), or 0 to remove it at once.");

    /// <summary>The profile does not hold the key that the rotation started from.</summary>
    public static MoltbotException Overtaken(RotationRecord record, bool isGone) => MoltbotException.About(record.ProfileId, ErrorCode.ProfileChanged,
        $"Auth profile \"{record.ProfileId}\" {(isGone ? "was removed" : "got another key")} since its rotation was started at {UnixTime.ToReadable(record.StartedAt)}, so nothing was swapped. Drop the rotation with {NextSteps.UndoRotation}, and start anew if the key is still to be replaced.");

    /// <summary>The profile does not hold the key that is to be swapped back.</summary>
    public static MoltbotException NoWayBack(RotationRecord record) => MoltbotException.About(record.ProfileId, ErrorCode.ProfileChanged,
        $"Auth profile \"{record.ProfileId}\" was changed since the rotation swapped its key in, so nothing is swapped back. The old key is {record.PreviousId} until {UnixTime.ToReadable(record.KeepUntil)}. End that with {NextSteps.EndRotation}.");

    /// <summary>The grace period is over.</summary>
    public static MoltbotException TooLate(RotationRecord record) => MoltbotException.About(record.ProfileId, ErrorCode.RotationNotFound,
        $"The old key of auth profile \"{record.ProfileId}\" was kept until {UnixTime.ToReadable(record.KeepUntil)}, so there is nothing to swap back to. Start another rotation with {NextSteps.StartRotation}.");

    /// <summary>The provider does not accept the new key.</summary>
    public static MoltbotException Refused(RotationRecord record, CredentialProbe probe, bool isKept)
    {
        Advice next = isKept
            ? (Advice)$"Drop the new one with {NextSteps.UndoRotation}, and start anew with one that works."
            : "Nothing of it was kept. Make another at the provider, and start anew.";
        return MoltbotException.About(record.ProfileId, ErrorCode.KeyRefused,
            $"{record.Provider} refused the new key of auth profile \"{record.ProfileId}\" ({Said(probe)}), so the old one stays in use. {next}");
    }

    /// <summary>Nobody knows whether the provider accepts the new key.</summary>
    public static MoltbotException NotProven(RotationRecord record, CredentialProbe probe) => MoltbotException.About(record.ProfileId, ErrorCode.KeyNotProven,
        $"{NotKnown(record, probe)} The old one stays in use, and the new one waits. Try again with {NextSteps.CompleteRotation}, which can ask a model too ({NextSteps.LevelCompletion}), or swap it in unproven with {NextSteps.SkipProbe}.");

    /// <summary>The asking was given up.</summary>
    public static MoltbotException Interrupted(RotationRecord record) => MoltbotException.About(record.ProfileId, ErrorCode.Interrupted,
        $"Interrupted while {record.Provider} was asked about the new key of auth profile \"{record.ProfileId}\". The old one stays in use, and the new one waits. Go on with {NextSteps.CompleteRotation}, or drop it with {NextSteps.UndoRotation}.");

    /// <summary>That nobody knows whether the provider accepts the new key.</summary>
    public static string NotKnown(RotationRecord record, CredentialProbe probe) =>
        $"Whether {record.Provider} accepts the new key of auth profile \"{record.ProfileId}\" is not known ({Said(probe)}).";

    private static string Said(CredentialProbe probe) => probe.Message is { } words ? $"{probe.State.ToName()}: {words.TrimEnd('.')}" : probe.State.ToName();
}
