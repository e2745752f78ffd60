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

Describe 'the vault of profiles' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
    BeforeAll {
        Enter-VaultRegistry
        Import-Module Microsoft.PowerShell.SecretManagement -Scope Global
        $plain = New-Secret 'new'
        Register-SecretVault -Name Moltbot -ModuleName (Get-ManifestPath)

        function Get-Metadata([string]$Name) {
            $metadata = @{}
            foreach ($entry in (Get-SecretInfo $Name -Vault Moltbot).Metadata.GetEnumerator()) { $metadata[$entry.Key] = $entry.Value }
            $metadata
        }
    }

    BeforeEach {
        Clear-TestState
        New-TestInstallation
    }

    It 'is registered by the name of the module where it is installed' {
        $modules = Join-Path $env:HOME installed
        $null = New-Item -ItemType Directory -Force -Path (Join-Path $modules Moltbot.PowerShell)
        Copy-Item -Recurse -LiteralPath (Get-Module Moltbot.PowerShell).ModuleBase -Destination (Join-Path $modules Moltbot.PowerShell)
        $text = Invoke-TestShell "Remove-Module Moltbot.PowerShell; `$env:PSModulePath += [System.IO.Path]::PathSeparator + '$modules'; Register-SecretVault -Name ByName -ModuleName Moltbot.PowerShell; Get-Secret anthropic:work -Vault ByName -AsPlainText; Unregister-SecretVault ByName"
        Remove-Item -LiteralPath $modules -Recurse -Force
        $text | Should -BeExactly (New-Secret)
    }

    It 'leaves the commands of SecretManagement alone' {
        (Get-Command Get-Secret -All).Source | Should -BeExactly Microsoft.PowerShell.SecretManagement
        (Get-ChildItem -LiteralPath (Get-Module Moltbot.PowerShell).ModuleBase -Recurse -Filter '*.dll').Name | Should -Not -Match SecretManagement
    }

    It 'gives secrets' {
        Get-Secret anthropic:work -Vault Moltbot -AsPlainText | Should -BeExactly (New-Secret)
        Get-Secret openai:default -Vault Moltbot | Should -BeOfType ([securestring])
    }

    It 'gives the token of a sign-in, and what has expired' {
        Set-TestStore ([ordered]@{ 'zai:in' = New-SignIn zai -ExpiresIn -1.00:00; 'zai:old' = New-Token zai -ExpiresIn -1.00:00 })
        Get-Secret zai:in -Vault Moltbot -AsPlainText | Should -BeExactly (New-Secret)
        Get-Secret zai:old -Vault Moltbot -AsPlainText | Should -BeExactly (New-Secret)
    }

    It 'lists profiles with what is known about them' {
        (Get-SecretInfo -Vault Moltbot).Name | Should -BeExactly anthropic:backup, anthropic:default, anthropic:me@example.com, anthropic:work, openai:default
        (Get-SecretInfo openai:* -Vault Moltbot).Name | Should -BeExactly openai:default
        $information = Get-SecretInfo anthropic:work -Vault Moltbot
        $information | Should -BeOfType ([Microsoft.PowerShell.SecretManagement.SecretInformation])
        "$($information.Type)" | Should -BeExactly SecureString
        $information.Metadata.Provider | Should -BeExactly anthropic
        $information.Metadata.Kind | Should -BeExactly token
        $information.Metadata.Agent | Should -BeExactly main
        $information.Metadata.StateDirectory | Should -BeExactly (Join-Path $env:HOME .clawdbot)
        $information.Metadata.Expires | Should -BeOfType ([datetime])
    }

    It 'finds the profile <_>' -ForEach 'zai:a/b', 'zai:a[b]', 'zai:a*b', 'zai:me@example.com', "zai:cl`u{e9}-`u{9375}" {
        Set-TestStore @{ $_ = New-ApiKey zai }
        Get-Secret $_ -Vault Moltbot -AsPlainText | Should -BeExactly (New-Secret)
        (Get-SecretInfo -Vault Moltbot).Name | Should -BeExactly $_
        Set-Secret $_ -Vault Moltbot -Secret $plain
        (Get-StoredProfile $_).key | Should -BeExactly $plain
    }

    It 'lists one of two names that differ in case only, and gives both' {
        $store = [System.Collections.Specialized.OrderedDictionary]::new([System.StringComparer]::Ordinal)
        $store.Add('zai:Work', (New-ApiKey zai))
        $store.Add('zai:work', [ordered]@{ type = 'api_key'; provider = 'zai'; key = $plain })
        Set-TestStore $store
        (Get-SecretInfo -Vault Moltbot -WarningAction Ignore).Name | Should -BeExactly zai:Work
        Get-Secret zai:Work -Vault Moltbot -AsPlainText | Should -BeExactly (New-Secret)
        Get-Secret zai:work -Vault Moltbot -AsPlainText | Should -BeExactly $plain
    }

    It 'lists 500 profiles' {
        $profiles = [ordered]@{}
        foreach ($i in 1..500) { $profiles["zai:p$i"] = New-ApiKey zai }
        Set-TestStore $profiles
        @(Get-SecretInfo -Vault Moltbot).Count | Should -Be 500
        Get-Secret zai:p500 -Vault Moltbot -AsPlainText | Should -BeExactly (New-Secret)
    }

    It 'stores a new secret as a key of the provider in its name, and enters it in the configuration' {
        Set-Secret zai:new -Vault Moltbot -Secret $plain
        $stored = Get-StoredProfile zai:new
        $stored.type | Should -BeExactly api_key
        $stored.provider | Should -BeExactly zai
        $stored.key | Should -BeExactly $plain
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Match 'zai:new'
    }

    It 'stores what looks like a setup-token as a token, and what metadata says as that' {
        Set-Secret anthropic:new -Vault Moltbot -Secret (New-SetupToken)
        (Get-StoredProfile anthropic:new).type | Should -BeExactly token
        $expires = [datetime]::Now.AddDays(30)
        Set-Secret mine -Vault Moltbot -Secret (ConvertTo-SecureString $plain -AsPlainText -Force) -Metadata @{ Provider = 'zai'; Kind = 'token'; Expires = $expires }
        $stored = Get-StoredProfile mine
        $stored.token | Should -BeExactly $plain
        $stored.provider | Should -BeExactly zai
        $stored.expires | Should -Be ([DateTimeOffset]$expires).ToUnixTimeMilliseconds()
    }

    It 'renews a token, whose expiry nobody knows then' {
        Set-Secret anthropic:work -Vault Moltbot -Secret $plain
        $stored = Get-StoredProfile anthropic:work
        $stored.token | Should -BeExactly $plain
        $stored.PSObject.Properties.Name | Should -BeExactly type, provider, token
    }

    It 'sets the expiry of a token' {
        $expires = [datetime]::Now.AddDays(30)
        Set-SecretInfo anthropic:work -Vault Moltbot -Metadata @{ Expires = $expires }
        (Get-StoredProfile anthropic:work).expires | Should -Be ([DateTimeOffset]$expires).ToUnixTimeMilliseconds()
        Set-SecretInfo anthropic:work -Vault Moltbot -Metadata @{ Expires = ''; Provider = 'anthropic' } -ErrorAction SilentlyContinue
        (Get-StoredProfile anthropic:work).expires | Should -Be ([DateTimeOffset]$expires).ToUnixTimeMilliseconds()
    }

    It 'takes back the metadata that it gives, and none of another installation' {
        $metadata = Get-Metadata anthropic:work
        Set-SecretInfo anthropic:work -Vault Moltbot -Metadata $metadata -ErrorAction Stop
        $metadata.StateDirectory = Join-Path $env:HOME other
        $call = Invoke-Recorded { Set-SecretInfo anthropic:work -Vault Moltbot -Metadata $metadata -ErrorAction Stop }
        "$($call.Errors)" | Should -Match 'the vault is about the installation in'
    }

    It 'lists what can be piped on' {
        [pscustomobject](Get-Metadata openai:default) | Remove-MoltbotAuthProfile -Confirm:$false
        Get-StoredProfile openai:default | Should -BeNullOrEmpty
    }

    It 'removes a profile, and its entry in the configuration' {
        Set-Secret zai:new -Vault Moltbot -Secret $plain
        Remove-Secret zai:new -Vault Moltbot
        Get-StoredProfile zai:new | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Not -Match 'zai:new'
    }

    It 'is about the agent and the installation that its parameters name' {
        Register-SecretVault -Name Work -ModuleName (Get-ManifestPath) -VaultParameters @{ Agent = 'work'; StateDirectory = (Get-StatePath).TrimEnd('/', '\') } -AllowClobber
        (Get-SecretInfo -Vault Work).Name | Should -Contain openai:work
        (Get-SecretInfo openai:work -Vault Work).Metadata.Agent | Should -BeExactly work
        Set-Secret openai:new -Vault Work -Secret $plain
        (Get-StoredProfile openai:new work).key | Should -BeExactly $plain
        Get-StoredProfile openai:new | Should -BeNullOrEmpty
    }

    It 'passes the test of SecretManagement, with one answer' {
        Test-SecretVault Moltbot | Should -BeExactly $true
    }

    Context 'bad input' {
        BeforeAll {
            Register-SecretVault -Name Misspelt -ModuleName (Get-ManifestPath) -VaultParameters @{ Agnet = 'work' }
            Register-SecretVault -Name Nobody -ModuleName (Get-ManifestPath) -VaultParameters @{ Agent = 'nobody' }
        }

        It 'says <Id> for <Name> and leaves every file byte-identical' -ForEach @(
            @{ Name = 'a secret in another vault'; Id = 'SecretElsewhere'; Message = "Get-Secret 'zai' -Vault 'SecretStore'"; Prepare = { Set-TestStore @{ 'zai:a' = New-KeyReference zai SecretStore/zai } }; Command = { Get-Secret zai:a -Vault Moltbot } }
            @{ Name = 'a new secret for a reference'; Id = 'SecretElsewhere'; Message = 'Move-MoltbotCredential -ToFile'; Prepare = { Set-TestStore @{ 'zai:a' = New-KeyReference zai SecretStore/zai } }; Command = { Set-Secret zai:a -Vault Moltbot -Secret $plain } }
            @{ Name = 'a byte array'; Id = 'CredentialInvalid'; Message = 'this is a Byte\[\]'; Command = { Set-Secret zai:a -Vault Moltbot -Secret ([byte[]](1, 2)) } }
            @{ Name = 'a hashtable'; Id = 'CredentialInvalid'; Message = 'this is a Hashtable'; Command = { Set-Secret zai:a -Vault Moltbot -Secret @{ key = 'x' } } }
            @{ Name = 'a blank secret'; Id = 'CredentialInvalid'; Message = 'Required'; Command = { Set-Secret zai:a -Vault Moltbot -Secret ' ' } }
            @{ Name = 'a sign-in'; Id = 'ProfileOfOtherKind'; Message = 'a sign-in'; Command = { Set-Secret anthropic:me@example.com -Vault Moltbot -Secret $plain } }
            @{ Name = 'a name without a provider'; Id = 'InvalidArgument'; Message = 'provider:name'; Command = { Set-Secret nameless -Vault Moltbot -Secret $plain } }
            @{ Name = 'metadata that is not known'; Id = 'InvalidArgument'; Message = 'no place for the metadata "Colour"'; Command = { Set-Secret zai:a -Vault Moltbot -Secret $plain -Metadata @{ Colour = 'red' } } }
            @{ Name = 'an expiry that is no time'; Id = 'InvalidArgument'; Message = 'is no time'; Command = { Set-SecretInfo anthropic:work -Vault Moltbot -Metadata @{ Expires = 'soon' } } }
            @{ Name = 'an expiry of a key'; Id = 'InvalidArgument'; Message = 'only the expiry of tokens'; Command = { Set-SecretInfo openai:default -Vault Moltbot -Metadata @{ Expires = [datetime]::Now } } }
            @{ Name = 'a kind that is none'; Id = 'InvalidArgument'; Message = 'neither api_key nor token'; Command = { Set-Secret zai:a -Vault Moltbot -Secret $plain -Metadata @{ Kind = 'password' } } }
            @{ Name = 'a profile that does not exist'; Id = 'ProfileNotFound'; Message = 'There is: '; Command = { Remove-Secret zai:nobody -Vault Moltbot } }
            @{ Name = 'a parameter that is not known'; Id = 'InvalidArgument'; Message = 'a parameter Agnet.*StateDirectory and Agent'; Command = { Get-Secret openai:default -Vault Misspelt } }
            @{ Name = 'an agent that does not exist'; Id = 'AgentNotFound'; Message = 'nobody'; Command = { Get-SecretInfo -Vault Nobody } }
            @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Message = 'line 1, column 2'; Prepare = { Set-TestStore '{oops' }; Command = { Set-Secret zai:a -Vault Moltbot -Secret $plain } }
        ) {
            if ($Prepare) { & $Prepare }
            $before = Get-Fingerprint
            $call = Invoke-Recorded $Command
            $call.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $call.Errors[0].Exception.Message | Should -Match $Message
            $call.Errors | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'fails the test of SecretManagement with a reason and one answer' {
            Set-TestStore '{oops'
            $answer = Test-SecretVault Moltbot -ErrorVariable reason -ErrorAction SilentlyContinue
            $answer | Should -BeExactly $false
            "$reason" | Should -Match 'line 1, column 2'
            Test-SecretVault Misspelt -ErrorAction SilentlyContinue | Should -BeExactly $false
        }

        It 'is no way around: a reference to it ends with a clear error' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai Moltbot/zai:b; 'zai:b' = New-KeyReference zai Moltbot/zai:a })
            { Get-MoltbotCredential -ProfileId zai:a -ErrorAction Stop } | Should -Throw -ErrorId 'SecretElsewhere,*'
        }
    }
}
