#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Remove-MoltbotModelFallback' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'takes a fallback away, or all' {
        Add-MoltbotModelFallback acme/k1
        (Remove-MoltbotModelFallback openai/gpt-5.2 -PassThru).Model | Should -BeExactly acme/k1
        Remove-MoltbotModelFallback -All -PassThru | Should -BeNullOrEmpty
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Remove-MoltbotModelFallback openai/gpt-5.2 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with FallbackNotFound and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Remove-MoltbotModelFallback acme/k9 } | Should -Throw -ErrorId 'FallbackNotFound,Moltbot.PowerShell.Commands.RemoveMoltbotModelFallbackCommand'
        Get-Fingerprint | Should -BeExactly $before
    }
}
