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

Describe 'Get-MoltbotRotation' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'gives nothing where nothing is under way' {
        Get-MoltbotRotation | Should -BeNullOrEmpty
    }

    It 'gives the rotations of all agents, or of one' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe
        $null = Start-MoltbotRotation openai:work -NewKey $key -SkipProbe -Agent work
        (Get-MoltbotRotation).ProfileId | Should -BeExactly openai:default, openai:work
        (Get-MoltbotRotation -Agent work).ProfileId | Should -BeExactly openai:work
        (Get-MoltbotRotation *:def*).ProfileId | Should -BeExactly openai:default
        (Get-MoltbotRotation openai:work).Agent | Should -BeExactly work
    }

    It 'changes nothing, also where a grace period is over' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe -CompleteOnSuccess
        $record = (Get-ChildItem (Get-StatePath credentials/rotations))[0].FullName
        Set-Content -LiteralPath $record -Value ((Get-Content -Raw -LiteralPath $record) -replace '"keepUntil": \d+', '"keepUntil": 1')
        $before = Get-Fingerprint
        (Get-MoltbotRotation).Stage | Should -Be Due
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'has an error about an id of which there is none' {
        { Get-MoltbotRotation openai:default -ErrorAction Stop } | Should -Throw -ErrorId 'RotationNotFound,*'
        Get-MoltbotRotation openai:gone* | Should -BeNullOrEmpty
    }

    It 'has an error about what cannot be read' {
        Set-TestFile (Get-StatePath credentials/rotations/0123.json) '{'
        { Get-MoltbotRotation -ErrorAction Stop } | Should -Throw -ErrorId 'StoreUnreadable,*' -ExpectedMessage '*0123.json*'
    }

    It 'has a view, and shows no secret' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe
        (Get-PlainText { Get-MoltbotRotation })[0] | Should -Match '^Stage +Verdict +KeepUntil +ProfileId +Agents$'
        Get-MoltbotRotation | Format-List * -Force | Out-String -Width 400 | Should -Not -Match NEVERSHOWN
    }

    It 'completes the profiles whose keys are being replaced' {
        $null = Start-MoltbotRotation openai:default -NewKey $key -SkipProbe
        (Get-Completion 'Get-MoltbotRotation ').CompletionText | Should -BeExactly openai:default
    }
}
