#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The way of a person through the rotation, in a PowerShell of its own: every line as it is typed, and what it shows.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    # Runs lines in a new PowerShell with a transcript, and gives what stands in it between its header and its footer.
    function Get-Transcript([string[]]$Line) {
        $path = Join-Path $env:HOME transcript.txt
        $script = Join-Path $env:HOME session.ps1
        $typed = foreach ($command in $Line) {
            "'PS> $($command.Replace("'", "''"))'"
            $command
        }
        Set-TestFile $script (@(
                "`$PSStyle.OutputRendering = 'PlainText'"
                "Import-Module '$(Get-ManifestPath)'"
                "`$null = Start-Transcript '$path' -UseMinimalHeader"
                $typed
                '$null = Stop-Transcript'
            ) -join "`n")
        $null = & (Get-EnginePath) -NoProfile -NonInteractive -File $script *>&1
        $text = Get-Content -Raw -LiteralPath $path
        Remove-Item -LiteralPath $path, $script
        ($text -split '\*{10,}')[2].Trim() -replace '\r'
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'the rotation' {
    It 'is seen, explained and repaired' {
        Set-TestConfig '{ agents: { defaults: { model: { primary: "anthropic/claude-opus-4-5" } } } }'
        Set-TestStore -Profiles ([ordered]@{ 'anthropic:work' = New-Token anthropic; 'anthropic:home' = New-Token anthropic }) -Order @{ anthropic = @('anthropic:work', 'anthropic:home') }
        Set-TestSessions '{ "agent:main:main": { "sessionId": "s1", "updatedAt": 1 }, "agent:main:other": { "sessionId": "s2", "updatedAt": 2 } }'

        $transcript = Get-Transcript @(
            'Get-MoltbotAuthCandidate anthropic | Format-List ProfileId, State, Reason'
            "Update-MoltbotAuthUsage anthropic:work -StatusCode 429 -Message 'rate limited'"
            'Get-MoltbotAuthCandidate anthropic | Format-List ProfileId, State, Reason'
            "Set-MoltbotSessionModel main 'anthropic/claude-opus-4-5@anthropic:home'"
            'Get-MoltbotSessionModel main | Format-List SessionKey, Model, ProfileId, PinnedBy, PinState, NextProfileId'
            'Remove-MoltbotAuthProfile anthropic:home -Confirm:$false'
            'Get-MoltbotSessionModel main | Format-List SessionKey, ProfileId, PinState, Reason, NextProfileId'
            'Clear-MoltbotSessionModel -Stale'
            'Get-MoltbotSessionModel main | Format-List SessionKey, ProfileId, PinState, NextProfileId'
        )

        $parts = $transcript -split '(?m)^PS> '
        $parts[1] | Should -Match 'ProfileId : anthropic:work\s+State\s+: Chosen\s+Reason\s+: the first in the order override in the store'
        $parts[1] | Should -Match 'ProfileId : anthropic:home\s+State\s+: Standby\s+Reason\s+: tried if anthropic:work fails'
        $parts[3] | Should -Match 'ProfileId : anthropic:home\s+State\s+: Chosen\s+Reason\s+: the first that can be used while anthropic:work is in cooldown'
        $parts[3] | Should -Match 'ProfileId : anthropic:work\s+State\s+: Cooldown\s+Reason\s+: in cooldown until .+ after failures: rate_limit 1'
        $parts[5] | Should -Match 'ProfileId\s+: anthropic:home\s+PinnedBy\s+: User\s+PinState\s+: Holds\s+NextProfileId : anthropic:home'
        $parts[6] | Should -Match 'WARNING: .*agent:main:main'
        $parts[7] | Should -Match 'WARNING: .*anthropic:home does not exist'
        $parts[7] | Should -Match 'ProfileId\s+: anthropic:home\s+PinState\s+: Stale'
        $parts[9] | Should -Match 'ProfileId\s+:\s+PinState\s+: None\s+NextProfileId : anthropic:work'
        $parts[9] | Should -Not -Match WARNING
        $transcript | Should -Not -Match NEVERSHOWN

        $sessions = Get-Content -Raw (Get-StatePath agents/main/sessions/sessions.json)
        $sessions | Should -Match ([regex]::Escape('"agent:main:other": { "sessionId": "s2", "updatedAt": 2 }'))
        $sessions | Should -Not -Match authProfileOverride
    }
}
