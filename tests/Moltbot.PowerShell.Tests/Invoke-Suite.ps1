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
# A test that can be skipped says in a tag, its own or that of a block around it, what it needs.
$skips = $run.Skipped | Group-Object {
    $tags = @($_.Tag; for ($block = $_.Block; $block; $block = $block.Parent) { $block.Tag }) -like 'needs *'
    $tags ? $tags -join ', ' : 'for no reason that is told'
}
$broken = @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)
@{
    Passed   = $run.PassedCount
    Failed   = $run.FailedCount
    Skips    = @($skips | ForEach-Object { "$($_.Count) skipped, $($_.Name)" })
    Failures = @(
        foreach ($item in $broken) {
            $messages = $item.ErrorRecord | ForEach-Object { "$_"; $_.ScriptStackTrace -split '\r?\n' -match '\.Tests\.ps1' }
            "$($item.ExpandedPath ?? $item)`n$($messages -join "`n")"
        }
    )
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
