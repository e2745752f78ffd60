#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    New-TestInstallation
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotAuthProfile' {
    It 'gets all profiles of the default agent in the order of the store' {
        $profiles = Get-MoltbotAuthProfile
        $profiles | Should -BeOfType ([Moltbot.Core.Health.ProfileStatus])
        $profiles.ProfileId | Should -BeExactly 'anthropic:default', 'anthropic:work', 'anthropic:me@example.com', 'anthropic:backup', 'openai:default'
    }

    It 'says everything about a profile but its secret' {
        $signIn = Get-MoltbotAuthProfile 'anthropic:me@example.com'
        $signIn.Provider | Should -BeExactly anthropic
        $signIn.Kind | Should -BeExactly OAuth
        $signIn.Agent | Should -BeExactly main
        $signIn.Email | Should -BeExactly 'me@example.com'
        $signIn.MaskedValue | Should -BeExactly 'sk-test-...99999999'
        $signIn.Health | Should -BeExactly Ok
        $signIn.ExpiresIn | Should -BeOfType timespan
        $signIn.ExpiresIn.TotalDays | Should -BeGreaterThan 8.9
        $signIn.ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::Now)
        $signIn.Path | Should -Be (Get-StorePath)
    }

    It 'matches <Pattern> whatever the case' -ForEach @(
        @{ Pattern = 'ANTHROPIC:w*'; Ids = @('anthropic:work') }
        @{ Pattern = '*:default'; Ids = 'anthropic:default', 'openai:default' }
        @{ Pattern = 'Anthropic:Wor?'; Ids = @('anthropic:work') }
        @{ Pattern = 'anthropic:[bw]*'; Ids = 'anthropic:work', 'anthropic:backup' }
    ) {
        (Get-MoltbotAuthProfile $Pattern).ProfileId | Should -BeExactly $Ids
    }

    It 'takes an id as the other cmdlets do, which is an error that names the nearest first in any other case' {
        foreach ($command in { Get-MoltbotAuthProfile ANTHROPIC:WORK -ErrorAction Stop }, { Clear-MoltbotAuthCooldown ANTHROPIC:WORK }, { Remove-MoltbotAuthProfile ANTHROPIC:WORK -Confirm:$false }) {
            $command | Should -Throw -ErrorId 'ProfileNotFound,*' -ExpectedMessage '*There is: anthropic:work, *'
        }
    }

    It 'takes <_> for no agent, and neither does what removes' -ForEach '..', '!!!', 'Work!' {
        $before = Get-Fingerprint
        foreach ($command in { Get-MoltbotAuthProfile -Agent $_ -ErrorAction Stop }, { Remove-MoltbotAuthProfile anthropic:work -Agent $_ -Confirm:$false }, { Clear-MoltbotAuthOrder anthropic -Agent $_ }) {
            $command | Should -Throw -ErrorId 'AgentNotFound,*' -ExpectedMessage '*There is: *work*'
        }
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes <_> for agents where it looks, and for none where it changes something' -ForEach '*', '?', 'w*' {
        $before = Get-Fingerprint
        Invoke-Recorded { Get-MoltbotAuthProfile -Agent $_ } | ForEach-Object Errors | Should -BeNullOrEmpty
        foreach ($command in { Remove-MoltbotAuthProfile anthropic:work -Agent $_ -Confirm:$false }, { Clear-MoltbotAuthOrder anthropic -Agent $_ }, { Clear-MoltbotAuthCooldown -Agent $_ }, { Set-MoltbotDefaultModel openai/gpt-5.2 -Agent $_ }) {
            $command | Should -Throw -ErrorId 'AgentNotFound,*'
        }
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes a blank name for no agent, and neither does what removes: <_>' -ForEach "''", "' '", '$null' {
        $before = Get-Fingerprint
        foreach ($command in 'Get-MoltbotAuthProfile', 'Remove-MoltbotAuthProfile anthropic:work -Confirm:$false', 'Clear-MoltbotAuthOrder anthropic') {
            { Invoke-Expression "$command -Agent $_" } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*agent is blank*'
        }
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes several ids and keeps their order' {
        (Get-MoltbotAuthProfile openai:default, anthropic:work).ProfileId | Should -BeExactly 'openai:default', 'anthropic:work'
    }

    It 'writes an error for an id that matches nothing, naming what there is, and goes on' {
        $call = Invoke-Recorded { Get-MoltbotAuthProfile anthropic:nope, anthropic:work }
        $call.Failure | Should -BeNullOrEmpty
        $call.Output.ProfileId | Should -BeExactly 'anthropic:work'
        $call.Errors | Should -HaveCount 1
        $call.Errors[0].FullyQualifiedErrorId | Should -BeExactly 'ProfileNotFound,Moltbot.PowerShell.Commands.GetMoltbotAuthProfileCommand'
        $call.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $call.Errors[0].TargetObject | Should -BeExactly 'anthropic:nope'
        $call.Errors[0].Exception.Message | Should -Match 'anthropic:default, anthropic:work'
    }

    It 'is silent about a pattern that fits nothing' {
        $call = Invoke-Recorded { Get-MoltbotAuthProfile nope*, 'x?', '[z]*' }
        $call.Errors | Should -BeNullOrEmpty
        $call.Output | Should -BeNullOrEmpty
    }

    It 'gets the profiles of one provider, however it is spelled' {
        (Get-MoltbotAuthProfile -Provider OpenAI).ProfileId | Should -BeExactly 'openai:default'
        Get-MoltbotAuthProfile -Provider xai | Should -BeNullOrEmpty
    }

    It 'says whose a profile is that is another provider''s' {
        $call = Invoke-Recorded { Get-MoltbotAuthProfile openai:default -Provider anthropic }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike 'ProfileOfOtherProvider,*'
        $call.Errors[0].CategoryInfo.Category | Should -Be InvalidArgument
        $call.Errors[0].Exception.Message | Should -Match 'is for openai, not anthropic'
    }

    It 'takes ids from the pipeline' {
        ('anthropic:work', 'openai:*' | Get-MoltbotAuthProfile).ProfileId | Should -BeExactly 'anthropic:work', 'openai:default'
    }

    It 'takes id, provider and agent from properties' {
        $found = [pscustomobject]@{ ProfileId = 'openai:work'; Provider = 'openai'; Agent = 'work' } | Get-MoltbotAuthProfile
        $found.ProfileId | Should -BeExactly 'openai:work'
        $found.Agent | Should -BeExactly work
    }

    It 'takes an order and gives its profiles' {
        (Get-MoltbotAuthOrder anthropic | Get-MoltbotAuthProfile).ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:default'
    }

    It 'goes on after a piped item about an unknown agent' {
        $call = Invoke-Recorded { [pscustomobject]@{ Agent = 'nobody' }, [pscustomobject]@{ Agent = 'work' } | Get-MoltbotAuthProfile openai:work }
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors.FullyQualifiedErrorId | Should -BeLike 'AgentNotFound,*'
        $call.Output.ProfileId | Should -BeExactly 'openai:work'
    }

    It 'gets what another agent inherits and what is its own' {
        $profiles = Get-MoltbotAuthProfile -Agent work
        $profiles | Should -HaveCount 6
        $profiles.Where{ $_.ProfileId -eq 'openai:work' }.Path | Should -Be (Get-StorePath work)
        $profiles.Where{ $_.ProfileId -eq 'openai:default' }.Path | Should -Be (Get-StorePath)
    }

    It 'ends with AgentNotFound for an unknown agent' {
        { Get-MoltbotAuthProfile -Agent nobody -ErrorAction Stop } | Should -Throw -ErrorId 'AgentNotFound,Moltbot.PowerShell.Commands.GetMoltbotAuthProfileCommand'
    }

    It 'gets a profile whose id holds a wildcard character by that id' {
        Set-TestStore -Agent work -Profiles ([ordered]@{ 'openai:[a]' = New-ApiKey openai; 'openai:a' = New-ApiKey openai })
        try {
            (Get-MoltbotAuthProfile 'openai:[a]' -Agent work).ProfileId | Should -BeExactly 'openai:[a]'
        }
        finally {
            New-TestInstallation
        }
    }

    It 'changes no file' {
        $before = Get-Fingerprint
        $null = Get-MoltbotAuthProfile
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with <Id> for <Name> and changes nothing' -ForEach @(
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Break = { Set-TestStore '{ "profiles": {' } }
        @{ Name = 'a store that is a directory'; Id = 'StoreUnreadable'; Break = { Remove-Item -LiteralPath (Get-StorePath); $null = New-Item -ItemType Directory (Get-StorePath) } }
        @{ Name = 'a corrupt configuration'; Id = 'ConfigUnreadable'; Break = { Set-TestConfig '{ agents' } }
        @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Break = { Set-TestConfig '{ models: 1 }' } }
    ) {
        & $Break
        try {
            $before = Get-Fingerprint
            { Get-MoltbotAuthProfile -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
            Get-Fingerprint | Should -BeExactly $before
        }
        finally {
            Clear-TestHome
            New-TestInstallation
        }
    }
}

Describe 'the view of profiles' {
    BeforeAll {
        Set-TestStore -Profiles ([ordered]@{
                'anthropic:default' = New-ApiKey anthropic
                'anthropic:old'     = New-Token anthropic -ExpiresIn -1.00:00
                'anthropic:work'    = New-Token anthropic -ExpiresIn 03:00
            }) -UsageStats @{ 'anthropic:default' = @{ disabledUntil = Get-UnixTime 05:00; disabledReason = 'billing' } }
        $rendering = $PSStyle.OutputRendering
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'is a table below the file that holds them' {
        $PSStyle.OutputRendering = 'PlainText'
        $lines = (Get-MoltbotAuthProfile | Out-String -Width 120).Trim() -split '\r?\n' | ForEach-Object TrimEnd
        $lines[0] | Should -BeExactly (ConvertTo-SystemPath 'Path: ~/.clawdbot/agents/main/agent/auth-profiles.json')
        $lines[2] | Should -Match '^Health +Kind +ProfileId +Value$'
        $lines[4] | Should -Match '^static +ApiKey +anthropic:default +sk-test-\.\.\.99999999$'
        $lines[5] | Should -BeExactly 'disabled:billing 5h'
        $lines[6] | Should -Match '^expired +Token +anthropic:old +sk-test-\.\.\.99999999$'
        $lines[7] | Should -Match '^expiring 3h +Token +anthropic:work +sk-test-\.\.\.99999999$'
    }

    It 'has a table for each file' {
        $PSStyle.OutputRendering = 'PlainText'
        $text = Get-MoltbotAuthProfile -Agent work | Out-String -Width 120
        ([regex]'Path:').Matches($text) | Should -HaveCount 2
    }

    It 'has colours where they are wanted' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = Get-MoltbotAuthProfile | Out-String -Width 120
        $text | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Red)expired"))
        $text | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Yellow)disabled:billing 5h"))
    }

    It 'has none where they are not' {
        $PSStyle.OutputRendering = 'PlainText'
        Get-MoltbotAuthProfile | Out-String -Width 120 | Should -Not -Match "`e"
    }
}

Describe 'secrets of profiles' {
    It 'are in nothing that is shown, returned or logged' {
        $text = & {
            Get-MoltbotAuthProfile -Verbose -Debug
            Get-MoltbotAuthProfile | Format-List * -Force
            Get-MoltbotAuthProfile | ConvertTo-Json -Depth 5
            (Get-MoltbotAuthProfile).ForEach{ $_.ToJson().ToString() }
            [System.Management.Automation.PSSerializer]::Serialize((Get-MoltbotAuthProfile), 4)
            Get-MoltbotAuthProfile nope:nope
            $Error[0] | Format-List * -Force
        } *>&1 | Out-String -Width 500
        $text | Should -Match 'sk-test-\.\.\.99999999'
        $text | Should -Not -Match NEVERSHOWN
    }
}
