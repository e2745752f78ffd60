#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'lists the models with what they are for' {
        $models = Get-MoltbotModel
        $models.Model | Should -BeExactly anthropic/claude-opus-4-5, openai/gpt-5.2
        $models[0].IsDefault | Should -BeTrue
        $models[1].IsFallback | Should -BeTrue
        $models.HasAuth | Should -BeExactly $true, $true
        $models | Out-String | Should -Match 'Auth\s+Model\s+Marks'
        $models | Out-String | Should -Not -Match NEVERSHOWN
    }

    It 'ends with AgentNotFound and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Get-MoltbotModel -Agent nobody -ErrorAction Stop } | Should -Throw -ErrorId 'AgentNotFound,Moltbot.PowerShell.Commands.GetMoltbotModelCommand'
        Get-Fingerprint | Should -BeExactly $before
    }
}
