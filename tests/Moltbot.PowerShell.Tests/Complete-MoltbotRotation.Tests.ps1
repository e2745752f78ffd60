#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestProvider.psm1) -Force
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

Describe 'Complete-MoltbotRotation' {
    BeforeEach {
        Clear-TestHome
        Set-TestConfig (Get-ProviderConfig)
        Set-TestStore ([ordered]@{ 'openai:a' = @{ type = 'api_key'; provider = 'openai'; key = $old } })
        Grant-TestKey $old, $new
        $null = Start-MoltbotRotation openai:a -NewKey $key
    }

    It 'puts the new key into use, and the old one behind it' {
        $rotation = Complete-MoltbotRotation openai:a
        $rotation.Stage | Should -Be Completed
        (Get-StoredProfile openai:a).key | Should -BeExactly $new
        (Get-StoredProfile openai:a-previous).key | Should -BeExactly $old
    }

    It 'does not put a key into use that was revoked while it waited' {
        Revoke-TestKey $new
        { Complete-MoltbotRotation openai:a } | Should -Throw -ErrorId 'KeyRefused,*' -ExpectedMessage '*Undo-MoltbotRotation*'
        (Get-StoredProfile openai:a).key | Should -BeExactly $old
        (Get-MoltbotRotation).Verdict | Should -BeExactly auth
    }

    It 'asks nobody with -SkipProbe' {
        Revoke-TestKey $new
        (Complete-MoltbotRotation openai:a -SkipProbe).Stage | Should -Be Completed
    }

    It 'leaves a profile alone that got another key meanwhile' {
        'another-key-of-somebody-else' | Import-MoltbotApiKey openai -ProfileId openai:a
        { Complete-MoltbotRotation openai:a } | Should -Throw -ErrorId 'ProfileChanged,*'
        (Get-MoltbotRotation).Stage | Should -Be Overtaken
        (Get-StoredProfile openai:a).key | Should -BeExactly another-key-of-somebody-else
    }

    It 'sets the grace period anew, and ends it' {
        $null = Complete-MoltbotRotation openai:a -KeepFor 1h
        (Get-MoltbotRotation | Complete-MoltbotRotation -KeepFor 7d).KeepUntil | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(6))
        (Complete-MoltbotRotation openai:a -KeepFor 0).Stage | Should -Be Ended
        Get-StoredProfile openai:a-previous | Should -BeNullOrEmpty
        Get-MoltbotRotation | Should -BeNullOrEmpty
    }

    It 'refuses a profile without a rotation, and goes on with the next' {
        $call = Invoke-Recorded { Complete-MoltbotRotation openai:gone, openai:a }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike 'RotationNotFound,*'
        $call.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $call.Output.Stage | Should -Be Completed
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Complete-MoltbotRotation openai:a -WhatIf | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes the profiles whose keys are being replaced' {
        (Get-Completion 'Complete-MoltbotRotation ').CompletionText | Should -BeExactly openai:a
    }

    It 'shows no secret' {
        $call = Invoke-Recorded { Complete-MoltbotRotation openai:a -Verbose -Debug -Confirm:$false }
        $call | Format-List * -Force | Out-String -Width 400 | Should -Not -Match NEVERSHOWN
    }
}
