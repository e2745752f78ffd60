# Runs one suite and writes what came of it as JSON, for the xunit tests.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string]$Path,

    [Parameter(Mandatory)]
    [string]$ResultPath
)

Import-Module Pester -MinimumVersion 5.0 -ErrorAction Stop

$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'None' }
}
$broken = @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)
@{
    Passed   = $run.PassedCount
    Failed   = $run.FailedCount
    Skipped  = $run.SkippedCount
    Failures = @(
        foreach ($item in $broken) {
            $messages = $item.ErrorRecord | ForEach-Object { "$_"; $_.ScriptStackTrace -split '\r?\n' -match '\.Tests\.ps1' }
            "$($item.ExpandedPath ?? $item)`n$($messages -join "`n")"
        }
    )
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
