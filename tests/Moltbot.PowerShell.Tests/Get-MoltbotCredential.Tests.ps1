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

Describe 'Get-MoltbotCredential' {
    BeforeEach {
        Clear-TestState
    }

    Context 'a secret in the store or the environment' {
        BeforeEach {
            New-TestInstallation
        }

        It 'is given as a secure string, with where it comes from' {
            $credential = Get-MoltbotCredential anthropic
            $credential | Should -BeOfType ([Moltbot.PowerShell.Secrets.MoltbotCredential])
            $credential.ProfileId | Should -BeExactly anthropic:work
            $credential.Provider | Should -BeExactly anthropic
            $credential.Mode | Should -Be Token
            $credential.Source | Should -BeExactly profile:anthropic:work
            $credential.Place | Should -BeExactly (Get-StorePath)
            $credential.ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(2))
            $credential.Secret | Should -BeOfType ([securestring])
            [System.Net.NetworkCredential]::new('', $credential.Secret).Password | Should -BeExactly (New-Secret)
        }

        It 'is not shown' {
            Get-MoltbotCredential anthropic | Out-String | Should -Not -Match NEVERSHOWN
            Get-MoltbotCredential anthropic | Format-List * | Out-String | Should -Not -Match NEVERSHOWN
            Get-MoltbotCredential anthropic | ConvertTo-Json | Should -Not -Match NEVERSHOWN
            Get-MoltbotCredential anthropic -Verbose -Debug *>&1 | Out-String | Should -Not -Match NEVERSHOWN
        }

        It 'is plain text with -AsPlainText and a PSCredential with -AsCredential' {
            Get-MoltbotCredential anthropic -AsPlainText | Should -BeExactly (New-Secret)
            $credential = Get-MoltbotCredential anthropic -AsCredential
            $credential | Should -BeOfType ([pscredential])
            $credential.UserName | Should -BeExactly anthropic:work
            $credential.GetNetworkCredential().Password | Should -BeExactly (New-Secret)
            { Get-MoltbotCredential anthropic -AsPlainText -AsCredential } | Should -Throw -ErrorId 'InvalidArgument,*'
        }

        It 'is that of the agent that is named' {
            (Get-MoltbotCredential -ProfileId openai:work -Agent work).Agent | Should -BeExactly work
            { Get-MoltbotCredential -ProfileId openai:work -ErrorAction Stop } | Should -Throw -ErrorId 'ProfileNotFound,*'
        }

        It 'comes from the environment where there is no profile' {
            $env:GROQ_API_KEY = New-Secret
            $credential = Get-MoltbotCredential groq
            Remove-Item Env:GROQ_API_KEY
            $credential.ProfileId | Should -BeNullOrEmpty
            $credential.Source | Should -BeExactly 'env: GROQ_API_KEY'
        }

        It 'is found for providers from the pipeline' {
            ('openai' | Get-MoltbotCredential).ProfileId | Should -BeExactly openai:default
        }

        It 'is found for profiles from the pipeline' {
            $profiles = Get-MoltbotAuthProfile | Where-Object Kind -NE OAuth
            ($profiles | Get-MoltbotCredential).ProfileId | Should -BeExactly $profiles.ProfileId
            (Get-MoltbotAuthProfile anthropic:work, openai:default | Get-MoltbotCredential).ProfileId | Should -BeExactly 'anthropic:work', 'openai:default'
        }

        It 'is shown as a table' {
            $lines = Get-PlainText { Get-MoltbotCredential openai }
            $lines[0] | Should -BeExactly (ConvertTo-SystemPath 'KeptAt: ~/.clawdbot/agents/main/agent/auth-profiles.json')
            $lines[2] | Should -Match '^ExpiresAt +Mode +Provider +Source +Value$'
            $lines[4] | Should -Match '^ +ApiKey +openai +profile:openai:default +sk-test-\.\.\.99999999$'
        }

        It 'completes providers and profiles' {
            (Get-Completion 'Get-MoltbotCredential openr').CompletionText | Should -BeExactly openrouter
            (Get-Completion 'Get-MoltbotCredential -ProfileId openai').CompletionText | Should -BeExactly openai:default
        }
    }

    Context 'why there is none' {
        It 'ends with <Id> for <Name>' -ForEach @(
            @{ Name = 'no credential'; Id = 'CredentialNotFound'; Message = 'Add a profile'; Prepare = { Set-TestStore ([ordered]@{}) } }
            @{ Name = 'an expired token'; Id = 'CredentialExpired'; Message = 'has expired'; Prepare = { Set-TestStore @{ 'zai:a' = New-Token zai -ExpiresIn -1.00:00 } } }
            @{ Name = 'a cooldown'; Id = 'CredentialInCooldown'; Message = 'Clear-MoltbotAuthCooldown'; Prepare = { Set-TestStore @{ 'zai:a' = New-ApiKey zai } -UsageStats @{ 'zai:a' = @{ cooldownUntil = Get-UnixTime 01:00 } } } }
            @{ Name = 'a blank provider'; Id = 'ProviderMissing'; Message = 'Missing provider'; Provider = ' '; Prepare = { Set-TestStore ([ordered]@{}) } }
            @{ Name = 'a vault name that is none'; Id = 'SecretReferenceInvalid'; Message = 'does not name a vault'; Prepare = { Set-TestStore @{ 'zai:a' = New-KeyReference zai nothing } } }
        ) {
            & $Prepare
            $call = Invoke-Recorded { Get-MoltbotCredential ($Provider ?? 'zai') }
            $call.Errors[0].FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.GetMoltbotCredentialCommand"
            $call.Errors[0].Exception.Message | Should -Match $Message
        }

        It 'goes on with the others after one that fails' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-ApiKey zai; 'groq:a' = New-ApiKey groq })
            $call = Invoke-Recorded { Get-MoltbotCredential zai, xai, groq }
            $call.Output.ProfileId | Should -BeExactly zai:a, groq:a
            $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'CredentialNotFound,Moltbot.PowerShell.Commands.GetMoltbotCredentialCommand'
            $call.Failure | Should -BeNullOrEmpty
        }

        It 'says how to install SecretManagement where it is missing, and gives everything else' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai 'SecretStore/zai'; 'groq:a' = New-ApiKey groq })
            $text = Invoke-TestShell @'
$null = New-Item -ItemType Directory -Force (Join-Path $env:HOME empty)
$env:PSModulePath = Join-Path $env:HOME empty
Set-Variable PSModuleAutoLoadingPreference None -Scope Global
try { Get-MoltbotCredential zai -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.Exception.Message)" }
(Get-MoltbotCredential groq).ProfileId
(Get-MoltbotModelStatus -Provider zai).Providers.Profiles.MaskedValue
'@
            $text[0] | Should -Match '^VaultUnavailable,\S+ NotInstalled .*Install-Module Microsoft\.PowerShell\.SecretManagement'
            $text[1..2] | Should -BeExactly 'groq:a', 'vault: SecretStore/zai'
        }
    }

    Context 'a secret in a vault' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        BeforeAll {
            Register-TestVault
            Register-FaultyVault Odd
            Set-Secret -Vault SecretStore -Name zai -Secret (New-Secret)
        }

        BeforeEach {
            Set-TestStore @{ 'zai:a' = New-KeyReference zai 'SecretStore/zai' }
        }

        It 'is fetched in the session of the caller' {
            $credential = Get-MoltbotCredential zai
            $credential.Place | Should -BeExactly 'vault: SecretStore/zai'
            [System.Net.NetworkCredential]::new('', $credential.Secret).Password | Should -BeExactly (New-Secret)
            $credential.ExpiresAt | Should -BeNullOrEmpty
        }

        It 'is fetched for every profile in one pass' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai 'SecretStore/zai'; 'zai:b' = New-KeyReference zai 'SecretStore/zai'; 'zai:c' = New-KeyReference zai 'SecretStore/zai' })
            Get-MoltbotAuthProfile | Get-MoltbotCredential -AsPlainText | Should -BeExactly (New-Secret), (New-Secret), (New-Secret)
        }

        It 'can be a secure string or the password of a PSCredential' {
            $secure = ConvertTo-SecureString (New-Secret) -AsPlainText -Force
            Set-Secret -Vault SecretStore -Name secure -Secret $secure
            Set-Secret -Vault SecretStore -Name login -Secret ([pscredential]::new('me', $secure))
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai 'SecretStore/secure'; 'groq:a' = New-KeyReference groq 'SecretStore/login' })
            Get-MoltbotCredential zai, groq -AsPlainText | Should -BeExactly (New-Secret), (New-Secret)
        }

        It 'is found under the name <_>' -ForEach 'a:b', 'a/b', 'a[b]', 'me@example.com', "cl`u{e9}-`u{43a}`u{43b}`u{44e}`u{447}-`u{9375}", 'a b', "it's" {
            Set-Secret -Vault SecretStore -Name $_ -Secret (New-Secret)
            $id = [Moltbot.Core.Secrets.VaultSecret]::new('SecretStore', $_).ToId()
            Set-TestStore @{ 'zai:a' = New-KeyReference zai $id }
            Get-MoltbotCredential zai -AsPlainText | Should -BeExactly (New-Secret)
        }

        It 'ends with <Id> for <Name>' -ForEach @(
            @{ Name = 'a vault that is not registered'; Id = 'VaultNotFound'; Reference = 'Nowhere/zai'; Message = 'is not registered.*There is: .*SecretStore.*Register-SecretVault' }
            @{ Name = 'a secret that is gone'; Id = 'SecretNotFound'; Reference = 'SecretStore/gone'; Message = 'holds no secret "gone".*Set-Secret' }
            @{ Name = 'a byte array'; Id = 'SecretUnusable'; Reference = 'Odd/bytes'; Message = 'is a Byte\[\] and not a text'; Secret = @{ Name = 'bytes'; Secret = [byte[]](1, 2) } }
            @{ Name = 'a hashtable'; Id = 'SecretUnusable'; Reference = 'Odd/table'; Message = 'is a Hashtable and not a text'; Secret = @{ Name = 'table'; Secret = @{ key = 'x' } } }
        ) {
            if ($Secret) { Set-Secret -Vault Odd @Secret }
            Set-TestStore @{ 'zai:a' = New-KeyReference zai $Reference }
            $before = Get-Fingerprint
            $call = Invoke-Recorded { Get-MoltbotCredential zai }
            $call.Errors[0].FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.GetMoltbotCredentialCommand"
            $call.Errors[0].Exception.Message | Should -Match $Message
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'gives way to the next profile with a warning, and Get-MoltbotAuthCandidate says the same' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai 'SecretStore/gone'; 'zai:b' = New-KeyReference zai 'SecretStore/zai'; 'zai:c' = New-ApiKey zai }) -Order @{ zai = @('zai:a', 'zai:b', 'zai:c') }
            $call = Invoke-Recorded { Get-MoltbotCredential zai }
            $call.Output.ProfileId | Should -BeExactly zai:b
            "$($call.Warnings)" | Should -Match 'holds no secret "gone"'
            $candidates = Get-MoltbotAuthCandidate zai
            "$($candidates.State)" | Should -BeExactly 'Unresolved Chosen Standby'
            $candidates[0].Reason | Should -Match 'holds no secret "gone"'
        }

        It 'is missing for Get-MoltbotAuthCandidate where it is for the credential' {
            Set-TestStore @{ 'zai:a' = New-KeyReference zai 'SecretStore/gone' }
            { Get-MoltbotCredential zai -ErrorAction Stop } | Should -Throw -ErrorId 'SecretNotFound,*'
            $call = Invoke-Recorded { Get-MoltbotAuthCandidate zai }
            $call.Output.IsChosen | Should -BeFalse
            "$($call.Warnings)" | Should -Match 'holds no secret "gone"'
        }

        It 'is found missing by Test-MoltbotSecretExposure' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai 'SecretStore/zai'; 'zai:b' = New-KeyReference zai 'SecretStore/gone' })
            $finding = Test-MoltbotSecretExposure | Where-Object CodeName -EQ REF_UNRESOLVED
            $finding.ProfileId | Should -BeExactly zai:b
        }

        It 'can be asked for in several runspaces at once' {
            $manifest = Get-ManifestPath
            $values = 1..8 | ForEach-Object -Parallel { Import-Module $using:manifest; Get-MoltbotCredential zai -AsPlainText } -ThrottleLimit 4
            $values | Should -BeExactly (@(New-Secret) * 8)
        }

        It 'is waited for no longer than the pipeline runs, and asked for again by the next' {
            Register-AskingVault Silent "Set-Content -LiteralPath '$(Join-Path $env:HOME asked)' x; Start-Sleep -Seconds 60; 'late'"
            Set-TestStore @{ 'zai:a' = New-KeyReference zai 'Silent/key' }
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; Get-MoltbotCredential zai")
            $null = $shell.BeginInvoke()
            while (-not (Test-Path -LiteralPath (Join-Path $env:HOME asked))) { Start-Sleep -Milliseconds 10 }
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
            $shell.InvocationStateInfo.State | Should -BeExactly Stopped
            $shell.Dispose()

            Set-TestStore @{ 'zai:a' = New-KeyReference zai 'SecretStore/zai' }
            Set-Secret -Vault SecretStore -Name zai -Secret (New-Secret)
            Get-MoltbotCredential zai -AsPlainText | Should -BeExactly (New-Secret)
        }

        It 'is fetched for each of 500 profiles' {
            $profiles = [ordered]@{}
            foreach ($i in 1..500) { $profiles["zai:p$i"] = New-KeyReference zai 'Odd/many' }
            Set-Secret -Vault Odd -Name many -Secret (New-Secret)
            Set-TestStore $profiles
            @(Get-MoltbotAuthProfile | Get-MoltbotCredential).Count | Should -Be 500
        }
    }

    Context 'a locked vault' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        It 'is said to be locked, with how to unlock it, where nobody can be asked' {
            Set-TestStore @{ 'zai:a' = New-KeyReference zai 'SecretStore/zai' }
            $text = Invoke-TestShell @'
Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
$password = ConvertTo-SecureString 'for this test' -AsPlainText -Force
Reset-SecretStore -Scope CurrentUser -Authentication Password -Password $password -PasswordTimeout -1 -Interaction None -Force -WarningAction Ignore
Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -AllowClobber
Unlock-SecretVault -Name SecretStore -Password $password
Set-Secret -Vault SecretStore -Name zai -Secret unlocked
Get-MoltbotCredential zai -AsPlainText
'@
            $text | Should -BeExactly unlocked
            $before = Get-Fingerprint
            $text = Invoke-TestShell @'
try { Get-MoltbotCredential zai -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.Exception.Message)" }
(Get-MoltbotAuthCandidate zai -WarningAction Ignore).StateName
try { 'NEVERSHOWN-0123456789' | Import-MoltbotApiKey groq -Vault SecretStore } catch { $_.FullyQualifiedErrorId }
try { Move-MoltbotCredential zai:a -ToFile } catch { $_.FullyQualifiedErrorId }
try { Invoke-MoltbotCommand zai { 'never' } } catch { $_.FullyQualifiedErrorId }
(Test-MoltbotSecretExposure).CodeName
'@
            $text[0] | Should -Match '^VaultLocked,\S+ AuthenticationError The vault "SecretStore" is locked.*Unlock-SecretVault'
            $text[1] | Should -BeExactly unresolved
            $text[2..4] | Should -BeLike 'VaultLocked,*'
            $text[5..9] | Should -Contain REF_UNRESOLVED
            Get-Fingerprint | Should -BeExactly $before
        }
    }
}
