#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Clear-MoltbotAuthCooldown' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Update-MoltbotAuthUsage anthropic:work -FailureReason rate_limit
        Update-MoltbotAuthUsage openai:default -FailureReason billing
    }

    It 'ends the rest of every profile' {
        $cleared = Clear-MoltbotAuthCooldown -PassThru -WarningAction SilentlyContinue
        $cleared | Should -BeOfType ([Moltbot.Core.Health.ProfileStatus])
        (Get-MoltbotAuthProfile anthropic:work).Unusable | Should -BeNullOrEmpty
        (Get-MoltbotAuthProfile anthropic:work).ErrorCount | Should -Be 0
    }

    It 'leaves a profile disabled, and warns, unless -Disabled is given' {
        (Invoke-Recorded { Clear-MoltbotAuthCooldown openai:default }).Warnings.Message | Should -Match 'still disabled:billing'
        (Get-MoltbotAuthProfile openai:default).Unusable.State | Should -BeExactly Disabled
        Clear-MoltbotAuthCooldown openai:default -Disabled
        (Get-MoltbotAuthProfile openai:default).Unusable | Should -BeNullOrEmpty
        (Get-MoltbotAuthProfile openai:default).FailureCounts.Count | Should -Be 0
    }

    It 'clears only the provider that is named' {
        Clear-MoltbotAuthCooldown -Provider Anthropic
        (Get-MoltbotAuthProfile anthropic:work).Unusable | Should -BeNullOrEmpty
        (Get-MoltbotAuthProfile openai:default).ErrorCount | Should -Be 1
    }

    It 'forgets a profile that is gone' {
        Set-TestStore -Profiles @{ 'openai:default' = New-ApiKey openai } -UsageStats @{ 'openai:gone' = @{ errorCount = 2; cooldownUntil = Get-UnixTime 00:05 } }
        (Get-MoltbotModelStatus).UnusableProfiles.ProfileId | Should -BeExactly openai:gone
        Clear-MoltbotAuthCooldown openai:gone -PassThru | Should -BeNullOrEmpty
        (Get-MoltbotModelStatus).UnusableProfiles | Should -BeNullOrEmpty
        $before = Get-Fingerprint
        Clear-MoltbotAuthCooldown
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes profiles from the pipeline' {
        Get-MoltbotAuthProfile | Where-Object Unusable | Clear-MoltbotAuthCooldown -Disabled
        (Get-MoltbotAuthProfile).Where({ $_.Unusable }) | Should -BeNullOrEmpty
    }

    It 'does not take an object without a profile for all of them' {
        Set-TestSessions '{ "agent:main:main": { "sessionId": "s" } }'
        $before = Get-Fingerprint
        $call = Invoke-Recorded { Get-MoltbotSessionModel main | Clear-MoltbotAuthCooldown }
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'ParameterArgumentValidationError,Moltbot.PowerShell.Commands.ClearMoltbotAuthCooldownCommand'
        { Clear-MoltbotAuthCooldown -ProfileId $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-Fingerprint
        Clear-MoltbotAuthCooldown -Disabled -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'writes nothing where there is nothing to clear' {
        $before = Get-Fingerprint
        Clear-MoltbotAuthCooldown anthropic:default -PassThru | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with ProfileNotFound for an unknown profile and changes nothing' {
        $before = Get-Fingerprint
        { Clear-MoltbotAuthCooldown anthropic:gone } | Should -Throw -ErrorId 'ProfileNotFound,Moltbot.PowerShell.Commands.ClearMoltbotAuthCooldownCommand'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes profiles' {
        (Get-Completion 'Clear-MoltbotAuthCooldown openai').ListItemText | Should -BeExactly openai:default
    }
}
