# Runs suites one after the other, as long as there are any that no other engine has taken, and writes what came of each as
# JSON, for the xunit tests.
[CmdletBinding()]
param(
    # The manifest of Pester.
    [Parameter(Mandatory)]
    [string]$Pester,

    # A folder with an empty file for each suite that nobody has taken yet.
    [Parameter(Mandatory)]
    [string]$Queue,

    # A folder for the suites that are taken, and what came of them.
    [Parameter(Mandatory)]
    [string]$Results
)

Import-Module $Pester -ErrorAction Stop

function Get-NextSuite([string]$Queue, [string]$Results) {
    foreach ($waiting in [System.IO.Directory]::GetFiles($Queue) | Sort-Object) {
        $name = [System.IO.Path]::GetFileName($waiting) -replace '^\d+ '
        try {
            [System.IO.File]::Move($waiting, (Join-Path $Results "$name.taken"))
            return $name
        }
        catch [System.IO.FileNotFoundException] {
            # Another engine was faster.
            continue
        }
    }
}

# A test that can be skipped says in a tag, its own or that of the next block around it, what it needs.
function Get-Need($Test) {
    $tags = @($Test.Tag; for ($block = $Test.Block; $block; $block = $block.Parent) { $block.Tag }) -like 'needs *'
    "$($tags | Select-Object -First 1)" -replace '^needs '
}

function ConvertTo-Result($Run) {
    $broken = @($Run.Failed) + @($Run.FailedBlocks) + @($Run.FailedContainers)
    @{
        Passed   = $Run.PassedCount
        Skips    = @($Run.Skipped | Group-Object { Get-Need $_ } | ForEach-Object { @{ Need = $_.Name; Count = $_.Count } })
        Failures = @(
            foreach ($item in $broken) {
                $messages = $item.ErrorRecord | ForEach-Object { "$_"; $_.ScriptStackTrace -split '\r?\n' -match '\.Tests\.ps1' }
                "$($item.ExpandedPath ?? $item)`n$($messages -join "`n")"
            }
        )
        Seconds  = $Run.Duration.TotalSeconds
    }
}

while ($name = Get-NextSuite $Queue $Results) {
    $run = Invoke-Pester -Configuration @{
        Run    = @{ Path = Join-Path $PSScriptRoot $name; PassThru = $true }
        Output = @{ Verbosity = 'None' }
    }
    ConvertTo-Result $run | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath (Join-Path $Results "$name.json")

    # It stays with the home that was there when it was loaded.
    if (Get-Module Microsoft.PowerShell.SecretManagement) { break }
}
