#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Test-MoltbotSecretExposure' {
    BeforeEach {
        Clear-TestHome
        Set-TestStore @{ 'openai:a' = New-ApiKey openai }
    }

    It 'finds a plain secret and says where' {
        $finding = Test-MoltbotSecretExposure | Where-Object CodeName -EQ PLAINTEXT_FOUND
        $finding | Should -BeOfType ([Moltbot.Core.Auditing.SecretFinding])
        $finding.Path | Should -Be (Get-StorePath)
        $finding.Entry | Should -BeExactly 'profiles.openai:a.key'
        $finding.ProfileId | Should -BeExactly 'openai:a'
    }

    It 'finds a reference that leads nowhere' {
        Set-TestStore @{ 'openai:a' = @{ type = 'api_key'; provider = 'openai'; keyRef = @{ source = 'env'; provider = 'default'; id = 'NOT_SET_ANYWHERE' } } }
        (Test-MoltbotSecretExposure).CodeName | Should -Contain REF_UNRESOLVED
        $null = Test-MoltbotSecretExposure -Check
        $LASTEXITCODE | Should -Be 2
    }

    It 'answers with true or false' {
        Test-MoltbotSecretExposure -Quiet | Should -BeFalse
        $null = New-Item -ItemType Directory (Join-Path $env:HOME empty)
        Test-MoltbotSecretExposure -StateDirectory empty -Quiet | Should -BeTrue
        Test-MoltbotSecretExposure -StateDirectory nowhere -Quiet -ErrorAction Ignore | Should -BeFalse
    }

    It 'sets the exit code' {
        $null = Test-MoltbotSecretExposure -Check
        $LASTEXITCODE | Should -Be 1
    }

    It 'sets the worst exit code of all that the pipeline brings' {
        $null = New-Item -ItemType Directory (Join-Path $env:HOME empty)
        $exposed, $clean = '.clawdbot', 'empty' | ForEach-Object { [pscustomobject]@{ StateDirectory = Join-Path $env:HOME $_ } }
        foreach ($order in ($exposed, $clean), ($clean, $exposed)) {
            $null = $order | Test-MoltbotSecretExposure -Check
            $LASTEXITCODE | Should -Be 1
        }

        $null = $clean | Test-MoltbotSecretExposure -Check
        $LASTEXITCODE | Should -Be 0
    }

    It 'names the agent whose store a finding is about' {
        Set-TestStore -Agent work -Profiles @{ 'openai:w' = New-ApiKey openai }
        $findings = Test-MoltbotSecretExposure | Where-Object CodeName -EQ PLAINTEXT_FOUND
        $findings.ForEach({ "$($_.Agent) $($_.ProfileId)" }) | Should -BeExactly 'main openai:a', 'work openai:w'
    }

    It 'shows the findings of each file below its path' {
        Test-MoltbotSecretExposure | Out-String | Should -Match '(?s)Path: \S*auth-profiles\.json.+Code +Entry.+PLAINTEXT_FOUND\S* +profiles\.openai:a\.key'
    }
}
