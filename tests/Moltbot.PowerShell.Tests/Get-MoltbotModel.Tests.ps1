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

    It 'reports a name that nothing fits, with those that are near, and gives the others' {
        $call = Invoke-Recorded { Get-MoltbotModel openai/gpt-5.2, openai/gtp-5.2, nothing, none* }
        $call.Output.Model | Should -BeExactly openai/gpt-5.2
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly @(@('ModelNotFound,Moltbot.PowerShell.Commands.GetMoltbotModelCommand') * 2)
        $call.Errors.TargetObject | Should -BeExactly openai/gtp-5.2, nothing
        $call.Errors[0].Exception.Message | Should -BeExactly 'No model "openai/gtp-5.2" is listed. There is: openai/gpt-5.2.'
        $call.Errors[1].Exception.Message | Should -BeLike '*Get-MoltbotModel shows*'
    }

    It 'says how a model that is only described is listed' {
        Set-TestConfig '{ models: { providers: { acme: { baseUrl: "http://localhost", models: [{ id: "k1", name: "K1" }] } } } }'
        $call = Invoke-Recorded { Get-MoltbotModel acme/k1 }
        $call.Errors[0].Exception.Message | Should -BeLike '*Get-MoltbotModel -All lists it.'
        (Get-MoltbotModel acme/k1 -All).Model | Should -BeExactly acme/k1
    }

    It 'ends with AgentNotFound and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Get-MoltbotModel -Agent nobody -ErrorAction Stop } | Should -Throw -ErrorId 'AgentNotFound,Moltbot.PowerShell.Commands.GetMoltbotModelCommand'
        Get-Fingerprint | Should -BeExactly $before
    }
}
