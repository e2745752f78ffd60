#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'the variables of the .env file' {
    BeforeAll {
        $plain = New-Secret 'value-of-somebody'
        $value = ConvertTo-SecureString $plain -AsPlainText -Force
        $text = "# keys`nexport OPENAI_API_KEY='$plain' # mine`n`nLEVEL=debug`n"
    }

    BeforeEach {
        Clear-TestHome
        Set-TestFile (Get-StatePath .env) $text
    }

    Context 'Get-MoltbotEnvironmentVariable' {
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
            Get-PlainText { Get-MoltbotEnvironmentVariable LEVEL -AsPlainText } | Should -Contain 'LEVEL debug yes'
        }

        It 'takes wildcards and the pipeline' {
            (Get-MoltbotEnvironmentVariable *_KEY).Name | Should -BeExactly OPENAI_API_KEY
            ('LEVEL', 'OPENAI_API_KEY' | Get-MoltbotEnvironmentVariable).Name | Should -BeExactly LEVEL, OPENAI_API_KEY
            Get-MoltbotEnvironmentVariable NO* | Should -BeNullOrEmpty
        }

        It 'names what wins over <Name>' -ForEach @(
            @{ Name = 'the process'; Winner = 'the environment of this process'; Prepare = { $env:LEVEL = 'x' } }
            @{ Name = 'the working directory'; Winner = '\.env file of the working directory'; Prepare = { Set-TestFile (Join-Path $env:HOME .env) "LEVEL=x`n" } }
            @{ Name = 'the configuration'; Winner = 'in its env section'; Prepare = { Set-TestFile (Get-StatePath .env) "LEVEL=`n"; Set-TestConfig @{ env = @{ LEVEL = 'x' } } } }
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
            $lines[0] | Should -BeExactly 'Environment file: ~/.clawdbot/.env'
            $lines[2] | Should -Match '^Name +Value +In force$'
            $lines[-1] | Should -BeExactly 'LEVEL          ***                 no: the environment of this process wins'
        }
    }

    Context 'Set-MoltbotEnvironmentVariable' {
        It 'sets a variable and keeps all else' {
            Set-MoltbotEnvironmentVariable LEVEL -Value $value | Should -BeNullOrEmpty
            Get-Content -Raw -LiteralPath (Get-StatePath .env) | Should -BeExactly $text.Replace('LEVEL=debug', "LEVEL=$plain")
            if (-not $IsWindows) { (Get-Item -Force -LiteralPath (Get-StatePath .env)).UnixMode | Should -BeExactly '-rw-------' }
        }

        It 'reads back identically <_>' -ForEach 'a b # c', "it's", '"quoted"', ' around ', "two`nlines", '$HOME `x`', 'back\slash' {
            $_ | Set-MoltbotEnvironmentVariable NEW
            (Get-MoltbotEnvironmentVariable NEW -AsPlainText).PlainText | Should -BeExactly $_
        }

        It 'takes an environment variable' {
            $env:TEST_KEY = $plain
            Set-MoltbotEnvironmentVariable NEW -FromEnvironment TEST_KEY
            Remove-Item Env:TEST_KEY
            (Get-MoltbotEnvironmentVariable NEW -AsPlainText).PlainText | Should -BeExactly $plain
        }

        It 'takes a secret of another variable' {
            (Get-MoltbotEnvironmentVariable OPENAI_API_KEY).Value | Set-MoltbotEnvironmentVariable NEW
            (Get-MoltbotEnvironmentVariable NEW -AsPlainText).PlainText | Should -BeExactly $plain
        }

        It 'warns when something wins over it, and returns it with -PassThru' {
            $env:LEVEL = 'x'
            $call = Invoke-Recorded { Set-MoltbotEnvironmentVariable LEVEL -Value $value -PassThru }
            Remove-Item Env:LEVEL
            "$($call.Warnings)" | Should -Match 'LEVEL is not in force here'
            $call.Output.Name | Should -BeExactly LEVEL
        }

        It 'leaves every file byte-identical with -WhatIf' {
            $before = Get-Fingerprint
            Set-MoltbotEnvironmentVariable LEVEL -Value $value -WhatIf
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
            @{ Name = 'no value'; Id = 'CredentialInvalid'; Command = { Set-MoltbotEnvironmentVariable LEVEL -Value ([securestring]::new()) } }
            @{ Name = 'a name that is none'; Id = 'InvalidArgument'; Command = { Set-MoltbotEnvironmentVariable 'A B' -Value $value } }
            @{ Name = 'plain text'; Id = 'ParameterArgumentTransformationError'; Command = { Set-MoltbotEnvironmentVariable LEVEL -Value $plain } }
            @{ Name = 'a file that is not UTF-8'; Id = 'ConfigUnreadable'; Break = { [System.IO.File]::WriteAllBytes((Get-StatePath .env), [byte[]](65, 61, 255)) }; Command = { Set-MoltbotEnvironmentVariable LEVEL -Value $value } }
        ) {
            if ($Break) { & $Break }
            $before = Get-Fingerprint
            $call = Invoke-Recorded $Command
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.SetMoltbotEnvironmentVariableCommand"
            $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context 'Remove-MoltbotEnvironmentVariable' {
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
    }

    It 'completes the names for <_>, those of the file first' -ForEach 'Get', 'Set', 'Remove' {
        $found = (Get-Completion "$_-MoltbotEnvironmentVariable ").CompletionText
        $found[0..1] | Should -BeExactly OPENAI_API_KEY, LEVEL
        $found | Should -Contain ZAI_API_KEY
    }
}
