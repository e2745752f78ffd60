#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    $hasVaults = Test-VaultModule
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Import-MoltbotToken' {
    BeforeAll {
        $setupToken = New-SetupToken
        $plain = New-Secret 'token-of-somebody'
        $token = ConvertTo-SecureString $plain -AsPlainText -Force
        $config = "{`n  // who may speak for us`n  auth: { order: { zai: ['zai:old'] } }, // keep`n}`n"
    }

    BeforeEach {
        Clear-TestState
        Set-TestConfig $config
        Set-TestStore ([ordered]@{ 'zai:old' = New-Token zai; 'zai:key' = New-ApiKey zai })
    }

    It 'stores the token and enters it in the configuration, and says nothing' {
        Import-MoltbotToken zai -Token $token -ExpiresIn 12h -Email me@example.com | Should -BeNullOrEmpty
        $stored = Get-StoredProfile 'zai:manual'
        $stored.type | Should -BeExactly token
        $stored.token | Should -BeExactly $plain
        $stored.email | Should -BeExactly me@example.com
        $stored.expires - (Get-UnixTime 12:00) | Should -BeLessThan 1
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Match "// who may speak for us(?s).*order: \{ zai: \['zai:manual', 'zai:old'\] \}.*// keep"
    }

    It 'returns what was written with -PassThru, without the secret' {
        $imported = Import-MoltbotToken zai -Token $token -ProfileId zai:work -PassThru
        $imported | Should -BeOfType ([Moltbot.Core.Importing.ImportedProfile])
        $imported.ProfileId | Should -BeExactly 'zai:work'
        $imported.Agent | Should -BeExactly main
        $imported.ConfigPath | Should -BeExactly (Get-StatePath moltbot.json)
        $imported | ConvertTo-Json -Depth 5 | Should -Not -Match NEVERSHOWN
    }

    It 'is for anthropic when no provider is named' {
        (Import-MoltbotToken -Token $token -PassThru -WarningAction Ignore).ProfileId | Should -BeExactly 'anthropic:manual'
    }

    It 'leaves the configuration alone with -NoConfig' {
        Import-MoltbotToken zai -Token $token -NoConfig
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -BeExactly $config
        (Get-StoredProfile 'zai:manual').token | Should -BeExactly $plain
    }

    It 'gives the token to the agent that is named' {
        Set-TestConfig @{ agents = @{ list = @(@{ id = 'main' }, @{ id = 'work' }) } }
        (Import-MoltbotToken zai -Token $token -Agent work -PassThru).Path | Should -BeExactly (Get-StorePath work)
        (Get-StoredProfile 'zai:manual' work).token | Should -BeExactly $plain
        Get-StoredProfile 'zai:manual' | Should -BeNullOrEmpty
    }

    It 'takes an expiry as <Name>' -ForEach @(
        @{ Name = 'days'; Parameters = @{ ExpiresIn = '365d' }; Expected = [timespan]::FromDays(365) }
        @{ Name = 'a number of days'; Parameters = @{ ExpiresIn = 30 }; Expected = [timespan]::FromDays(30) }
        @{ Name = 'a time span'; Parameters = @{ ExpiresIn = [timespan]'1.12:00' }; Expected = [timespan]::FromHours(36) }
    ) {
        $imported = Import-MoltbotToken zai -Token $token @Parameters -PassThru
        ($imported.ExpiresAt - [DateTimeOffset]::Now - $Expected).Duration().TotalMinutes | Should -BeLessThan 1
    }

    It 'takes an expiry as a date' {
        $expiresAt = [DateTimeOffset]::FromUnixTimeMilliseconds((Get-UnixTime ([timespan]::FromDays(2))))
        (Import-MoltbotToken zai -Token $token -ExpiresAt $expiresAt.LocalDateTime -PassThru).ExpiresAt | Should -Be $expiresAt
    }

    Context 'where the token comes from' {
        It 'takes a secure string from the pipeline' {
            $token | Import-MoltbotToken zai
            (Get-StoredProfile 'zai:manual').token | Should -BeExactly $plain
        }

        It 'takes text from the pipeline' {
            $plain | Import-MoltbotToken zai
            (Get-StoredProfile 'zai:manual').token | Should -BeExactly $plain
        }

        It 'heals a setup-token that was wrapped into lines' {
            $setupToken.Substring(0, 30), "  $($setupToken.Substring(30, 20)) ", $setupToken.Substring(50) | Import-MoltbotToken -SetupToken
            (Get-StoredProfile 'anthropic:manual').token | Should -BeExactly $setupToken
        }

        It 'takes an environment variable' {
            $env:TEST_TOKEN = $plain
            Import-MoltbotToken zai -FromEnvironment TEST_TOKEN
            (Get-StoredProfile 'zai:manual').token | Should -BeExactly $plain
            Remove-Item Env:TEST_TOKEN
        }

        It 'takes standard input' {
            Invoke-WithInput "$plain`n" 'Import-MoltbotToken zai -FromStandardInput' | Should -BeNullOrEmpty
            (Get-StoredProfile 'zai:manual').token | Should -BeExactly $plain
        }

        It 'says how a script gets standard input when PowerShell has read it' {
            $before = Get-Fingerprint
            $said = Invoke-WithInput '' 'try { Import-MoltbotToken zai -FromStandardInput } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }'
            $said[0] | Should -BeLike 'CredentialInvalid,*'
            $said[1] | Should -BeLike '*$input | *'
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'takes the standard input of a script, which PowerShell gives as $input' {
            $plain | & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; `$input | Import-MoltbotToken zai" | Should -BeNullOrEmpty
            (Get-StoredProfile 'zai:manual').token | Should -BeExactly $plain
        }

        It 'asks with a masked prompt when nothing is given' {
            $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; Import-MoltbotToken zai" 2>&1 | Out-String
            $text | Should -Match 'no secret was given, and there is\s+nobody to ask'
        }

        It 'refuses <Name> in the pipeline' -ForEach @(
            @{ Name = 'an object'; Object = [pscustomobject]@{ Token = 'NEVERSHOWN' } }
            @{ Name = 'a credential'; Object = [pscredential]::new('me', (ConvertTo-SecureString NEVERSHOWN -AsPlainText -Force)) }
            @{ Name = 'a table'; Object = @{ Token = 'NEVERSHOWN' } }
        ) {
            $before = Get-Fingerprint
            $call = Invoke-Recorded { $Object | Import-MoltbotToken zai }
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly 'CredentialInvalid,Moltbot.PowerShell.Commands.ImportMoltbotTokenCommand'
            $call.Failure.Exception.Message | Should -Match 'object with members'
            $call.Errors | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'refuses plain text as an argument and does not repeat it' {
            $before = Get-Fingerprint
            $call = Invoke-Recorded { Import-MoltbotToken zai -Token $plain }
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidArgument,Moltbot.PowerShell.Commands.ImportMoltbotTokenCommand'
            $call.Failure.Exception.Message | Should -Match 'must not stand on the command line'
            $call = Invoke-Recorded { Import-MoltbotToken zai -InputObject $plain }
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidArgument,Moltbot.PowerShell.Commands.ImportMoltbotTokenCommand'
            $Error | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context 'what stands in the way' {
        It 'warns of <Name>' -ForEach @(
            @{ Name = 'an order that leaves the profile out'; Message = 'the order in .* leaves it out'; Prepare = { Set-TestStore @{ 'zai:old' = New-Token zai } -Order @{ zai = @('zai:old') } } }
            @{ Name = 'a provider that nobody knows'; Provider = 'anthropc'; Message = 'Nothing uses anthropc yet.*Did you mean anthropic\?' }
            @{ Name = 'a configuration that says otherwise'; Message = 'zai/api_key'; NoConfig = $true; Prepare = { Set-TestConfig "{ auth: { profiles: { 'zai:manual': { provider: 'zai', mode: 'api_key' } } } }" } }
        ) {
            if ($Prepare) { & $Prepare }
            $call = Invoke-Recorded { Import-MoltbotToken ($Provider ?? 'zai') -Token $token -NoConfig:([bool]$NoConfig) }
            $call.Errors | Should -BeNullOrEmpty
            "$($call.Warnings)" | Should -Match $Message
        }
    }

    Context '-WhatIf and -Confirm' {
        It 'leaves every file byte-identical' {
            $before = Get-Fingerprint
            Import-MoltbotToken zai -Token $token -WhatIf
            $plain | Import-MoltbotToken zai -WhatIf
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'creates nothing where there is nothing' {
            Clear-TestHome
            Import-MoltbotToken zai -Token $token -WhatIf
            Get-StatePath | Should -Not -Exist
        }

        It 'says what would be done, and where' {
            $env:TEST_TOKEN = $plain
            $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; Import-MoltbotToken zai -FromEnvironment TEST_TOKEN -WhatIf" | Out-String
            Remove-Item Env:TEST_TOKEN
            $text | Should -Match 'Import a token of zai as profile zai:manual'
            $text | Should -Match ([regex]::Escape((Get-StorePath)))
        }

        It 'refuses bad input all the same' {
            { Import-MoltbotToken zai -Token $token -ProfileId zai:key -WhatIf } | Should -Throw -ErrorId 'ProfileOfOtherKind,*'
            { Import-MoltbotToken -Token $token -SetupToken -WhatIf } | Should -Throw -ErrorId 'CredentialInvalid,*'
        }
    }

    Context 'bad input' {
        It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
            @{ Name = 'an empty token'; Id = 'CredentialInvalid'; Message = 'Required'; Command = { Import-MoltbotToken zai -Token ([securestring]::new()) } }
            @{ Name = 'a blank token'; Id = 'CredentialInvalid'; Message = 'Required'; Command = { '  ' | Import-MoltbotToken zai } }
            @{ Name = 'a wrong prefix'; Id = 'CredentialInvalid'; Message = 'sk-ant-oat01-'; Command = { Import-MoltbotToken -SetupToken -Token $token } }
            @{ Name = 'a setup-token that is too short'; Id = 'CredentialInvalid'; Message = 'too short'; Command = { 'sk-ant-oat01-NEVERSHOWN' | Import-MoltbotToken -SetupToken } }
            @{ Name = 'an API key'; Id = 'CredentialInvalid'; Message = 'Import-MoltbotApiKey'; Command = { 'sk-ant-api03-NEVERSHOWN-0123456789' | Import-MoltbotToken } }
            @{ Name = 'a token of two lines'; Id = 'CredentialInvalid'; Message = 'line break'; Command = { "NEVERSHOWN`nNEVERSHOWN" | Import-MoltbotToken zai } }
            @{ Name = 'a token with a dash that no request can carry'; Id = 'CredentialInvalid'; Message = 'U\+2013'; Command = { "NEVERSHOWN`u{2013}" | Import-MoltbotToken zai } }
            @{ Name = 'a pipeline that brings nothing'; Id = 'CredentialInvalid'; Message = 'brought nothing'; Command = { @() | Import-MoltbotToken zai } }
            @{ Name = 'a secret for a provider'; Id = 'InvalidArgument'; Message = 'looks like a secret'; Command = { Import-MoltbotToken (New-Secret) -Token $token } }
            @{ Name = 'a secret for a profile'; Id = 'InvalidArgument'; Message = 'looks like a secret'; Command = { Import-MoltbotToken zai -ProfileId (New-Secret) -Token $token } }
            @{ Name = 'an expiry in the past'; Id = 'InvalidArgument'; Message = 'not in the future'; Command = { Import-MoltbotToken zai -Token $token -ExpiresAt ([datetime]::Now.AddDays(-1)) } }
            @{ Name = 'no time at all'; Id = 'InvalidArgument'; Message = 'not in the future'; Command = { Import-MoltbotToken zai -Token $token -ExpiresIn 0 } }
            @{ Name = 'two expiries'; Id = 'InvalidArgument'; Message = 'not both'; Command = { Import-MoltbotToken zai -Token $token -ExpiresIn 1d -ExpiresAt ([datetime]::Now.AddDays(1)) } }
            @{ Name = 'a duration that is none'; Id = 'ParameterArgumentTransformationError'; Message = '"soon" is not a duration'; Command = { Import-MoltbotToken zai -Token $token -ExpiresIn soon } }
            @{ Name = 'a secret for a duration'; Id = 'InvalidArgument'; Message = 'This is not a duration'; Command = { Import-MoltbotToken zai -Token $token -ExpiresIn (New-Secret) } }
            @{ Name = 'a setup-token of another provider'; Id = 'InvalidArgument'; Message = 'Only anthropic'; Command = { Import-MoltbotToken zai -Token $token -SetupToken } }
            @{ Name = 'a blank provider'; Id = 'ProviderMissing'; Message = 'Missing provider'; Command = { Import-MoltbotToken ' ' -Token $token } }
            @{ Name = 'a profile of another kind'; Id = 'ProfileOfOtherKind'; Message = '-Force'; Command = { Import-MoltbotToken zai -Token $token -ProfileId zai:key } }
            @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Message = 'main'; Command = { Import-MoltbotToken zai -Token $token -Agent nobody } }
            @{ Name = 'a variable that is not set'; Id = 'CredentialInvalid'; Message = '-FromEnvironment names is not set'; Command = { Import-MoltbotToken zai -FromEnvironment NOT_THERE } }
            @{ Name = 'a secret for a variable'; Id = 'CredentialInvalid'; Message = 'is not set'; Command = { Import-MoltbotToken zai -FromEnvironment (New-Secret) } }
            @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Message = 'auth.profiles'; Break = { Set-TestConfig '{ auth: { profiles: 3 } }' }; Command = { Import-MoltbotToken zai -Token $token } }
            @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Message = 'line 1, column 2'; Break = { Set-TestStore '{oops' }; Command = { Import-MoltbotToken zai -Token $token } }
            @{ Name = 'a file that is no store'; Id = 'StoreUnreadable'; Message = 'not a credential store'; Break = { Set-TestStore '{}' }; Command = { Import-MoltbotToken zai -Token $token } }
        ) {
            if ($Break) { & $Break }
            $before = Get-Fingerprint
            $call = Invoke-Recorded $Command
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.ImportMoltbotTokenCommand"
            $call.Failure.Exception.Message | Should -Match $Message
            $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'replaces a profile of another kind with -Force' {
            (Import-MoltbotToken zai -Token $token -ProfileId zai:key -Force -PassThru).HasReplaced | Should -BeTrue
            (Get-StoredProfile 'zai:key').type | Should -BeExactly token
        }

        It 'takes the profile back when the configuration cannot be written' {
            $path = Get-StatePath moltbot.json
            Set-TestFile (Get-StatePath part.json5) "{ order: { zai: ['zai:old'] } }"
            Set-TestConfig "{ auth: { '`$include': ['./part.json5', './other.json5'] } }"
            Set-TestFile (Get-StatePath other.json5) "{ order: { zai: ['zai:key'] } }"
            $before = Get-Fingerprint
            { Import-MoltbotToken zai -Token $token } | Should -Throw -ErrorId 'ConfigNotEditable,*' -ExpectedMessage '*by hand*'
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context '-Vault' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        BeforeAll {
            Register-TestVault
        }

        It 'puts the token into the vault and a reference into the profile, with its expiry' {
            $imported = Import-MoltbotToken zai -Token $token -ExpiresIn 12h -Vault SecretStore -PassThru
            $imported.Reference.Description | Should -BeExactly 'vault: SecretStore/zai:manual'
            $stored = Get-StoredProfile zai:manual
            $stored.PSObject.Properties.Name | Should -BeExactly type, provider, tokenRef, expires
            $stored.tokenRef.id | Should -BeExactly SecretStore/zai:manual
            (Get-SecretInfo -Vault SecretStore -Name zai:manual).Metadata.Expires | Should -Be $imported.ExpiresAt.UtcDateTime
            Get-MoltbotCredential -ProfileId zai:manual -AsPlainText | Should -BeExactly $plain
        }

        It 'says in the plan where the token goes' {
            $env:TEST_TOKEN = $plain
            $text = Invoke-TestShell 'Import-MoltbotToken zai -FromEnvironment TEST_TOKEN -ProfileId zai:new -Vault SecretStore -WhatIf' | Out-String
            Remove-Item Env:TEST_TOKEN
            $text | Should -Match 'Import a token of zai as profile zai:new, with its secret in the vault SecretStore'
        }
    }

    It 'shows what was imported as a table' {
        Get-PlainText { Import-MoltbotToken zai -Token $token -PassThru } | Should -BeExactly @(
            'ExpiresAt        Notes                Kind   Agent        ProfileId'
            '---------        -----                ----   -----        ---------'
            '(never)                               Token  main         zai:manual'
        )
    }

    It 'completes providers, profiles, agents and variables' {
        $env:ZAI_API_KEY = $env:SOME_TOKEN = 'x'
        (Get-Completion 'Import-MoltbotToken zai -ProfileId ').CompletionText | Should -BeExactly 'zai:old', 'zai:key'
        (Get-Completion 'Import-MoltbotToken openr').CompletionText | Should -BeExactly openrouter
        (Get-Completion 'Import-MoltbotToken -Agent ').CompletionText | Should -BeExactly main
        (Get-Completion 'Import-MoltbotToken zai -FromEnvironment ').CompletionText | Should -BeExactly ZAI_API_KEY, SOME_TOKEN
        Remove-Item Env:ZAI_API_KEY, Env:SOME_TOKEN
    }
}
