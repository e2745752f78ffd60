#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Remove-MoltbotAuthProfile' {
    BeforeEach {
        Clear-TestHome
        Set-TestConfig "{ auth: { profiles: { 'zai:a': { provider: 'zai', mode: 'api_key' } }, order: { zai: ['zai:a', 'zai:b'] } } } // mine`n"
        Set-TestStore ([ordered]@{ 'zai:a' = New-ApiKey zai; 'zai:b' = New-ApiKey zai }) -Order @{ zai = @('zai:a', 'zai:b') } -UsageStats @{ 'zai:a' = @{ errorCount = 1 } }
    }

    It 'removes the profile everywhere and says nothing' {
        Remove-MoltbotAuthProfile zai:a -Confirm:$false | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StorePath) | Should -Not -Match 'zai:a'
        $text = Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json)
        $text | Should -Not -Match 'zai:a'
        $text | Should -Match "order: \{ zai: \['zai:b'\] \}.*// mine"
    }

    It 'returns what was removed with -PassThru' {
        $removed = Remove-MoltbotAuthProfile zai:a -Confirm:$false -PassThru
        $removed | Should -BeOfType ([Moltbot.Core.Importing.RemovedProfile])
        $removed.ProfileId | Should -BeExactly 'zai:a'
        $removed.ConfigPath | Should -BeExactly (Get-StatePath moltbot.json)
    }

    It 'takes profiles from the pipeline' {
        Get-MoltbotAuthProfile zai:* | Remove-MoltbotAuthProfile -Confirm:$false
        Get-MoltbotAuthProfile | Should -BeNullOrEmpty
    }

    It 'warns of the sessions that are pinned to it' {
        Set-TestFile (Get-StatePath agents/main/sessions/sessions.json) '{ "agent:main:x": { "authProfileOverride": "zai:a" }, "agent:main:y": {} }'
        $call = Invoke-Recorded { Remove-MoltbotAuthProfile zai:a -Confirm:$false }
        $call.Warnings | Should -HaveCount 1
        "$($call.Warnings)" | Should -Match 'Session agent:main:x of agent main is pinned to zai:a; that pin now points nowhere'
    }

    It 'asks before it removes something' {
        $attribute = [Moltbot.PowerShell.Commands.RemoveMoltbotAuthProfileCommand].GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.ConfirmImpact | Should -Be ([System.Management.Automation.ConfirmImpact]::High)
        $before = Get-Fingerprint
        $null = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; Remove-MoltbotAuthProfile zai:a" 2>&1
        $LASTEXITCODE | Should -Be 1
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'leaves every file byte-identical with -WhatIf, and says which sessions are pinned' {
        Set-TestFile (Get-StatePath agents/main/sessions/sessions.json) '{ "agent:main:x": { "authProfileOverride": "zai:a" } }'
        $before = Get-Fingerprint
        $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; Remove-MoltbotAuthProfile zai:a -WhatIf" | Out-String
        $text | Should -Match 'Remove profile zai:a, to which sessions are pinned: agent:main:x'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'an unknown profile'; Id = 'ProfileNotFound'; Message = 'There is: zai:a, zai:b'; Command = { Remove-MoltbotAuthProfile zai:c -Confirm:$false } }
        @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Message = 'main'; Command = { Remove-MoltbotAuthProfile zai:a -Agent nobody -Confirm:$false } }
        @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Message = 'auth'; Break = { Set-TestConfig '{ auth: 3 }' }; Command = { Remove-MoltbotAuthProfile zai:a -Confirm:$false } }
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Message = 'line 1'; Break = { Set-TestStore '{oops' }; Command = { Remove-MoltbotAuthProfile zai:a -Confirm:$false } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $call = Invoke-Recorded $Command
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.RemoveMoltbotAuthProfileCommand"
        $call.Failure.Exception.Message | Should -Match $Message
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'goes on after a profile that is not there <Where>' -ForEach @(
        @{ Where = 'in the pipeline'; Command = { 'zai:c', 'zai:b' | Remove-MoltbotAuthProfile -Confirm:$false } }
        @{ Where = 'among several'; Command = { Remove-MoltbotAuthProfile zai:c, zai:b -Confirm:$false } }
    ) {
        $call = Invoke-Recorded $Command
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*'
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly 'zai:a'
    }

    It 'shows what was removed as a table' {
        $lines = Get-PlainText { Remove-MoltbotAuthProfile zai:a -Confirm:$false -PassThru }
        $lines[0] | Should -Match '^Agent +ProfileId +PinnedSessions +RemovedFrom$'
        $lines[2] | Should -Match '^main +zai:a +.*~[\\/]\.clawdbot[\\/]agents[\\/]main[\\/]agent'
    }

    It 'completes profiles and agents' {
        (Get-Completion 'Remove-MoltbotAuthProfile ').CompletionText | Should -BeExactly 'zai:a', 'zai:b'
        (Get-Completion 'Remove-MoltbotAuthProfile -Agent ').CompletionText | Should -BeExactly main
    }
}
