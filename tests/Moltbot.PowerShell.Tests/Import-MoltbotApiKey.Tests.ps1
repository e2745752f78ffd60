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

Describe 'Import-MoltbotApiKey' {
    BeforeAll {
        $plain = New-Secret 'key-of-somebody'
        $key = ConvertTo-SecureString $plain -AsPlainText -Force
    }

    BeforeEach {
        Clear-TestState
        Set-TestConfig "{} // mine`n"
        Set-TestStore ([ordered]@{ 'zai:token' = New-Token zai })
    }

    It 'stores the key in a profile and says nothing' {
        Import-MoltbotApiKey openrouter -ApiKey $key | Should -BeNullOrEmpty
        (Get-StoredProfile 'openrouter:default').key | Should -BeExactly $plain
        $text = Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json)
        $text | Should -Match '"?openrouter:default'
        $text | Should -Match '// mine\n$'
        $text | Should -Not -Match 'primary|alias'
    }

    It 'takes a key for <_>' -ForEach 'anthropic', 'minimax', 'synthetic', 'venice', 'google', 'openrouter', 'vercel-ai-gateway', 'moonshot', 'kimi-code', 'zai', 'opencode' {
        $imported = Import-MoltbotApiKey $_ -ApiKey $key -PassThru
        $imported.Profile.ProfileId | Should -BeExactly "${_}:default"
        (Get-StoredProfile "${_}:default").key | Should -BeExactly $plain
        (Get-MoltbotModelStatus).Errors | Should -BeNullOrEmpty
    }

    It 'keeps the key of openai where the gateway looks for it' {
        (Import-MoltbotApiKey openai -ApiKey $key -PassThru).Variable.Name | Should -BeExactly OPENAI_API_KEY
        Get-Content -Raw -LiteralPath (Get-StatePath .env) | Should -BeExactly "OPENAI_API_KEY=$plain`n"
    }

    It 'keeps a key in the .env file or in a profile as -Destination says' {
        Import-MoltbotApiKey zai -ApiKey $key -Destination EnvironmentFile
        Get-Content -Raw -LiteralPath (Get-StatePath .env) | Should -Match '^ZAI_API_KEY='
        Import-MoltbotApiKey openai -ApiKey $key -Destination Profile
        (Get-StoredProfile 'openai:default').key | Should -BeExactly $plain
    }

    It 'sets the default model with -SetDefaultModel and keeps the fallbacks' {
        Set-TestConfig @{ agents = @{ defaults = @{ model = @{ primary = 'anthropic/x'; fallbacks = @('openai/y') } } } }
        (Import-MoltbotApiKey moonshot -ApiKey $key -SetDefaultModel -PassThru).DefaultModel | Should -BeExactly 'moonshot/kimi-k2-0905-preview'
        $status = Get-MoltbotModelStatus
        $status.DefaultModel | Should -BeExactly 'moonshot/kimi-k2-0905-preview'
        $status.Fallbacks | Should -BeExactly 'openai/y'
    }

    It 'takes the key out of <Pasted>' -ForEach @(
        @{ Pasted = 'export SOME_KEY="{0}"' }, @{ Pasted = "SOME_KEY='{0}';" }, @{ Pasted = '  {0}  ' }, @{ Pasted = '`{0}`' }
    ) {
        $Pasted -f $plain | Import-MoltbotApiKey zai
        (Get-StoredProfile 'zai:default').key | Should -BeExactly $plain
    }

    It 'keeps a key with an equals sign whole' {
        'NEVERSHOWN0123456789==' | Import-MoltbotApiKey zai
        (Get-StoredProfile 'zai:default').key | Should -BeExactly 'NEVERSHOWN0123456789=='
    }

    It 'takes an environment variable, and a secure string from the pipeline' {
        $env:TEST_KEY = $plain
        Import-MoltbotApiKey zai -FromEnvironment TEST_KEY
        Remove-Item Env:TEST_KEY
        (Get-StoredProfile 'zai:default').key | Should -BeExactly $plain
        $key | Import-MoltbotApiKey zai -ProfileId zai:work
        (Get-StoredProfile 'zai:work').key | Should -BeExactly $plain
    }

    It 'warns of a variable that wins over the .env file' {
        $env:OPENAI_API_KEY = 'other'
        $call = Invoke-Recorded { Import-MoltbotApiKey openai -ApiKey $key }
        Remove-Item Env:OPENAI_API_KEY
        "$($call.Warnings)" | Should -Match 'OPENAI_API_KEY is not in force here: the environment of this process wins'
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Import-MoltbotApiKey zai -ApiKey $key -SetDefaultModel -WhatIf
        Import-MoltbotApiKey openai -ApiKey $key -WhatIf
        Get-Fingerprint | Should -BeExactly $before
        { Import-MoltbotApiKey zai -ApiKey $key -ProfileId zai:token -WhatIf } | Should -Throw -ErrorId 'ProfileOfOtherKind,*'
    }

    It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'an empty key'; Id = 'CredentialInvalid'; Message = 'Required'; Command = { Import-MoltbotApiKey zai -ApiKey ([securestring]::new()) } }
        @{ Name = 'a blank key'; Id = 'CredentialInvalid'; Message = 'Required'; Command = { ' ' | Import-MoltbotApiKey zai } }
        @{ Name = 'a setup-token'; Id = 'CredentialInvalid'; Message = 'Import-MoltbotToken'; Command = { New-SetupToken | Import-MoltbotApiKey anthropic } }
        @{ Name = 'plain text'; Id = 'InvalidArgument'; Message = 'must not stand on the command line'; Command = { Import-MoltbotApiKey zai -ApiKey $plain } }
        @{ Name = 'a blank provider'; Id = 'ProviderMissing'; Message = 'Missing provider'; Command = { Import-MoltbotApiKey ' ' -ApiKey $key } }
        @{ Name = 'a provider without a variable'; Id = 'InvalidArgument'; Message = 'No variable is known'; Command = { Import-MoltbotApiKey my-proxy -ApiKey $key -Destination EnvironmentFile } }
        @{ Name = 'a provider without a model'; Id = 'InvalidArgument'; Message = 'No default model'; Command = { Import-MoltbotApiKey anthropic -ApiKey $key -SetDefaultModel } }
        @{ Name = 'a default model without the configuration'; Id = 'InvalidArgument'; Message = 'at once'; Command = { Import-MoltbotApiKey zai -ApiKey $key -SetDefaultModel -NoConfig } }
        @{ Name = 'a profile of another kind'; Id = 'ProfileOfOtherKind'; Message = '-Force'; Command = { Import-MoltbotApiKey zai -ApiKey $key -ProfileId zai:token } }
        @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Message = 'agents'; Break = { Set-TestConfig '{ agents: 3 }' }; Command = { Import-MoltbotApiKey zai -ApiKey $key } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $call = Invoke-Recorded $Command
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.ImportMoltbotApiKeyCommand"
        $call.Failure.Exception.Message | Should -Match $Message
        $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        Get-Fingerprint | Should -BeExactly $before
    }

    Context '-Vault' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        BeforeAll {
            Register-TestVault
            Register-FaultyVault Full Set
            Register-FaultyVault Mute Metadata
            Register-FaultyVault Busy Meddle
        }

        BeforeEach {
            Get-SecretInfo -Vault SecretStore | Remove-Secret
        }

        It 'puts the key into the vault and a reference into the profile' {
            $imported = Import-MoltbotApiKey openrouter -ApiKey $key -Vault SecretStore -PassThru
            $imported.Profile.Reference.Description | Should -BeExactly 'vault: SecretStore/openrouter:default'
            (Get-StoredProfile openrouter:default).PSObject.Properties.Name | Should -BeExactly type, provider, keyRef
            Get-TestSecret openrouter:default | Should -BeExactly $plain
            (Get-SecretInfo -Vault SecretStore -Name openrouter:default).Metadata.Kind | Should -BeExactly api_key
            Get-MoltbotCredential openrouter -AsPlainText | Should -BeExactly $plain
            Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Match 'openrouter:default'
        }

        It 'keeps a key of openai in a profile, because the .env file has no references' {
            (Import-MoltbotApiKey openai -ApiKey $key -Vault SecretStore -PassThru).Profile.ProfileId | Should -BeExactly openai:default
            Get-StatePath .env | Should -Not -Exist
            { Import-MoltbotApiKey openai -ApiKey $key -Vault SecretStore -Destination EnvironmentFile } | Should -Throw -ErrorId 'InvalidArgument,*'
        }

        It 'renews a key where it is, under whatever name' {
            Import-MoltbotApiKey zai -ApiKey $key -Vault SecretStore -SecretName mine
            'a-newer-NEVERSHOWN-key' | Import-MoltbotApiKey zai -Vault SecretStore
            (Get-StoredProfile zai:default).keyRef.id | Should -BeExactly SecretStore/mine
            Get-TestSecret mine | Should -BeExactly 'a-newer-NEVERSHOWN-key'
            @(Get-SecretInfo -Vault SecretStore).Count | Should -Be 1
        }

        It 'says what is left in the vault when the key goes elsewhere' {
            Import-MoltbotApiKey zai -ApiKey $key -Vault SecretStore
            $call = Invoke-Recorded { Import-MoltbotApiKey zai -ApiKey $key }
            "$($call.Warnings)" | Should -Match "still at vault: SecretStore/zai:default.*Remove-Secret -Vault 'SecretStore' -Name 'zai:default'"
            (Get-StoredProfile zai:default).key | Should -BeExactly $plain
        }

        It 'does without metadata where the vault has no place for it' {
            Import-MoltbotApiKey zai -ApiKey $key -Vault Mute
            Get-TestSecret zai:default Mute | Should -BeExactly $plain
        }

        It 'leaves everything as it is with -WhatIf' {
            $before = Get-Fingerprint
            Import-MoltbotApiKey zai -ApiKey $key -Vault SecretStore -WhatIf
            Get-Fingerprint | Should -BeExactly $before
            Get-SecretInfo -Vault SecretStore | Should -BeNullOrEmpty
        }

        It 'ends with <Id> for <Name> and leaves everything as it is' -ForEach @(
            @{ Name = 'a vault that is not registered'; Id = 'VaultNotFound'; Message = 'Register-SecretVault'; Command = { Import-MoltbotApiKey zai -ApiKey $key -Vault Nowhere } }
            @{ Name = 'a vault that refuses'; Id = 'SecretProviderFailed'; Message = 'refused to change'; Command = { Import-MoltbotApiKey zai -ApiKey $key -Vault Full } }
            @{ Name = 'a name that is taken'; Id = 'SecretExists'; Message = '-SecretName'; Prepare = { Set-Secret -Vault SecretStore -Name zai:default -Secret theirs }; Command = { Import-MoltbotApiKey zai -ApiKey $key -Vault SecretStore } }
            @{ Name = 'a profile of another kind'; Id = 'ProfileOfOtherKind'; Message = '-Force'; Command = { Import-MoltbotApiKey zai -ApiKey $key -ProfileId zai:token -Vault SecretStore } }
            @{ Name = 'an empty key'; Id = 'CredentialInvalid'; Message = 'Required'; Command = { ' ' | Import-MoltbotApiKey zai -Vault SecretStore } }
        ) {
            if ($Prepare) { & $Prepare }
            $before = Get-Fingerprint
            $theirs = Get-TestSecret zai:default
            $call = Invoke-Recorded $Command
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.ImportMoltbotApiKeyCommand"
            $call.Failure.Exception.Message | Should -Match $Message
            $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
            Get-TestSecret zai:default | Should -BeExactly $theirs
        }

        It 'takes the key out of the vault again when the profile cannot be stored' {
            $env:MEDDLE_PATH = Get-StorePath
            $env:MEDDLE_TEXT = '{oops'
            $call = Invoke-Recorded { Import-MoltbotApiKey zai -ApiKey $key -Vault Busy }
            $call.Failure.FullyQualifiedErrorId | Should -BeLike 'StoreUnreadable,*'
            $call.Failure.Exception.Message | Should -Match 'The vault "Busy" holds what it held before'
            Get-TestSecret zai:default Busy | Should -BeNullOrEmpty
        }

        It 'takes profile and key back when the configuration cannot be changed' {
            $env:MEDDLE_PATH = Get-StatePath moltbot.json
            $env:MEDDLE_TEXT = '{ agents: 3 }'
            $before = Get-Content -Raw -LiteralPath (Get-StorePath)
            $call = Invoke-Recorded { Import-MoltbotApiKey zai -ApiKey $key -Vault Busy }
            $call.Failure.FullyQualifiedErrorId | Should -BeLike 'ConfigInvalid,*'
            $call.Failure.Exception.Message | Should -Match 'taken back.*The vault "Busy" holds what it held before'
            Get-TestSecret zai:default Busy | Should -BeNullOrEmpty
            Get-StoredProfile zai:default | Should -BeNullOrEmpty
        }

        It 'completes vaults' {
            (Get-Completion 'Import-MoltbotApiKey zai -Vault Sec').CompletionText | Should -BeExactly SecretStore
        }
    }

    It 'shows what was imported as a table' {
        $lines = Get-PlainText { Import-MoltbotApiKey zai -ApiKey $key -SetDefaultModel -PassThru }
        $lines[0] | Should -Match '^KeptAs +DefaultModel +Path$'
        $lines[2] | Should -Match '^zai:default +zai/glm-4\.7 +~[\\/]\.clawdbot[\\/]agents[\\/]main[\\/]agent'
    }

    It 'completes providers that take a key' {
        (Get-Completion 'Import-MoltbotApiKey kimi').CompletionText | Should -BeExactly kimi-code
        (Get-Completion 'Import-MoltbotApiKey zai -Destination ').CompletionText | Should -BeExactly EnvironmentFile, Profile
    }
}
