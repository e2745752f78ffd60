# Real vaults for the suites: SecretStore, and a small one that fails as it is told. All of them live in the home of the test.

Set-StrictMode -Version 3.0

function Test-VaultModule {
    [bool](Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement) -and [bool](Get-Module -ListAvailable Microsoft.PowerShell.SecretStore)
}

# Once for each file, behind Enter-TestHome: SecretManagement finds its files when it is loaded.
function Register-TestVault {
    Enter-VaultRegistry
    Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore -Scope Global
    Reset-SecretStore -Scope CurrentUser -Authentication None -PasswordTimeout -1 -Interaction None -Force -WarningAction Ignore
    Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore
}

# A vault in memory. What -Fault names fails: Set, Metadata (its metadata only), Remove. Lie gives back something else, and
# Meddle overwrites the file that MEDDLE_PATH names while a secret is set.
function Register-FaultyVault([string]$Name, [string]$Fault) {
    $folder = Join-Path $env:HOME vaults FaultyVault
    if (-not (Test-Path -LiteralPath $folder)) {
        $null = New-Item -ItemType Directory -Force -Path (Join-Path $folder FaultyVault.Extension)
        Set-Content -LiteralPath (Join-Path $folder FaultyVault.psd1) -Value "@{ ModuleVersion = '1.0'; NestedModules = @('FaultyVault.Extension'); FunctionsToExport = @() }"
        Set-Content -LiteralPath (Join-Path $folder FaultyVault.Extension FaultyVault.Extension.psd1) -Value @'
@{ ModuleVersion = '1.0'; RootModule = 'FaultyVault.Extension.psm1'; FunctionsToExport = @('Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Set-SecretInfo', 'Test-SecretVault') }
'@
        Set-Content -LiteralPath (Join-Path $folder FaultyVault.Extension FaultyVault.Extension.psm1) -Value @'
$secrets = @{}

function Get-Secret([string]$Name, [string]$VaultName, [hashtable]$AdditionalParameters) {
    $value = $secrets["$VaultName/$Name"]
    if ($AdditionalParameters.Fault -match 'Lie' -and $value) { return 'something else' }
    if ($null -ne $value) { Write-Output -NoEnumerate $value }
}

function Set-Secret([string]$Name, [object]$Secret, [string]$VaultName, [hashtable]$AdditionalParameters) {
    if ($AdditionalParameters.Fault -match 'Set') { throw "no room for $([System.Net.NetworkCredential]::new('', $Secret).Password)" }
    if ($AdditionalParameters.Fault -match 'Meddle') { [System.IO.File]::WriteAllText($env:MEDDLE_PATH, $env:MEDDLE_TEXT) }
    $secrets["$VaultName/$Name"] = $Secret
}

function Set-SecretInfo([string]$Name, [hashtable]$Metadata, [string]$VaultName, [hashtable]$AdditionalParameters) {
    if ($AdditionalParameters.Fault -match 'Metadata') { throw 'no metadata here' }
}

function Remove-Secret([string]$Name, [string]$VaultName, [hashtable]$AdditionalParameters) {
    if ($AdditionalParameters.Fault -match 'Remove') { throw 'not today' }
    $secrets.Remove("$VaultName/$Name")
}

function Get-SecretInfo([string]$Filter, [string]$VaultName, [hashtable]$AdditionalParameters) {
    foreach ($key in $secrets.Keys) {
        $vault, $name = $key -split '/', 2
        if ($vault -eq $VaultName -and $name -like $Filter) {
            [Microsoft.PowerShell.SecretManagement.SecretInformation]::new($name, 'SecureString', $VaultName)
        }
    }
}

function Test-SecretVault([string]$VaultName, [hashtable]$AdditionalParameters) { $true }
'@
    }

    Register-SecretVault -Name $Name -ModuleName $folder -VaultParameters @{ Fault = $Fault } -AllowClobber
}

# A vault that runs a script to find a secret.
function Register-AskingVault([string]$Name, [string]$Script) {
    $folder = Join-Path $env:HOME vaults AskingVault
    $null = New-Item -ItemType Directory -Force -Path (Join-Path $folder AskingVault.Extension)
    Set-Content -LiteralPath (Join-Path $folder AskingVault.psd1) -Value "@{ ModuleVersion = '1.0'; NestedModules = @('AskingVault.Extension'); FunctionsToExport = @() }"
    Set-Content -LiteralPath (Join-Path $folder AskingVault.Extension AskingVault.Extension.psd1) -Value @'
@{ ModuleVersion = '1.0'; RootModule = 'AskingVault.Extension.psm1'; FunctionsToExport = @('Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Test-SecretVault') }
'@
    Set-Content -LiteralPath (Join-Path $folder AskingVault.Extension AskingVault.Extension.psm1) -Value @"
function Get-Secret([string]`$Name, [string]`$VaultName, [hashtable]`$AdditionalParameters) { $Script }
function Set-Secret([string]`$Name, [object]`$Secret, [string]`$VaultName, [hashtable]`$AdditionalParameters) { }
function Remove-Secret([string]`$Name, [string]`$VaultName, [hashtable]`$AdditionalParameters) { }
function Get-SecretInfo([string]`$Filter, [string]`$VaultName, [hashtable]`$AdditionalParameters) { }
function Test-SecretVault([string]`$VaultName, [hashtable]`$AdditionalParameters) { `$true }
"@
    Register-SecretVault -Name $Name -ModuleName $folder -AllowClobber
}

# Empties the installation and leaves the vaults alone.
function Clear-TestState {
    Remove-Item -LiteralPath (Join-Path $env:HOME .clawdbot) -Recurse -Force -ErrorAction Ignore
}

# What the vaults hold, without PowerShell's words for it.
function Get-TestSecret([string]$Name, [string]$Vault = 'SecretStore') {
    Get-Secret -Name $Name -Vault $Vault -AsPlainText -ErrorAction Ignore
}

function New-KeyReference([string]$Provider, [string]$Id) {
    [ordered]@{ type = 'api_key'; provider = $Provider; keyRef = [ordered]@{ source = 'exec'; provider = 'secretmanagement'; id = $Id } }
}

function New-TokenReference([string]$Provider, [string]$Id, [double]$Expires = 0) {
    $token = [ordered]@{ type = 'token'; provider = $Provider; tokenRef = [ordered]@{ source = 'exec'; provider = 'secretmanagement'; id = $Id } }
    if ($Expires) { $token.expires = $Expires }
    $token
}

# Runs commands in a PowerShell of its own, in the home of the test, and gives what it says.
function Invoke-TestShell([string]$Command) {
    Enter-VaultRegistry
    & (Get-EnginePath) -NoProfile -NonInteractive -Command "`$ErrorView = 'NormalView'; Import-Module '$(Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.PowerShell.psd1)'; $Command" 2>&1 | ForEach-Object { "$_" }
}

Export-ModuleMember -Function *-*
