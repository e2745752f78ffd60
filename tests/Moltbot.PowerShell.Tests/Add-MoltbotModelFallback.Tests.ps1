#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Add-MoltbotModelFallback' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'warns of a model without a credential' {
        (Invoke-Recorded { Add-MoltbotModelFallback zai/glm-9 }).Warnings.Message | Should -BeLike '*no credential for zai*'
    }

    It 'adds a fallback behind the others' {
        Add-MoltbotModelFallback acme/k1 -PassThru | ForEach-Object Model | Should -BeExactly openai/gpt-5.2, acme/k1
    }

    It 'shows them in their order' {
        Add-MoltbotModelFallback acme/k1 -PassThru | Out-String | Should -Match '(?s)# Model.+1 openai/gpt-5\.2.+2 acme/k1'
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Add-MoltbotModelFallback acme/k1 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }
}
