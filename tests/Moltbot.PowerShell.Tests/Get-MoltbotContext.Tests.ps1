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

Describe 'Get-MoltbotContext' {
    BeforeEach {
        Clear-MoltbotContext
        Clear-TestHome
        New-TestInstallation
    }

    It 'gives nothing where there is none' {
        Get-MoltbotContext | Should -BeNullOrEmpty
    }

    It 'gives what was set' {
        Set-MoltbotContext -Agent work
        $context = Get-MoltbotContext
        $context.StateDirectory, $context.Agent | Should -BeExactly (Join-Path $env:HOME .clawdbot), work
    }

    It 'shows it' {
        Set-MoltbotContext (Get-StatePath)
        (Get-PlainText { Get-MoltbotContext }) -join "`n" | Should -Match '(?m)^\(of each cmdlet\) +~.\.clawdbot$'
    }
}
