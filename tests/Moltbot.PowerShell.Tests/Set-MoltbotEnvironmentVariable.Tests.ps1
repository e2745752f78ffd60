#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Set-MoltbotEnvironmentVariable' {
    BeforeAll {
        $plain = New-Secret 'value-of-somebody'
        $value = ConvertTo-SecureString $plain -AsPlainText -Force
    }

    BeforeEach {
        Clear-TestHome
        $text = New-TestEnvironmentFile $plain
    }

    It 'sets a variable and keeps all else' {
        Set-MoltbotEnvironmentVariable LEVEL -Value $value | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StatePath .env) | Should -BeExactly $text.Replace('LEVEL=debug', "LEVEL=$plain")
        if (-not $IsWindows) { (Get-Item -Force -LiteralPath (Get-StatePath .env)).UnixMode | Should -BeExactly '-rw-------' }
    }

    It 'tells where a new installation begins, and only there' {
        $mistyped = Join-Path $env:HOME mistyped
        'b' | Set-MoltbotEnvironmentVariable A -StateDirectory $mistyped -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -HaveCount 1
        $told[0].Message | Should -BeLike "New installation at $mistyped. *-StateDirectory*"
        'c' | Set-MoltbotEnvironmentVariable A -StateDirectory $mistyped -WarningVariable told
        $told | Should -BeNullOrEmpty
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
        @{ Name = 'a name with the value'; Id = 'InvalidArgument'; Command = { Set-MoltbotEnvironmentVariable 'LEVEL=NEVERSHOWN' -Value $value } }
        @{ Name = 'a secret for a name'; Id = 'InvalidArgument'; Command = { Set-MoltbotEnvironmentVariable (New-Secret) -Value $value } }
        @{ Name = 'plain text'; Id = 'InvalidArgument'; Command = { Set-MoltbotEnvironmentVariable LEVEL -Value $plain } }
        @{ Name = 'a file that is not UTF-8'; Id = 'ConfigUnreadable'; Break = { [System.IO.File]::WriteAllBytes((Get-StatePath .env), [byte[]](65, 61, 255)) }; Command = { Set-MoltbotEnvironmentVariable LEVEL -Value $value } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $call = Invoke-Recorded $Command
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.SetMoltbotEnvironmentVariableCommand"
        $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes the names, those of the file first' {
        $found = (Get-Completion 'Set-MoltbotEnvironmentVariable ').CompletionText
        $found[0..1] | Should -BeExactly OPENAI_API_KEY, LEVEL
        $found | Should -Contain ZAI_API_KEY
    }
}
