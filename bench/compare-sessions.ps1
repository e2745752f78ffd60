#requires -Version 7.6
<#
.SYNOPSIS
Measures Get-MoltbotSessionModel over many sessions against reading the same file with Get-Content and ConvertFrom-Json.
.DESCRIPTION
Prints for each number of sessions the ratio of the medians, measured turn by turn, and what a thousand sessions take: that
is always the same where the time grows as the sessions do. The last line is of one call in a new process. Build the module first: ./build.ps1
#>
[CmdletBinding()]
param(
    [int[]] $Sessions = (1000, 10000, 100000),
    [int] $First = 10000,
    [int] $Runs = 11
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot Comparing.psm1) -Force
Confirm-Engine
Import-Module (Get-BuiltModule)

function Set-Sessions([string] $Path, [int] $Count) {
    $store = [ordered]@{}
    foreach ($i in 1..$Count) {
        $entry = [ordered]@{
            sessionId = [guid]::NewGuid().ToString(); updatedAt = 1790000000000 + $i; chatType = 'group'; channel = 'telegram'
            lastTo = "telegram:-100$i"; compactionCount = $i % 3; inputTokens = 1000 + $i; outputTokens = 200; modelProvider = 'anthropic'
        }
        if ($i % 2) { $entry.authProfileOverride = "anthropic:p$($i % 12)"; $entry.authProfileOverrideSource = $i % 4 -eq 1 ? 'user' : 'auto' }
        $store["agent:main:telegram:group:-100$i"] = $entry
    }
    ConvertTo-Json $store -Depth 4 | Set-Content $Path
}

$state = Join-Path ([IO.Path]::GetTempPath()) "moltbot-bench-$([guid]::NewGuid().ToString('N'))"
$null = New-Item -ItemType Directory -Force (Join-Path $state agents/main/agent), (Join-Path $state agents/main/sessions)
$path = Join-Path $state agents/main/sessions/sessions.json
try {
    $profiles = [ordered]@{}
    foreach ($i in 0..9) { $profiles["anthropic:p$i"] = @{ type = 'token'; provider = 'anthropic'; token = "made-up-$('x' * 60)$i" } }
    @{ version = 1; profiles = $profiles } | ConvertTo-Json -Depth 5 | Set-Content (Join-Path $state agents/main/agent/auth-profiles.json)

    foreach ($count in $Sessions) {
        Set-Sessions $path $count
        $compared = Compare-Call -Runs $Runs -Warmups ([Math]::Max(3, 50000 / $count)) -Collect { Get-MoltbotSessionModel -StateDirectory $state -WarningAction Ignore } { Get-Content -Raw $path | ConvertFrom-Json -AsHashtable }
        $compared | Format-Comparison ('{0:N0} sessions, {1:N1} MB, against Get-Content | ConvertFrom-Json -AsHashtable' -f $count, ((Get-Item $path).Length / 1MB))
        '  a thousand sessions take {0:N2} ms, and {1:N2} ms of processor time' -f ($compared.OursElapsed / $count * 1000), ($compared.OursProcessor / $count * 1000)
    }

    Set-Sessions $path $First
    $manifest = Get-BuiltModule
    $pairs = foreach ($i in 1..$Runs) {
        [pscustomobject]@{
            Ours   = Measure-First "Import-Module '$manifest'" "Get-MoltbotSessionModel -StateDirectory '$state' -WarningAction Ignore"
            Theirs = Measure-First '$null' "Get-Content -Raw '$path' | ConvertFrom-Json -AsHashtable"
        }
    }
    'the first call in a process, {0:N0} sessions: ratio {1:N2} of processor time ({2:N0} ms against {3:N0} ms)' -f $First, ((Get-Median $pairs.Ours) / (Get-Median $pairs.Theirs)), (Get-Median $pairs.Ours), (Get-Median $pairs.Theirs)
}
finally {
    Remove-Item -Recurse -Force $state
}
