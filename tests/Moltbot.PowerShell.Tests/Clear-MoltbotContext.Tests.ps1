#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Clear-MoltbotContext
    Exit-TestHome
}

Describe 'Clear-MoltbotContext' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'takes the context away' {
        Set-MoltbotContext -Agent work
        Clear-MoltbotContext
        Get-MoltbotContext | Should -BeNullOrEmpty
        (Get-MoltbotModelStatus).Agent | Should -BeExactly main
    }

    It 'does nothing, and says nothing, where there is none' {
        $before = Get-Fingerprint
        $call = Invoke-Recorded { Clear-MoltbotContext; Clear-MoltbotContext }
        $call.Output + $call.Errors | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }
}
