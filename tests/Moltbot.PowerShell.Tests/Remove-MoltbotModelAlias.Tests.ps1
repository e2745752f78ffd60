#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Remove-MoltbotModelAlias' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'takes an alias away' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        Remove-MoltbotModelAlias fast
        Get-MoltbotModel fast -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'leaves every file byte-identical with -WhatIf' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        $before = Get-Fingerprint
        Remove-MoltbotModelAlias fast -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with AliasNotFound and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Remove-MoltbotModelAlias nope } | Should -Throw -ErrorId 'AliasNotFound,Moltbot.PowerShell.Commands.RemoveMoltbotModelAliasCommand'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes its argument' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        (Get-Completion 'Remove-MoltbotModelAlias ').CompletionText | Should -BeExactly fast
    }
}
