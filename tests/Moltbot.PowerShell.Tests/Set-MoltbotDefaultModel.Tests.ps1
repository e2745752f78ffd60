#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Set-MoltbotDefaultModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'changes the default and keeps comments' {
        Set-TestConfig "{ // mine`n agents: {} }"
        (Set-MoltbotDefaultModel Z.AI/glm-9 -PassThru).ToString() | Should -BeExactly zai/glm-9
        Get-Content -Raw (Get-StatePath moltbot.json) | Should -Match '// mine'
        (Get-MoltbotModel | Where-Object IsDefault).Reference | Should -BeExactly zai/glm-9
        Set-MoltbotDefaultModel acme/eye -Image
        (Get-MoltbotModel acme/eye).IsImage | Should -BeTrue
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Set-MoltbotDefaultModel acme/k1 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with ModelNotFound and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Set-MoltbotDefaultModel / } | Should -Throw -ErrorId 'ModelNotFound,Moltbot.PowerShell.Commands.SetMoltbotDefaultModelCommand'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes its argument' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        (Get-Completion 'Set-MoltbotDefaultModel fa').CompletionText | Should -BeExactly fast
    }
}
