# Answers on standard output what it is asked for on standard input, so that no name and no secret is an argument.
# In: {"marker": text, "secrets": [{"vault": text, "name": text}]}. Out: the marker and the Base64 of the answers as JSON,
# in the same order, on a line of their own, whatever a vault prints besides.
$ErrorActionPreference = 'Stop'
$WarningPreference = $VerbosePreference = $InformationPreference = $ProgressPreference = 'SilentlyContinue'
$utf8 = [System.Text.UTF8Encoding]::new($false)

function Test-Locked($Failure) {
    for ($exception = $Failure.Exception; $exception; $exception = $exception.InnerException) {
        if ($exception.GetType().Name -eq 'PasswordRequiredException') { return $true }
    }
    $false
}

function Get-Answer($Wanted, $Registered) {
    if ($Wanted.vault -notin $Registered) { return @{ error = 'NoVault'; detail = $Registered } }
    $global:Error.Clear()
    try {
        $value = Microsoft.PowerShell.SecretManagement\Get-Secret -Name $Wanted.name -Vault $Wanted.vault -AsPlainText
    }
    catch {
        if (@($_; $global:Error).Where({ Test-Locked $_ })) { return @{ error = 'Locked' } }
        if ($_.FullyQualifiedErrorId -like 'GetSecretNotFound*') { return @{ error = 'NotFound' } }
        return @{ error = 'Failed'; detail = @($_.Exception.GetType().Name) }
    }
    if ($value -is [pscredential]) { $value = $value.GetNetworkCredential().Password }
    if ($null -eq $value) { return @{ error = 'NotFound' } }
    if ($value -isnot [string]) { return @{ error = 'NotText'; detail = @($value.GetType().Name) } }
    @{ value = $value }
}

$request = [System.IO.StreamReader]::new([Console]::OpenStandardInput(), $utf8).ReadToEnd() | ConvertFrom-Json
try {
    Import-Module Microsoft.PowerShell.SecretManagement
    $registered = @((Microsoft.PowerShell.SecretManagement\Get-SecretVault).Name)
    $answers = @($request.secrets.ForEach({ Get-Answer $_ $registered }))
}
catch {
    $answers = @($request.secrets.ForEach({ @{ error = 'NoModule' } }))
}

$json = ConvertTo-Json -InputObject $answers -Depth 4 -Compress
[Console]::Out.WriteLine("`n" + $request.marker + [Convert]::ToBase64String($utf8.GetBytes($json)))
