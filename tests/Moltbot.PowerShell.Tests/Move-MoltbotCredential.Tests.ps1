#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    $hasVaults = Test-VaultModule
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    if (Test-VaultModule) { Register-TestVault }
}

AfterAll {
    Exit-TestHome
}

Describe 'Move-MoltbotCredential' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
    BeforeAll {
        Register-FaultyVault Memory
    }

    BeforeEach {
        Clear-TestState
        New-TestInstallation
        Get-SecretInfo -Vault SecretStore | Remove-Secret
    }

    Context '-ToVault' {
        It 'puts the secret into the vault and a reference in its place, and says nothing' {
            $Error.Clear()
            Move-MoltbotCredential anthropic:default -ToVault SecretStore | Should -BeNullOrEmpty
            $Error | Should -BeNullOrEmpty
            Get-TestSecret anthropic:default | Should -BeExactly (New-Secret)
            $stored = Get-StoredProfile anthropic:default
            $stored.PSObject.Properties.Name | Should -BeExactly type, provider, keyRef
            $stored.keyRef.id | Should -BeExactly SecretStore/anthropic:default
            Get-MoltbotCredential -ProfileId anthropic:default -AsPlainText | Should -BeExactly (New-Secret)
        }

        It 'keeps what else is known about a token, and tells the vault' {
            $expires = (Get-StoredProfile anthropic:work).expires
            Move-MoltbotCredential anthropic:work -ToVault SecretStore
            $stored = Get-StoredProfile anthropic:work
            $stored.PSObject.Properties.Name | Should -BeExactly type, provider, tokenRef, expires
            $stored.expires | Should -Be $expires
            $metadata = (Get-SecretInfo -Vault SecretStore -Name anthropic:work).Metadata
            $metadata.Provider | Should -BeExactly anthropic
            $metadata.Kind | Should -BeExactly token
            $metadata.ProfileId | Should -BeExactly anthropic:work
            $metadata.Agent | Should -BeExactly main
            $metadata.Expires | Should -Be ([DateTimeOffset]::FromUnixTimeMilliseconds($expires).UtcDateTime)
        }

        It 'returns what was moved with -PassThru' {
            $moved = Move-MoltbotCredential openai:default -ToVault SecretStore -PassThru
            $moved | Should -BeOfType ([Moltbot.Core.Importing.MovedCredential])
            $moved.From | Should -BeExactly (Get-StorePath)
            $moved.To | Should -BeExactly 'vault: SecretStore/openai:default'
            $moved.HasChanged | Should -BeTrue
            $lines = Get-PlainText { $moved }
            $lines[0] | Should -Match '^Agent +ProfileId +From +To$'
            $lines[2] | Should -Match '^main +openai:default +~[\\/]\.clawdbot[\\/]agents[\\/]main[\\/]agent.* +vault: SecretStore/openai:defau'
        }

        It 'takes profiles from the pipeline and goes on after a sign-in' {
            $call = Invoke-Recorded { Get-MoltbotAuthProfile | Move-MoltbotCredential -ToVault SecretStore -PassThru }
            $call.Output.ProfileId | Should -BeExactly anthropic:default, anthropic:work, anthropic:backup, openai:default
            $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'ProfileOfOtherKind,Moltbot.PowerShell.Commands.MoveMoltbotCredentialCommand'
            Get-Content -Raw -LiteralPath (Get-StorePath) | Should -Not -Match '"(key|token)": '
        }

        It 'takes the name that is given, also one for each profile' {
            Get-MoltbotAuthProfile | Where-Object Kind -EQ ApiKey | Move-MoltbotCredential -ToVault SecretStore -SecretName { "mb-$($_.ProfileId -replace '\W', '-')" }
            (Get-StoredProfile openai:default).keyRef.id | Should -BeExactly SecretStore/mb-openai-default
            Get-TestSecret mb-anthropic-default | Should -BeExactly (New-Secret)
        }

        It 'names the secret of another agent behind the agent' {
            Move-MoltbotCredential openai:work -Agent work -ToVault SecretStore
            (Get-StoredProfile openai:work work).keyRef.id | Should -BeExactly SecretStore/work/openai:work
            Get-TestSecret work/openai:work | Should -BeExactly (New-Secret)
        }

        It 'moves the profile <_>' -ForEach 'zai:a/b', 'zai:a[b]', 'zai:a*b?', 'zai:me@example.com', "zai:cl`u{e9}-`u{43a}`u{43b}`u{44e}`u{447}-`u{9375}", "zai:it's `$(here)", 'zai:100%' {
            Set-TestStore @{ $_ = New-ApiKey zai }
            Move-MoltbotCredential -ProfileId $_ -ToVault SecretStore
            (Get-StoredProfile $_).key | Should -BeNullOrEmpty
            Get-MoltbotCredential -ProfileId $_ -AsPlainText | Should -BeExactly (New-Secret)
            (Get-SecretInfo -Vault SecretStore).Metadata.ProfileId | Should -BeExactly $_
            Move-MoltbotCredential -ProfileId $_ -ToFile -WarningAction Ignore
            (Get-StoredProfile $_).key | Should -BeExactly (New-Secret)
        }

        It 'does not mix up profiles that differ in case only' {
            $other = [ordered]@{ type = 'api_key'; provider = 'zai'; key = 'another NEVERSHOWN key' }
            $store = [System.Collections.Specialized.OrderedDictionary]::new([System.StringComparer]::Ordinal)
            $store.Add('zai:Work', (New-ApiKey zai))
            $store.Add('zai:work', $other)
            Set-TestStore $store
            Move-MoltbotCredential zai:Work -ToVault SecretStore
            { Move-MoltbotCredential zai:work -ToVault SecretStore } | Should -Throw -ErrorId 'SecretExists,*'
            Move-MoltbotCredential zai:work -ToVault SecretStore -SecretName zai:work-2
            Get-MoltbotCredential -ProfileId zai:Work -AsPlainText | Should -BeExactly (New-Secret)
            Get-MoltbotCredential -ProfileId zai:work -AsPlainText | Should -BeExactly $other.key
        }

        It 'removes a plain secret that was left beside the reference' {
            $both = New-KeyReference zai SecretStore/zai
            $both.key = 'old'
            Set-TestStore @{ 'zai:a' = $both }
            Set-Secret -Vault SecretStore -Name zai -Secret (New-Secret)
            Move-MoltbotCredential zai:a -ToVault SecretStore
            (Get-StoredProfile zai:a).PSObject.Properties.Name | Should -BeExactly type, provider, keyRef
            Get-TestSecret zai | Should -BeExactly (New-Secret)
        }

        It 'changes nothing when the secret is there already' {
            Move-MoltbotCredential openai:default -ToVault SecretStore
            $before = Get-Fingerprint
            (Move-MoltbotCredential openai:default -ToVault SecretStore -PassThru).HasChanged | Should -BeFalse
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'moves from one vault to another and says what is left' {
            Move-MoltbotCredential openai:default -ToVault SecretStore
            $call = Invoke-Recorded { Move-MoltbotCredential openai:default -ToVault Memory }
            "$($call.Warnings)" | Should -Match "Remove-Secret -Vault 'SecretStore' -Name 'openai:default'"
            (Get-StoredProfile openai:default).keyRef.id | Should -BeExactly Memory/openai:default
            Get-TestSecret openai:default SecretStore | Should -BeExactly (New-Secret)
        }

        It 'moves 500 profiles' {
            $profiles = [ordered]@{}
            foreach ($i in 1..500) { $profiles["zai:p$i"] = [ordered]@{ type = 'api_key'; provider = 'zai'; key = "key $i NEVERSHOWN" } }
            Set-TestStore $profiles
            Get-MoltbotAuthProfile | Move-MoltbotCredential -ToVault Memory
            $values = @(Get-MoltbotAuthProfile | Get-MoltbotCredential -AsPlainText)
            $values.Count | Should -Be 500
            $values[499] | Should -BeExactly 'key 500 NEVERSHOWN'
            Get-Content -Raw -LiteralPath (Get-StorePath) | Should -Not -Match NEVERSHOWN
        }
    }

    Context '-ToFile' {
        BeforeEach {
            Move-MoltbotCredential openai:default -ToVault SecretStore
        }

        It 'puts the secret back into the store, and says that the vault has it still' {
            $call = Invoke-Recorded { Move-MoltbotCredential openai:default -ToFile }
            $call.Errors | Should -BeNullOrEmpty
            "$($call.Warnings)" | Should -Match 'is still at vault: SecretStore/openai:default'
            (Get-StoredProfile openai:default).PSObject.Properties.Name | Should -BeExactly type, provider, key
            (Get-StoredProfile openai:default).key | Should -BeExactly (New-Secret)
            Get-TestSecret openai:default | Should -BeExactly (New-Secret)
        }

        It 'changes nothing where the secret is in the store' {
            $before = Get-Fingerprint
            (Move-MoltbotCredential anthropic:default -ToFile -PassThru).HasChanged | Should -BeFalse
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'leaves the reference when the secret is gone' {
            Remove-Secret -Vault SecretStore -Name openai:default
            $before = Get-Fingerprint
            { Move-MoltbotCredential openai:default -ToFile } | Should -Throw -ErrorId 'SecretNotFound,*'
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context '-WhatIf' {
        It 'prints the plan and leaves store and vault as they are' {
            $before = Get-Fingerprint
            Move-MoltbotCredential anthropic:work -ToVault SecretStore -WhatIf
            Get-SecretInfo -Vault SecretStore | Should -BeNullOrEmpty
            Get-Fingerprint | Should -BeExactly $before
            $text = Invoke-TestShell 'Move-MoltbotCredential anthropic:work -ToVault SecretStore -WhatIf' | Out-String
            $text | Should -Match 'Move the secret of anthropic:work from .*auth-profiles\.json to vault: SecretStore/anthropic:work'
        }

        It 'prints the way back' {
            Move-MoltbotCredential openai:default -ToVault SecretStore
            $before = Get-Fingerprint
            Move-MoltbotCredential openai:default -ToFile -WhatIf
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'refuses bad input all the same' {
            { Move-MoltbotCredential openai:default -ToVault Nowhere -WhatIf } | Should -Throw -ErrorId 'VaultNotFound,*'
        }
    }

    Context 'bad input' {
        BeforeAll {
            Register-FaultyVault Mute Metadata
            Register-FaultyVault Full Set
            Register-FaultyVault Liar Lie
            Register-FaultyVault Sticky LieRemove
            Register-FaultyVault Busy Meddle
        }

        It 'ends with <Id> for <Name> and loses nothing' -ForEach @(
            @{ Name = 'an unknown profile'; Id = 'ProfileNotFound'; Message = 'There is: openai:default'; Command = { Move-MoltbotCredential openai:nobody -ToVault SecretStore } }
            @{ Name = 'an inherited profile'; Id = 'ProfileNotFound'; Message = 'inherits it from main'; Command = { Move-MoltbotCredential openai:default -Agent work -ToVault SecretStore } }
            @{ Name = 'a sign-in'; Id = 'ProfileOfOtherKind'; Message = 'a sign-in'; Command = { Move-MoltbotCredential anthropic:me@example.com -ToVault SecretStore } }
            @{ Name = 'a vault that is not registered'; Id = 'VaultNotFound'; Message = 'Register-SecretVault'; Command = { Move-MoltbotCredential openai:default -ToVault Nowhere } }
            @{ Name = 'a name with a pattern'; Id = 'InvalidArgument'; Message = 'take for a pattern'; Command = { Move-MoltbotCredential openai:default -ToVault SecretStore -SecretName 'a*' } }
            @{ Name = 'one name for two'; Id = 'InvalidArgument'; Message = 'One name cannot be'; Command = { Move-MoltbotCredential openai:default, anthropic:work -ToVault SecretStore -SecretName both } }
            @{ Name = 'a name that is too long'; Id = 'SecretReferenceInvalid'; Message = 'too long'; Command = { Move-MoltbotCredential openai:default -ToVault SecretStore -SecretName ('x' * 300) } }
            @{ Name = 'a name that is taken'; Id = 'SecretExists'; Message = '-SecretName'; Prepare = { Set-Secret -Vault SecretStore -Name openai:default -Secret theirs }; Command = { Move-MoltbotCredential openai:default -ToVault SecretStore } }
            @{ Name = 'a vault that refuses'; Id = 'SecretProviderFailed'; Message = 'refused to change.*holds what it held before'; Command = { Move-MoltbotCredential openai:default -ToVault Full } }
            @{ Name = 'a vault that gives back something else'; Id = 'SecretProviderFailed'; Message = 'gives back something else.*holds what it held before'; Command = { Move-MoltbotCredential openai:default -ToVault Liar } }
            @{ Name = 'a vault that keeps what it must not'; Id = 'SecretProviderFailed'; Message = 'may still hold the new secret under the name "openai:default"'; Command = { Move-MoltbotCredential openai:default -ToVault Sticky } }
            @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Message = 'line 1, column 2'; Prepare = { Set-TestStore '{oops' }; Command = { Move-MoltbotCredential openai:default -ToVault SecretStore } }
            @{ Name = 'a profile without a secret'; Id = 'ProfileUnusable'; Message = 'no secret that could be moved'; Prepare = { Set-TestStore @{ 'openai:default' = @{ type = 'api_key'; provider = 'openai' } } }; Command = { Move-MoltbotCredential openai:default -ToVault SecretStore } }
            @{ Name = 'a reference that is none'; Id = 'SecretReferenceInvalid'; Message = 'Correct it'; Prepare = { Set-TestStore @{ 'openai:default' = @{ type = 'api_key'; provider = 'openai'; keyRef = @{ source = 'exec' } } } }; Command = { Move-MoltbotCredential openai:default -ToVault SecretStore } }
        ) {
            if ($Prepare) { & $Prepare }
            $before = Get-Fingerprint
            $theirs = Get-TestSecret openai:default
            $Error.Clear()
            $call = Invoke-Recorded $Command
            $Error | Format-List * -Force | Out-String -Width 500 | Should -Not -Match 'NEVERSHOWN|ActionPreferenceStop'
            $failure = $call.Failure ?? $call.Errors[0]
            $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.MoveMoltbotCredentialCommand"
            $failure.Exception.Message | Should -Match $Message
            $failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
            Get-TestSecret openai:default | Should -BeExactly $theirs
        }

        It 'does without metadata where the vault has no place for it' {
            Move-MoltbotCredential openai:default -ToVault Mute
            Get-TestSecret openai:default Mute | Should -BeExactly (New-Secret)
            Get-MoltbotCredential openai -AsPlainText | Should -BeExactly (New-Secret)
        }

        It 'takes the secret out of the vault again when <Name>' -ForEach @(
            @{ Name = 'another program changes the profile'; Id = 'ProfileChanged'; Text = { (Get-Content -Raw -LiteralPath (Get-StorePath)).Replace('99999999', '88888888') } }
            @{ Name = 'the store cannot be read any more'; Id = 'StoreUnreadable'; Text = { '{oops' } }
        ) {
            $env:MEDDLE_PATH = Get-StorePath
            $env:MEDDLE_TEXT = & $Text
            $call = Invoke-Recorded { Move-MoltbotCredential openai:default -ToVault Busy }
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.MoveMoltbotCredentialCommand"
            $call.Failure.Exception.Message | Should -Match 'The vault "Busy" holds what it held before'
            Get-TestSecret openai:default Busy | Should -BeNullOrEmpty
            Get-Content -Raw -LiteralPath (Get-StorePath) | Should -BeExactly $env:MEDDLE_TEXT
        }

        It 'says how to install SecretManagement where it is missing' {
            $before = Get-Fingerprint
            $text = Invoke-TestShell '$env:PSModulePath = ""; $PSModuleAutoLoadingPreference = "None"; try { Move-MoltbotCredential openai:default -ToVault SecretStore } catch { "$($_.FullyQualifiedErrorId) $($_.Exception.Message)" }'
            $text | Should -Match '^VaultUnavailable.*Install-Module'
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    It 'completes profiles and vaults' {
        (Get-Completion 'Move-MoltbotCredential openai').CompletionText | Should -BeExactly openai:default
        (Get-Completion 'Move-MoltbotCredential openai:default -ToVault Secret').CompletionText | Should -BeExactly SecretStore
    }
}
