#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    function Set-TestSessions([string]$Text) {
        Set-TestFile (Get-StatePath agents/main/sessions/sessions.json) $Text
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotSessionModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Set-TestSessions @'
{
  "agent:main:main": { "sessionId": "s1", "updatedAt": 1 },
  "agent:main:old": { "sessionId": "s2", "updatedAt": 2, "authProfileOverride": "anthropic:gone", "authProfileOverrideSource": "user" }
}
'@
    }

    It 'shows what is used next, and warns of pins that do not hold' {
        $call = Invoke-Recorded { Get-MoltbotSessionModel }
        $call.Output.SessionKey | Should -BeExactly agent:main:main, agent:main:old
        $call.Output[0].NextProfile | Should -BeExactly anthropic:work
        $call.Output[1].PinState | Should -Be Stale
        $call.Output[1].PinnedBy | Should -Be User
        $call.Warnings.Message | Should -Match 'anthropic:gone does not exist'
    }

    It 'takes wildcards and keys from the pipeline' {
        (Get-MoltbotSessionModel *old -WarningAction Ignore).SessionKey | Should -BeExactly agent:main:old
        ('main' | Get-MoltbotSessionModel).SessionKey | Should -BeExactly agent:main:main
    }

    It 'completes its argument' {
        (Get-Completion 'Get-MoltbotSessionModel ').CompletionText | Should -BeExactly agent:main:main, agent:main:old
    }

    It 'shows sessions as a table' {
        Get-MoltbotSessionModel -WarningAction Ignore | Out-String | Should -Match 'SessionKey\s+Model\s+ProfileId'
    }
}
