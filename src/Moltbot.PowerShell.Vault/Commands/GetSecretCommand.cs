using System.Management.Automation;
using System.Security;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Renewing;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Vault.Commands;

/// <summary>
/// Gets the secret of a profile, as it is kept; nothing when there is no such profile. A sign-in that has expired is renewed
/// first, and given as it is kept if that fails.
/// </summary>
[Cmdlet(VerbsCommon.Get, "Secret")]
[OutputType(typeof(SecureString))]
public sealed class GetSecretCommand : VaultCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopped = new();

    /// <summary>The profile's id.</summary>
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    public void Dispose() => stopped.Dispose();

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        if (agent.HasExpiredSignIn(Name))
            Renew(agent);
        if (agent.FindSecret(Name, Installation.OpenSecrets(new OtherVaults())) is { } secret)
            WriteObject(secret.ValueOrThrow().ToSecureString());
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => stopped.Cancel();

    private void Renew(Agent agent)
    {
        using InstallationSignIns signIns = Installation.OpenSignIns();
        try
        {
            IReadOnlyList<StoredSignIn> stored = signIns.Find(agent.Id, provider: null, [Name], TimeSpan.Zero);
            RenewedSignIn renewed = Task.Run(() => signIns.RenewAsync(stored, TimeSpan.Zero, stopped.Token)).GetAwaiter().GetResult()[0];
            if (renewed.ToError() is { } error)
                WriteWarning(error.MessageIn(FrontEnd.Module));
        }
        catch (MoltbotException error)
        {
            WriteWarning(error.MessageIn(FrontEnd.Module));
        }
    }
}
