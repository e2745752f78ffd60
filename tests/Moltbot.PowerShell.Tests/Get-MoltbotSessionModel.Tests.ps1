#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotSessionModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        New-TestSessions
    }

    It 'shows what is used next, and warns of pins that do not hold' {
        $call = Invoke-Recorded { Get-MoltbotSessionModel }
        $call.Output.SessionKey | Should -BeExactly agent:main:main, agent:main:old
        $call.Output[0].NextProfileId | Should -BeExactly anthropic:work
        $call.Output[1].PinState | Should -Be Stale
        $call.Output[1].PinnedBy | Should -Be User
        $call.Warnings.Message | Should -Match 'anthropic:gone does not exist'
    }

    It 'takes wildcards and keys from the pipeline' {
        (Get-MoltbotSessionModel *old -WarningAction Ignore).SessionKey | Should -BeExactly agent:main:old
        ('main' | Get-MoltbotSessionModel).SessionKey | Should -BeExactly agent:main:main
    }

    It 'ends with <Id> for <Name>' -ForEach @(
        @{ Name = 'an unknown session'; Id = 'SessionNotFound'; Command = { Get-MoltbotSessionModel mian } }
        @{ Name = 'a session of another agent'; Id = 'SessionNotFound'; Command = { Get-MoltbotSessionModel agent:work:main -Agent main } }
        @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Command = { Get-MoltbotSessionModel -Agent nobody } }
        @{ Name = 'a corrupt session store'; Id = 'StoreUnreadable'; Command = { Get-MoltbotSessionModel }; Break = { Set-TestSessions '{]' } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        { $ErrorActionPreference = 'Stop'; & $Command } | Should -Throw -ErrorId "$Id,Moltbot.PowerShell.Commands.GetMoltbotSessionModelCommand"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes its argument' {
        (Get-Completion 'Get-MoltbotSessionModel ').CompletionText | Should -BeExactly agent:main:main, agent:main:old
    }

    It 'shows in 80 columns whether a pin holds, and what is used next' {
        Set-TestSessions '{ "agent:main:telegram:group:-1001234567890": { "authProfileOverride": "anthropic:gone" } }'
        $table = Get-MoltbotSessionModel -WarningAction Ignore | Out-String -Width 80
        $table | Should -Match 'Pin\s+SessionKey\s+NextProfileId\s+Model'
        $table | Should -Match 'Stale, User\S*\s+agent:main:telegram:gr\s+anthropic:work\s+anthropic/claude'
    }
}
