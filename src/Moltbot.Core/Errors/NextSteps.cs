namespace Moltbot.Core.Errors;

/// <summary>
/// Everything that the core tells people to do next, for each front end: the only place where commands, cmdlets and their
/// parameters are named. That all of them exist is tested.
/// </summary>
internal static class NextSteps
{
    public static NextStep ListModels { get; } = Command("models list", "Get-MoltbotModel");

    public static NextStep ListAllModels { get; } = Command("models list --all", "Get-MoltbotModel -All");

    public static NextStep ListAliases { get; } = Command("models aliases list", "Get-MoltbotModel");

    public static NextStep SetDefaultModel { get; } = Command("models set", "Set-MoltbotDefaultModel");

    public static NextStep ListVariables { get; } = Command("env list", "Get-MoltbotEnvironmentVariable");

    public static NextStep RemoveVariable { get; } = Command("env unset", "Remove-MoltbotEnvironmentVariable");

    public static NextStep ListSessions { get; } = Command("sessions model list", "Get-MoltbotSessionModel");

    public static NextStep ClearStalePins { get; } = Command("sessions model clear --stale", "Clear-MoltbotSessionModel -Stale");

    public static NextStep ClearCooldown { get; } = Command("models auth cooldown clear", "Clear-MoltbotAuthCooldown");

    public static NextStep ClearDisabled { get; } = Command("models auth cooldown clear --disabled", "Clear-MoltbotAuthCooldown -Disabled");

    public static NextStep SetOrder { get; } = Command("models auth order set", "Set-MoltbotAuthOrder");

    public static NextStep RepairOrders { get; } = Command("models auth order set --remove-unknown", "Set-MoltbotAuthOrder -RemoveUnknown");

    public static NextStep RefreshSignIns { get; } = Command("models auth refresh", "Update-MoltbotCredential");

    public static NextStep RemoveProfile { get; } = Command("models auth logout", "Remove-MoltbotAuthProfile");

    public static NextStep ImportToken { get; } = Command("models auth paste-token", "Import-MoltbotToken");

    public static NextStep ImportSetupToken { get; } = Command("models auth setup-token", "Import-MoltbotToken -SetupToken");

    public static NextStep ImportApiKey { get; } = Command("models auth paste-api-key", "Import-MoltbotApiKey");

    public static NextStep GetCredential { get; } = Command("models auth credential", "Get-MoltbotCredential");

    public static NextStep RunWithCredentials { get; } = Command("run", "Invoke-MoltbotCommand");

    public static NextStep ProbeWithCompletion { get; } = Command("models probe --level completion", "Test-MoltbotCredential -Level Completion");

    public static NextStep StartRotation { get; } = Command("models auth rotate start", "Start-MoltbotRotation");

    public static NextStep CompleteRotation { get; } = Command("models auth rotate complete", "Complete-MoltbotRotation");

    public static NextStep EndRotation { get; } = Command("models auth rotate complete --keep-for 0", "Complete-MoltbotRotation -KeepFor 0");

    public static NextStep UndoRotation { get; } = Command("models auth rotate undo", "Undo-MoltbotRotation");

    public static NextStep RotateInModule { get; } = OfModule("Start-MoltbotRotation");

    public static NextStep UndoInModule { get; } = OfModule("Undo-MoltbotRotation");

    public static NextStep CompleteInModule { get; } = OfModule("Complete-MoltbotRotation");

    public static NextStep RotateToVault { get; } = OfModule("Start-MoltbotRotation -Vault");

    public static NextStep KeepFor { get; } = new("--keep-for", "-KeepFor");

    public static NextStep SkipProbe { get; } = new("--skip-probe", "-SkipProbe");

    public static NextStep LevelCompletion { get; } = new("--level completion", "-Level Completion");

    public static NextStep AllAgents { get; } = new("--all-agents", "-AllAgents");

    public static NextStep MoveToVault { get; } = OfModule("Move-MoltbotCredential -ToVault");

    public static NextStep MoveToFile { get; } = OfModule("Move-MoltbotCredential -ToFile");

    public static NextStep SecretName { get; } = OfModule("-SecretName");

    public static NextStep RunMonitor { get; } = Command("monitor run", "Invoke-MoltbotAuthMonitor");

    public static NextStep InstallMonitor { get; } = Command("monitor install", "Register-MoltbotAuthMonitor");

    public static NextStep Backup { get; } = Command("backup", "Backup-MoltbotInstallation");

    /// <summary>How the password of a backup is given, besides where somebody is asked for it.</summary>
    public static NextStep GivePassword { get; } = new("--vault", "-Password or -Vault");

    public static NextStep Scheduler { get; } = new("--scheduler", "-Scheduler");

    public static NextStep Force { get; } = new("--force", "-Force");

    public static NextStep DeviceCode { get; } = new("--device-code", "-UseDeviceCode");

    public static NextStep AcceptRisk { get; } = new("--accept-risk", "-AcceptRisk");

    public static NextStep ProfileId { get; } = new("--profile-id", "-ProfileId");

    public static NextStep StateDirectory { get; } = new("--state-dir", "-StateDirectory");

    /// <summary>How a secret is given where nobody can be asked for it.</summary>
    public static NextStep GiveSecret { get; } = new("--stdin", "-Secret or -FromEnvironment");

    public static NextStep Agent(string id) => new($"--agent {id}", $"-Agent {id}");

    public static NextStep SignIn(string provider) => Command($"models auth login --provider {provider}", $"Connect-MoltbotAccount {provider}");

    public static NextStep ImportApiKeyOf(string provider) => Command($"models auth paste-api-key --provider {provider}", $"Import-MoltbotApiKey {provider}");

    public static NextStep SetOrderTo(string provider, IEnumerable<string> profileIds)
    {
        string[] ids = [.. profileIds];
        return Command($"models auth order set --provider {provider} {string.Join(' ', ids)}", $"Set-MoltbotAuthOrder {provider} {string.Join(", ", ids)}");
    }

    private static NextStep Command(string words, string cmdlet) => new($"`moltbot {words}`", cmdlet);

    /// <summary>What only the module can do.</summary>
    private static NextStep OfModule(string cmdlet) => new($"{cmdlet} of the PowerShell module", cmdlet);
}
