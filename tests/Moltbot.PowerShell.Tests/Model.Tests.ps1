#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'the models of the configuration' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'Get lists them with what they are for' {
        $models = Get-MoltbotModel
        $models.Reference | Should -BeExactly anthropic/claude-opus-4-5, openai/gpt-5.2
        $models[0].IsDefault | Should -BeTrue
        $models[1].IsFallback | Should -BeTrue
        $models.HasAuth | Should -BeExactly $true, $true
        $models | Out-String | Should -Match 'Reference\s+Aliases\s+Marks'
        $models | Out-String | Should -Not -Match NEVERSHOWN
    }

    It 'Set changes the default and keeps comments' {
        Set-TestConfig "{ // mine`n agents: {} }"
        (Set-MoltbotDefaultModel Z.AI/glm-9 -PassThru).ToString() | Should -BeExactly zai/glm-9
        Get-Content -Raw (Get-StatePath moltbot.json) | Should -Match '// mine'
        (Get-MoltbotModel | Where-Object IsDefault).Reference | Should -BeExactly zai/glm-9
        Set-MoltbotDefaultModel acme/eye -Image
        (Get-MoltbotModel acme/eye).IsImage | Should -BeTrue
    }

    It 'adds and removes aliases' {
        (Add-MoltbotModelAlias fast openai/gpt-5.2 -PassThru).Reference.ToString() | Should -BeExactly openai/gpt-5.2
        (Get-MoltbotModel fast).Reference | Should -BeExactly openai/gpt-5.2
        Remove-MoltbotModelAlias fast
        Get-MoltbotModel fast | Should -BeNullOrEmpty
    }

    It 'adds and removes fallbacks' {
        Add-MoltbotModelFallback acme/k1 -PassThru | Should -BeExactly openai/gpt-5.2, acme/k1
        Remove-MoltbotModelFallback openai/gpt-5.2 -PassThru | Should -BeExactly acme/k1
        Remove-MoltbotModelFallback -All -PassThru | Should -BeNullOrEmpty
    }

    It 'leaves every file byte-identical with -WhatIf' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        $before = Get-Fingerprint
        Set-MoltbotDefaultModel acme/k1 -WhatIf
        Add-MoltbotModelAlias other acme/k1 -WhatIf
        Remove-MoltbotModelAlias fast -WhatIf
        Add-MoltbotModelFallback acme/k1 -WhatIf
        Remove-MoltbotModelFallback openai/gpt-5.2 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with <Id> for <Command>' -ForEach @(
        @{ Id = 'ModelNotFound,*SetMoltbotDefaultModelCommand'; Command = { Set-MoltbotDefaultModel / } }
        @{ Id = 'InvalidArgument,*AddMoltbotModelAliasCommand'; Command = { Add-MoltbotModelAlias 'a b' acme/k1 } }
        @{ Id = 'AliasNotFound,*RemoveMoltbotModelAliasCommand'; Command = { Remove-MoltbotModelAlias nope } }
        @{ Id = 'FallbackNotFound,*RemoveMoltbotModelFallbackCommand'; Command = { Remove-MoltbotModelFallback acme/k9 } }
        @{ Id = 'AgentNotFound,*GetMoltbotModelCommand'; Command = { Get-MoltbotModel -Agent nobody } }
    ) {
        $before = Get-Fingerprint
        $failure = { & $Command } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike $Id
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes models and aliases' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        (Get-Completion 'Set-MoltbotDefaultModel fa').CompletionText | Should -BeExactly fast
        (Get-Completion 'Remove-MoltbotModelAlias ').CompletionText | Should -BeExactly fast
    }
}
