#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $key = ConvertTo-SecureString (New-Secret 'key-to-come') -AsPlainText
}

AfterAll {
    Exit-TestHome
}

Describe 'Undo-MoltbotRotation' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        $before = Get-Content -Raw -LiteralPath (Get-StorePath)
    }

    It 'drops a new key that waits' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe
        $undone = Undo-MoltbotRotation openai:default
        $undone.Stage | Should -Be Undone
        Get-MoltbotRotation | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StorePath) | Should -BeExactly $before
    }

    It 'puts the old key back, and leaves the store as it was' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe -CompleteOnSuccess
        Get-Content -Raw -LiteralPath (Get-StorePath) | Should -Not -BeExactly $before
        (Get-MoltbotRotation | Undo-MoltbotRotation).Stage | Should -Be Undone
        ConvertFrom-Json (Get-Content -Raw -LiteralPath (Get-StorePath)) | ConvertTo-Json -Depth 9 | Should -BeExactly (ConvertFrom-Json $before | ConvertTo-Json -Depth 9)
    }

    It 'has nothing to put back once the grace period is over, and takes the old key out' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe -CompleteOnSuccess
        $record = (Get-ChildItem (Get-StatePath credentials/rotations))[0].FullName
        Set-Content -LiteralPath $record -Value ((Get-Content -Raw -LiteralPath $record) -replace '"keepUntil": \d+', '"keepUntil": 1')
        $call = Invoke-Recorded { @('openai:default') | Undo-MoltbotRotation }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike 'RotationNotFound,*'
        Get-StoredProfile openai:default-previous | Should -BeNullOrEmpty
    }

    It 'refuses a profile without a rotation' {
        { Undo-MoltbotRotation openai:default } | Should -Throw -ErrorId 'RotationNotFound,*' -ExpectedMessage '*Start-MoltbotRotation*'
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe -CompleteOnSuccess
        $there = Get-Fingerprint
        Undo-MoltbotRotation openai:default -WhatIf | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $there
    }

    It 'completes the profiles whose keys are being replaced' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe
        (Get-Completion 'Undo-MoltbotRotation ').CompletionText | Should -BeExactly openai:default
    }
}
