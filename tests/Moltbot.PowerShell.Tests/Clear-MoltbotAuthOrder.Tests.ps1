#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Clear-MoltbotAuthOrder' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'removes the order and says nothing' {
        Clear-MoltbotAuthOrder Anthropic | Should -BeNullOrEmpty
        (Get-MoltbotAuthOrder anthropic).IsSet | Should -BeFalse
        Get-MoltbotAuthProfile | Should -HaveCount 5
    }

    It 'returns what is in force afterwards with -PassThru' {
        $order = Clear-MoltbotAuthOrder anthropic -PassThru
        $order | Should -BeOfType ([Moltbot.Core.Selection.AuthOrder])
        $order.IsSet | Should -BeFalse
    }

    It 'warns when an inherited order is in force afterwards' {
        Set-MoltbotAuthOrder anthropic anthropic:backup -Agent work
        $call = Invoke-Recorded { Clear-MoltbotAuthOrder anthropic -Agent work -PassThru }
        $call.Warnings.Message | Should -Match 'main agent.*anthropic:work, anthropic:default'
        $call.Output.ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:default'
        (Get-MoltbotAuthOrder anthropic).IsSet | Should -BeTrue
    }

    It 'takes orders from the pipeline' {
        Set-MoltbotAuthOrder openai openai:default
        Get-MoltbotAuthOrder | Clear-MoltbotAuthOrder
        Get-MoltbotAuthOrder | Should -BeNullOrEmpty
    }

    It 'is content when there is no order' {
        { Clear-MoltbotAuthOrder xai } | Should -Not -Throw
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Clear-MoltbotAuthOrder anthropic -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'a blank provider'; Id = 'ProviderMissing'; Command = { Clear-MoltbotAuthOrder ' ' } }
        @{ Name = 'a blank provider under -WhatIf'; Id = 'ProviderMissing'; Command = { Clear-MoltbotAuthOrder ' ' -WhatIf } }
        @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Command = { Clear-MoltbotAuthOrder anthropic -Agent nobody } }
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Command = { Clear-MoltbotAuthOrder anthropic }; Break = { Set-TestStore '{]' } }
        @{ Name = 'a corrupt configuration'; Id = 'ConfigUnreadable'; Command = { Clear-MoltbotAuthOrder anthropic }; Break = { Set-TestConfig '{]' } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $Command | Should -Throw -ErrorId "$Id,Moltbot.PowerShell.Commands.ClearMoltbotAuthOrderCommand"
        Get-Fingerprint | Should -BeExactly $before
    }
}
