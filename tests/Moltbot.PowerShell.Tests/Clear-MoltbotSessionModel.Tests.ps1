#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Clear-MoltbotSessionModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        New-TestSessions
    }

    It 'takes pins away, all or the stale ones' {
        (Clear-MoltbotSessionModel -Stale -PassThru).SessionKey | Should -BeExactly agent:main:old
        Get-MoltbotSessionModel | Where-Object IsStale | Should -BeNullOrEmpty
        Set-MoltbotSessionModel main openai/gpt-5.2
        Get-MoltbotSessionModel main | Clear-MoltbotSessionModel
        (Get-MoltbotSessionModel main).IsPinned | Should -BeFalse
    }

    It 'clears what the pipeline brings, and goes on after one that is not there' {
        $null = Set-MoltbotSessionModel main openai/gpt-5.2
        $call = Invoke-Recorded { '*old', 'gone', 'main', 'agent:main:main' | ForEach-Object { [pscustomobject]@{ SessionKey = $_ } } | Clear-MoltbotSessionModel -PassThru }
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'SessionNotFound,Moltbot.PowerShell.Commands.ClearMoltbotSessionModelCommand'
        $call.Output.SessionKey | Should -BeExactly agent:main:old, agent:main:main
        $call.Output.PinState | Should -Be None, None
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

    It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'an unknown session'; Id = 'SessionNotFound'; Command = { Clear-MoltbotSessionModel mian } }
        @{ Name = 'a session of another agent'; Id = 'SessionNotFound'; Command = { Clear-MoltbotSessionModel agent:work:main -Agent main } }
        @{ Name = 'a corrupt session store'; Id = 'StoreUnreadable'; Command = { Clear-MoltbotSessionModel -Stale }; Break = { Set-TestSessions '{]' } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $Command | Should -Throw -ErrorId "$Id,Moltbot.PowerShell.Commands.ClearMoltbotSessionModelCommand"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes its argument' {
        (Get-Completion 'Clear-MoltbotSessionModel ').CompletionText | Should -BeExactly agent:main:main, agent:main:old
    }
}
