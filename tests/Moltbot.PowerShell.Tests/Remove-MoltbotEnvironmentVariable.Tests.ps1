#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Remove-MoltbotEnvironmentVariable' {
    BeforeAll {
        $plain = New-Secret 'value-of-somebody'
    }

    BeforeEach {
        Clear-TestHome
        $null = New-TestEnvironmentFile $plain
    }

    It 'removes a variable and keeps all else' {
        Remove-MoltbotEnvironmentVariable OPENAI_API_KEY | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StatePath .env) | Should -BeExactly "# keys`n`nLEVEL=debug`n"
    }

    It 'takes variables from the pipeline' {
        Get-MoltbotEnvironmentVariable | Remove-MoltbotEnvironmentVariable
        Get-MoltbotEnvironmentVariable | Should -BeNullOrEmpty
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Remove-MoltbotEnvironmentVariable LEVEL -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with VariableNotFound' {
        { Remove-MoltbotEnvironmentVariable NOPE } | Should -Throw -ErrorId 'VariableNotFound,Moltbot.PowerShell.Commands.RemoveMoltbotEnvironmentVariableCommand'
    }

    It 'goes on after one of several that is not set' {
        $call = Invoke-Recorded { Remove-MoltbotEnvironmentVariable NOPE, LEVEL }
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors.FullyQualifiedErrorId | Should -BeLike 'VariableNotFound,*'
        (Get-MoltbotEnvironmentVariable).Name | Should -BeExactly OPENAI_API_KEY
    }

    It 'completes the names that the file has, and no others' {
        (Get-Completion 'Remove-MoltbotEnvironmentVariable ').CompletionText | Should -BeExactly OPENAI_API_KEY, LEVEL
    }
}
