#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotEnvironmentVariable' {
    BeforeAll {
        $plain = New-Secret 'value-of-somebody'
    }

    BeforeEach {
        Clear-TestHome
        $null = New-TestEnvironmentFile $plain
    }

    It 'lists them in their order, masked' {
        $variables = Get-MoltbotEnvironmentVariable
        $variables.Name | Should -BeExactly OPENAI_API_KEY, LEVEL
        $variables.IsInForce | Should -BeExactly $true, $true
        $variables[1].MaskedValue | Should -BeExactly '***'
        $variables | ConvertTo-Json -Depth 5 | Should -Not -Match NEVERSHOWN
        $variables | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
    }

    It 'shows them as they are with -AsPlainText' {
        (Get-MoltbotEnvironmentVariable OPENAI_API_KEY -AsPlainText).PlainText | Should -BeExactly $plain
        (Get-PlainText { Get-MoltbotEnvironmentVariable LEVEL -AsPlainText })[-1] | Should -Match '^yes +LEVEL +debug$'
    }

    It 'takes wildcards and the pipeline' {
        (Get-MoltbotEnvironmentVariable *_KEY).Name | Should -BeExactly OPENAI_API_KEY
        ('LEVEL', 'OPENAI_API_KEY' | Get-MoltbotEnvironmentVariable).Name | Should -BeExactly LEVEL, OPENAI_API_KEY
        Get-MoltbotEnvironmentVariable NO* | Should -BeNullOrEmpty
    }

    It 'names what wins over <Name>' -ForEach @(
        @{ Name = 'the process'; Winner = 'the environment of this process'; Prepare = { $env:LEVEL = 'x' } }
        @{ Name = 'the working directory'; Winner = '\(the \.env file of the working directory\)$'; Prepare = { Set-TestFile (Join-Path $env:HOME .env) "LEVEL=x`n" } }
        @{ Name = 'the configuration'; Winner = '\(its env section\)$'; Prepare = { Set-TestFile (Get-StatePath .env) "LEVEL=`n"; Set-TestConfig @{ env = @{ LEVEL = 'x' } } } }
    ) {
        & $Prepare
        $variable = Get-MoltbotEnvironmentVariable LEVEL
        Remove-Item Env:LEVEL -ErrorAction Ignore
        $variable.IsInForce | Should -BeFalse
        $variable.Winner | Should -Match $Winner
    }

    It 'reports VariableNotFound' {
        $call = Invoke-Recorded { Get-MoltbotEnvironmentVariable NOPE, LEVEL }
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'VariableNotFound,Moltbot.PowerShell.Commands.GetMoltbotEnvironmentVariableCommand'
        $call.Output.Name | Should -BeExactly LEVEL
    }

    It 'gives nothing where there is no file' {
        Remove-Item -Force -LiteralPath (Get-StatePath .env)
        Get-MoltbotEnvironmentVariable | Should -BeNullOrEmpty
    }

    It 'shows them as a table' {
        $env:LEVEL = 'x'
        $lines = Get-PlainText { Get-MoltbotEnvironmentVariable }
        Remove-Item Env:LEVEL
        $lines[0] | Should -BeExactly (ConvertTo-SystemPath 'Path: ~/.clawdbot/.env')
        $lines[2] | Should -Match '^InForce +Name +Value$'
        $lines[-2] | Should -Match '^no: the environment +LEVEL +\*\*\*$'
        $lines[-1] | Should -BeExactly 'of this process wins'
    }

    It 'completes the names that the file has, and no others' {
        (Get-Completion 'Get-MoltbotEnvironmentVariable ').CompletionText | Should -BeExactly OPENAI_API_KEY, LEVEL
    }
}
