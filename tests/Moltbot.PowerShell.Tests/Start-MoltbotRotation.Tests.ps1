#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    $hasVaults = Test-VaultModule
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1), (Join-Path $PSScriptRoot TestProvider.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Enter-TestProvider
    $old = New-Secret 'key-that-was'
    $new = New-Secret 'key-to-come'
    $key = ConvertTo-SecureString $new -AsPlainText
}

AfterAll {
    Exit-TestProvider
    Exit-TestHome
}

Describe 'Start-MoltbotRotation' {
    BeforeEach {
        Clear-TestState
        Set-TestConfig (Get-ProviderConfig)
        Set-TestStore ([ordered]@{ 'openai:a' = @{ type = 'api_key'; provider = 'openai'; key = $old }; 'anthropic:me' = New-SignIn anthropic -ExpiresIn 9.00:00 })
        Grant-TestKey $old, $new
    }

    It 'puts the new key beside the old one, and says what the provider made of it' {
        $before = Get-Content -Raw -LiteralPath (Get-StorePath)
        $rotation = Start-MoltbotRotation openai:a -NewKey $key
        $rotation | Should -BeOfType ([Moltbot.Core.Rotating.KeyRotation])
        $rotation.Stage | Should -Be Pending
        $rotation.Verdict | Should -BeExactly ok
        $rotation.KeepFor | Should -Be ([timespan]'1')
        Get-Content -Raw -LiteralPath (Get-StorePath) | Should -BeExactly $before
    }

    It 'does all of it with -CompleteOnSuccess' {
        $rotation = Start-MoltbotRotation openai:a -NewKey $key -CompleteOnSuccess -KeepFor 7d
        $rotation.Stage | Should -Be Completed
        $rotation.PreviousProfileId | Should -BeExactly openai:a-previous
        ($rotation.KeepUntil - [DateTimeOffset]::Now).TotalDays | Should -BeGreaterThan 6.9
        (Get-StoredProfile openai:a).key | Should -BeExactly $new
        (Get-StoredProfile openai:a-previous).key | Should -BeExactly $old
        (Get-MoltbotAuthCandidate openai).ProfileId | Should -BeExactly openai:a, openai:a-previous
    }

    It 'keeps nothing of a key that is refused' {
        Revoke-TestKey $new
        $before = Get-Content -Raw -LiteralPath (Get-StorePath)
        { Start-MoltbotRotation openai:a -NewKey $key -CompleteOnSuccess } | Should -Throw -ErrorId 'KeyRefused,*' -ExpectedMessage '*Incorrect API key provided*'
        Get-MoltbotRotation | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StorePath) | Should -BeExactly $before
    }

    It 'warns where the provider cannot be asked, and does not put the key into use' {
        $config = Get-ProviderConfig
        $config.models.providers.openai.baseUrl = 'http://127.0.0.1:9/v1'
        Set-TestConfig $config
        $call = Invoke-Recorded { Start-MoltbotRotation openai:a -NewKey $key }
        $call.Warnings[0].Message | Should -BeLike 'Whether openai accepts the new key*is not known*'
        $call.Output.Stage | Should -Be Pending
        $null = Undo-MoltbotRotation openai:a
        { Start-MoltbotRotation openai:a -NewKey $key -CompleteOnSuccess } | Should -Throw -ErrorId 'KeyNotProven,*' -ExpectedMessage '*-SkipProbe*'
        (Get-StoredProfile openai:a).key | Should -BeExactly $old
    }

    It 'takes a key from the pipeline, from a variable and as a secure string from the pipeline' {
        $env:NEW_KEY = $new
        try {
            foreach ($command in { $new | Start-MoltbotRotation openai:a }, { Start-MoltbotRotation openai:a -FromEnvironment NEW_KEY }, { $key | Start-MoltbotRotation openai:a }) {
                (& $command).Verdict | Should -BeExactly ok
                $null = Undo-MoltbotRotation openai:a
            }
        }
        finally { Remove-Item Env:NEW_KEY }
    }

    It 'refuses <Command>' -ForEach @(
        @{ Command = { Start-MoltbotRotation openai:gone -NewKey $key }; ErrorId = 'ProfileNotFound' }
        @{ Command = { Start-MoltbotRotation anthropic:me -NewKey $key }; ErrorId = 'ProfileOfOtherKind' }
        @{ Command = { $old | Start-MoltbotRotation openai:a }; ErrorId = 'CredentialInvalid' }
        @{ Command = { Start-MoltbotRotation openai:a -NewKey $key -ExpiresIn 30d }; ErrorId = 'InvalidArgument' }
        @{ Command = { Start-MoltbotRotation openai:a -NewKey $key -KeepFor 500d }; ErrorId = 'InvalidArgument' }
        @{ Command = { Start-MoltbotRotation openai:a -NewKey $key -Agent work }; ErrorId = 'ProfileNotFound' }
        @{ Command = { Start-MoltbotRotation openai:a -NewKey 'plain text' }; ErrorId = 'InvalidArgument' }
    ) {
        $before = Get-Fingerprint
        $Command | Should -Throw -ErrorId "$ErrorId,*"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'refuses a second one, and says since when there is one' {
        $null = Start-MoltbotRotation openai:a -NewKey $key
        { Start-MoltbotRotation openai:a -NewKey $key } | Should -Throw -ErrorId 'RotationExists,*' -ExpectedMessage '*started*Complete-MoltbotRotation*'
    }

    It 'warns of the copies of other agents, and replaces them with -AllAgents' {
        Set-TestStore -Agent work @{ 'openai:a' = @{ type = 'api_key'; provider = 'openai'; key = $old } }
        $call = Invoke-Recorded { Start-MoltbotRotation openai:a -NewKey $key }
        $call.Warnings.Message | Should -BeLike '*work*-AllAgents*'
        $null = Undo-MoltbotRotation openai:a
        (Start-MoltbotRotation openai:a -NewKey $key -AllAgents -CompleteOnSuccess).Agents | Should -BeExactly main, work
        (Get-StoredProfile openai:a -Agent work).key | Should -BeExactly $new
    }

    It 'leaves every file byte-identical with -WhatIf, and asks nobody' {
        $before = Get-Fingerprint
        Start-MoltbotRotation openai:a -NewKey $key -CompleteOnSuccess -WhatIf | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes out the old key of another rotation whose grace period is over' {
        Set-TestStore ([ordered]@{ 'openai:a' = @{ type = 'api_key'; provider = 'openai'; key = $old }; 'openai:b' = New-ApiKey openai })
        $null = Start-MoltbotRotation openai:a -NewKey $key -CompleteOnSuccess
        $record = (Get-ChildItem (Get-StatePath credentials/rotations))[0].FullName
        Set-Content -LiteralPath $record -Value ((Get-Content -Raw -LiteralPath $record) -replace '"keepUntil": \d+', '"keepUntil": 1')
        (Get-MoltbotRotation).Stage | Should -Be Due
        (Start-MoltbotRotation openai:b -NewKey $key).Stage | Should -Be Pending
        Get-StoredProfile openai:a-previous | Should -BeNullOrEmpty
        (Get-MoltbotRotation).ProfileId | Should -BeExactly openai:b
    }

    It 'completes profiles, agents and durations' {
        (Get-Completion 'Start-MoltbotRotation openai').CompletionText | Should -BeExactly openai:a
        (Get-Completion 'Start-MoltbotRotation openai:a -Agent w').CompletionText | Should -BeExactly work
        (Get-Completion 'Start-MoltbotRotation openai:a -KeepFor ').CompletionText | Should -Contain '7d'
    }

    It 'shows no secret' {
        $call = Invoke-Recorded { Start-MoltbotRotation openai:a -NewKey $key -CompleteOnSuccess -Verbose -Debug -Confirm:$false }
        $call | Format-List * -Force | Out-String -Width 400 | Should -Not -Match NEVERSHOWN
        $call.Output | ConvertTo-Json -Depth 5 -WarningAction Ignore | Should -Not -Match NEVERSHOWN
    }

    Context 'with a vault' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        BeforeAll {
            Register-TestVault
        }

        It 'keeps the new secret beside the old one until the end' {
            Set-Secret -Name openai:a -Secret $old -Vault SecretStore
            Set-TestStore @{ 'openai:a' = New-KeyReference openai SecretStore/openai:a }
            $rotation = Start-MoltbotRotation openai:a -NewKey $key
            $name = $rotation.Reference.Id -replace '^SecretStore/'
            $name | Should -Match '^openai:a\.\d{14}$'
            Get-TestSecret $name | Should -BeExactly $new
            Get-ChildItem -LiteralPath (Get-StatePath) -Recurse -File | Select-String NEVERSHOWN | Should -BeNullOrEmpty

            (Complete-MoltbotRotation openai:a).Stage | Should -Be Completed
            (Get-StoredProfile openai:a).keyRef.id | Should -BeExactly "SecretStore/$name"
            Get-TestSecret openai:a | Should -BeExactly $old
            (Complete-MoltbotRotation openai:a -KeepFor 0).Stage | Should -Be Ended
            Get-TestSecret openai:a | Should -BeNullOrEmpty
            Get-TestSecret $name | Should -BeExactly $new
        }

        It 'takes the new secret out of the vault when it is refused' {
            Revoke-TestKey $new
            { Start-MoltbotRotation openai:a -NewKey $key -Vault SecretStore -SecretName openai-refused } | Should -Throw -ErrorId 'KeyRefused,*'
            Get-TestSecret openai-refused | Should -BeNullOrEmpty
        }
    }
}
