#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Add-MoltbotModelAlias' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'warns of a model without a credential' {
        (Invoke-Recorded { Add-MoltbotModelAlias fast zai/glm-9 }).Warnings.Message | Should -BeLike '*no credential for zai*'
    }

    It 'adds an alias' {
        (Add-MoltbotModelAlias fast openai/gpt-5.2 -PassThru).Model | Should -BeExactly openai/gpt-5.2
        (Get-MoltbotModel fast).Model | Should -BeExactly openai/gpt-5.2
    }

    It 'shows the alias with its model' {
        Add-MoltbotModelAlias fast openai/gpt-5.2 -PassThru | Out-String | Should -Match '(?s)Alias +Model.+fast +openai/gpt-5\.2'
    }

    It 'takes an alias that the pipeline has just given' {
        $added = @{ Alias = 'fast'; Model = 'openai/gpt-5.2' }, @{ Alias = 'quick'; Model = 'fast' } | ForEach-Object { [pscustomobject]$_ } | Add-MoltbotModelAlias -PassThru
        $added.Model | Should -BeExactly openai/gpt-5.2, openai/gpt-5.2
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Add-MoltbotModelAlias other acme/k1 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with InvalidArgument and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Add-MoltbotModelAlias 'a b' acme/k1 } | Should -Throw -ErrorId 'InvalidArgument,Moltbot.PowerShell.Commands.AddMoltbotModelAliasCommand'
        Get-Fingerprint | Should -BeExactly $before
    }
}
