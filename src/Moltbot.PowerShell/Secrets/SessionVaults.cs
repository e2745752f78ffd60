using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Shell = System.Management.Automation.PowerShell;

namespace Moltbot.PowerShell.Secrets;

/// <summary>
/// The vaults that are registered with SecretManagement. They are asked with the host of the caller, where one that is locked
/// asks for its password, and changed in the caller's session, so that what was begun is finished.
/// </summary>
/// <param name="caller">The cmdlet, or <see langword="null"/> where nobody waits for a vault, as for completion.</param>
/// <param name="stopped">Is cancelled when the pipeline is stopped.</param>
internal sealed class SessionVaults(PSCmdlet? caller, CancellationToken stopped) : ISecretVaults, IDisposable
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    /// <summary>SecretManagement runs all vaults in one runspace of its own, which takes one call at a time.</summary>
    private static readonly SemaphoreSlim OneCall = new(1);

    /// <summary>Flows into the vault that is called: true for as long as it has not answered.</summary>
    private static readonly AsyncLocal<StrongBox<bool>?> Calling = new();

    private readonly VaultQuestion? question = caller is null ? null : new(caller, stopped);
    private string[]? registered;

    private static bool IsInVault => Calling.Value is { Value: true };

    /// <summary>The names of the vaults that are registered.</summary>
    public IReadOnlyList<string> Names => registered ??= Registered();

    /// <summary>Ends the session in which the vaults are asked.</summary>
    public void Dispose() => question?.Dispose();

    /// <inheritdoc/>
    public IReadOnlyList<FetchedSecret> Fetch(IReadOnlyList<SecretReference> references, CancellationToken cancellation) => [.. references.Select(Fetch)];

    /// <inheritdoc/>
    public void Require(string vault)
    {
        if (!Names.Contains(vault, StringComparer.OrdinalIgnoreCase))
            throw SecretErrors.NoVault(vault, Names);
    }

    /// <inheritdoc/>
    /// <remarks>The secure string is the vault's from then on: some keep the very object.</remarks>
    public void Put(VaultSecret secret, Secret value) => Change("Set-Secret", secret, new() { ["SecureStringSecret"] = value.ToSecureString() });

    /// <inheritdoc/>
    public void Describe(VaultSecret secret, IReadOnlyDictionary<string, object> metadata)
    {
        try
        {
            Change("Set-SecretInfo", secret, new() { ["Metadata"] = new Hashtable(metadata.ToDictionary()) });
        }
        catch (MoltbotException)
        {
            // Many vaults have no place for it, and the secret is safe without.
        }
    }

    /// <inheritdoc/>
    public void Remove(VaultSecret secret) => Change("Remove-Secret", secret, []);

    private FetchedSecret Fetch(SecretReference reference)
    {
        try
        {
            return new FetchedSecret(Get(VaultSecret.Of(reference)));
        }
        catch (MoltbotException error)
        {
            return new FetchedSecret(error);
        }
    }

    private Secret Get(VaultSecret secret)
    {
        RequireOutside(secret);
        Require(secret.Vault);
        try
        {
            return Ask("Get-Secret", AboutSecret(secret, [])) is [{ BaseObject: { } value }] ? ToText(secret, value) : throw SecretErrors.NotInVault(secret);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw VaultFailure.OfReading(error, secret);
        }
    }

    private void Change(string command, VaultSecret secret, Hashtable parameters)
    {
        RequireOutside(secret);
        Require(secret.Vault);
        try
        {
            parameters["Confirm"] = false;
            parameters["WhatIf"] = false;
            Call(() => Invoke(command, AboutSecret(secret, parameters)));
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw VaultFailure.OfChanging(error, secret);
        }
    }

    /// <summary>A vault that asks for a profile whose secret is in a vault would wait for itself.</summary>
    private static void RequireOutside(VaultSecret secret)
    {
        if (IsInVault)
            throw SecretErrors.InOtherVault(secret);
    }

    private string[] Registered()
    {
        try
        {
            return [.. Ask("Get-SecretVault", []).Select(vault => (string)vault.Properties["Name"].Value)];
        }
        catch (CommandNotFoundException)
        {
            throw SecretErrors.NoSecretManagement();
        }
    }

    private IReadOnlyList<PSObject> Ask(string command, Hashtable parameters) =>
        Call(() => question is null ? Invoke(command, parameters) : question.Ask(command, parameters));

    private IReadOnlyList<PSObject> Call(Func<IReadOnlyList<PSObject>> command)
    {
        if (IsInVault)
            return command();

        OneCall.Wait(stopped);
        StrongBox<bool> call = new(true);
        Calling.Value = call;
        try
        {
            return command();
        }
        finally
        {
            call.Value = false;
            OneCall.Release();
        }
    }

    private static IReadOnlyList<PSObject> Invoke(string command, Hashtable parameters)
    {
        using Shell shell = Shell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand($"{Module}\\{command}").AddParameters(parameters).AddParameter("ErrorAction", ActionPreference.Stop);
        try
        {
            return [.. shell.Invoke()];
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            Forget(error);
            throw;
        }
    }

    /// <summary>
    /// Takes an error out of <c>$Error</c>: it may be no failure at all, is told in our own words if it is one, and what a
    /// vault says may hold anything.
    /// </summary>
    private static void Forget(RuntimeException error)
    {
        using Shell shell = Shell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable").AddParameter("Name", "Error").AddParameter("Scope", "Global").AddParameter("ValueOnly");
        if (shell.Invoke() is [{ BaseObject: ArrayList errors }])
            errors.Remove(error);
    }

    private static Hashtable AboutSecret(VaultSecret secret, Hashtable parameters)
    {
        parameters["Name"] = secret.Name;
        parameters["Vault"] = secret.Vault;
        return parameters;
    }

    private static Secret ToText(VaultSecret secret, object value) => value switch
    {
        SecureString text => text.ToSecret(),
        string text => new Secret(text),
        PSCredential credential => credential.Password.ToSecret(),
        _ => throw SecretErrors.NotText(secret, value.GetType().Name),
    };
}
