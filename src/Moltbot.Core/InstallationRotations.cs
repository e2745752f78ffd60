using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;

namespace Moltbot.Core;

/// <summary>
/// The rotations of an installation's keys: a new key is put beside the old one, proven, swapped in, and the old one kept for a
/// grace period. Vaults are changed on the thread that calls.
/// </summary>
public sealed class InstallationRotations
{
    private readonly MoltbotInstallation installation;
    private readonly ISecretVaults? vaults;
    private readonly HttpMessageHandler? network;

    internal InstallationRotations(MoltbotInstallation installation, ISecretVaults? vaults, HttpMessageHandler? network)
    {
        this.installation = installation;
        this.vaults = vaults;
        this.network = network;
    }

    /// <summary>The rotations that are under way, by agent and profile. Nothing is sent, locked or written.</summary>
    /// <exception cref="MoltbotException">What is remembered of one, or a store, cannot be read.</exception>
    public IReadOnlyList<KeyRotation> All() => NewBook().All();

    /// <summary>The rotations whose grace period is over, so that the old key is to be taken out. Nothing is sent, locked or written.</summary>
    /// <inheritdoc cref="All"/>
    public IReadOnlyList<KeyRotation> FindDue() => [.. All().Where(rotation => rotation.Stage == RotationStage.Due)];

    /// <summary>The error about a rotation that was looked for in vain.</summary>
    /// <exception cref="MoltbotException">What is remembered of another one cannot be read.</exception>
    public MoltbotException Missing(Agent agent, string profileId) => NewBook().Missing(agent.Id, profileId);

    /// <summary>Finds out whether a rotation can be started, and changes nothing.</summary>
    /// <returns>The rotation as it would be.</returns>
    /// <exception cref="MoltbotException">As <see cref="Start"/>, but for what only shows while files are written.</exception>
    public KeyRotation Check(Agent agent, RotationRequest request, Secret key) => NewBook().Check(agent.Id, In(request), key);

    /// <summary>
    /// Makes sure that the key of a profile can be rotated at all, so that nobody is asked for a new one in vain.
    /// </summary>
    /// <exception cref="MoltbotException">As <see cref="Start"/>.</exception>
    public void Require(Agent agent, RotationRequest request) => NewBook().Require(agent.Id, In(request));

    /// <summary>Puts a new key beside the old one of a profile, where nothing selects it.</summary>
    /// <param name="agent">The agent that has the profile.</param>
    /// <param name="request">The rotation.</param>
    /// <param name="key">The new key.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>) or it is a sign-in (<see cref="ErrorCode.ProfileOfOtherKind"/>),
    /// its key is being rotated already (<see cref="ErrorCode.RotationExists"/>) or is kept where it cannot be changed
    /// (<see cref="ErrorCode.SecretElsewhere"/>), the new key cannot be one (<see cref="ErrorCode.CredentialInvalid"/>), or a file
    /// cannot be locked or written. Nothing of the new key is kept.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing of the new key is kept.</exception>
    public OpenRotation Start(Agent agent, RotationRequest request, Secret key, CancellationToken cancellation = default) =>
        NewBook().Start(agent.Id, In(request), key, cancellation);

    /// <summary>A rotation that is under way, with its new key.</summary>
    /// <param name="agent">The agent that has the profile.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="secrets">Follows the reference to a new key in a vault (<see cref="MoltbotInstallation.OpenSecrets"/>).</param>
    /// <exception cref="MoltbotException">
    /// There is none (<see cref="ErrorCode.RotationNotFound"/>), somebody else has changed the profile since
    /// (<see cref="ErrorCode.ProfileChanged"/>), or the key cannot be had.
    /// </exception>
    public OpenRotation Open(Agent agent, string profileId, SecretResolver secrets) => NewBook().Open(agent.Id, profileId, secrets);

    /// <summary>Asks the provider whether it accepts the new key. Nothing is written.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="MoltbotException">What replaces addresses cannot be read, or it was cancelled (<see cref="ErrorCode.Interrupted"/>). The new key waits.</exception>
    public async Task<CredentialProbe> ProbeAsync(OpenRotation rotation, ProbeOptions options, CancellationToken cancellation = default)
    {
        RotationRecord record = rotation.Record;
        using InstallationProbes probes = installation.OpenProbes(network);
        try
        {
            return await probes.ProbeAsync(installation.AgentOf(record.Agent), record.Provider, rotation.Value, record.Kind, options, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw RotationErrors.Interrupted(record);
        }
    }

    /// <summary>Takes down what the provider made of a new key with which a rotation was just started.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.KeyRefused"/>: it was refused, and nothing of it is kept.</exception>
    public OpenRotation Settle(OpenRotation rotation, CredentialProbe probe) => NewBook().Settle(rotation, probe, vaults);

    /// <summary>
    /// Swaps the new key in by one change of the store, and keeps the one before as the last fallback. Where that is done
    /// already, the grace period is set anew, or ended.
    /// </summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="probe">What the provider made of the new key; <see langword="null"/> to swap it in unproven, or where it is in use already.</param>
    /// <param name="keepFor">How long the key before is kept; as it was said at the start if <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the wait for locks.</param>
    /// <exception cref="MoltbotException">
    /// The new key was refused (<see cref="ErrorCode.KeyRefused"/>) or is not proven (<see cref="ErrorCode.KeyNotProven"/>), the profile was
    /// changed meanwhile (<see cref="ErrorCode.ProfileChanged"/>), or a store cannot be locked or written. The old key stays in use.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled. The old key stays in use.</exception>
    public KeyRotation Complete(OpenRotation rotation, CredentialProbe? probe, TimeSpan? keepFor = null, CancellationToken cancellation = default) =>
        NewBook().Complete(rotation, probe, keepFor, vaults, cancellation);

    /// <summary>Finds out whether a rotation can be taken back, and changes nothing.</summary>
    /// <returns>The rotation as it is.</returns>
    /// <exception cref="MoltbotException">As <see cref="Undo"/>, but for what only shows while files are written.</exception>
    public KeyRotation CheckUndo(Agent agent, string profileId) => NewBook().CheckUndo(agent.Id, profileId, vaults);

    /// <summary>Swaps the old key back in while it is kept, or drops a new one that waits.</summary>
    /// <exception cref="MoltbotException">
    /// There is none (<see cref="ErrorCode.RotationNotFound"/>), the profile was changed meanwhile
    /// (<see cref="ErrorCode.ProfileChanged"/>), or a store cannot be locked or written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing is changed.</exception>
    public KeyRotation Undo(Agent agent, string profileId, CancellationToken cancellation = default) => NewBook().Undo(agent.Id, profileId, vaults, cancellation);

    /// <summary>Takes out the old key of a rotation whose grace period is over.</summary>
    /// <param name="due">The rotation (<see cref="FindDue"/>).</param>
    /// <param name="cancellation">Ends the wait for locks.</param>
    /// <returns>It, with nothing left of the old key; or as it is, if it is not due, or a vault cannot be changed from here.</returns>
    /// <exception cref="MoltbotException">A store cannot be locked or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing is changed.</exception>
    public KeyRotation End(KeyRotation due, CancellationToken cancellation = default) => NewBook().End(AgentId.Parse(due.Agent), due.ProfileId, vaults, cancellation);

    private RotationRequest In(RotationRequest request) => request with { Vaults = vaults };

    private RotationBook NewBook()
    {
        Readings readings = new();
        AgentContext[] agents = [.. installation.ContextsIn(readings).Prepend(installation.MainAgent.ContextIn(readings)).DistinctBy(agent => agent.Id)];
        return new RotationBook(agents, new RotationRecords(installation.Paths.RotationsDirectory), installation.Paths.RenewalsDirectory, installation.Clock);
    }
}
