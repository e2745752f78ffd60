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

Describe 'Clear-MoltbotSessionModel' {
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

    It 'takes pins away, all or the stale ones' {
        (Clear-MoltbotSessionModel -Stale -PassThru).SessionKey | Should -BeExactly agent:main:old
        Get-MoltbotSessionModel | Where-Object IsStale | Should -BeNullOrEmpty
        Set-MoltbotSessionModel main openai/gpt-5.2
        Get-MoltbotSessionModel main | Clear-MoltbotSessionModel
        (Get-MoltbotSessionModel main).IsPinned | Should -BeFalse
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Clear-MoltbotSessionModel -Stale -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'leaves every file byte-identical with -WhatIf for all sessions' {
        $before = Get-Fingerprint
        Clear-MoltbotSessionModel * -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }
}
