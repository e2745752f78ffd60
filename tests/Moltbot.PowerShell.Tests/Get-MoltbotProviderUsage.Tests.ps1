#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot TestQuotas.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Enter-QuotaServer

    $anthropic = '/api/oauth/usage'
    $zai = '/api/monitor/usage/quota/limit'
    $half = ConvertTo-Json @{ five_hour = @{ utilization = 50; resets_at = '2020-01-01T00:00:00Z' }; seven_day = @{ utilization = 95 } }
    $pro = ConvertTo-Json -Depth 5 @{ success = $true; code = 200; data = @{ planName = 'Pro'; limits = @(@{ type = 'TIME_LIMIT'; percentage = 3; nextResetTime = (Get-UnixTime 01:30:30) }) } }

    function New-UsageInstallation {
        Set-TestConfig '{}'
        Set-TestStore ([ordered]@{
                'anthropic:work' = [ordered]@{ type = 'token'; provider = 'anthropic'; token = 'tok-claude-NEVERSHOWN' }
                'zai:key'        = [ordered]@{ type = 'api_key'; provider = 'zai'; key = 'key-zai-NEVERSHOWN' }
                'openai:key'     = New-ApiKey openai
            })
        Set-QuotaEndpoint
        Set-QuotaAnswer $anthropic $half
        Set-QuotaAnswer $zai $pro
        $null = Receive-QuotaQuestion
    }
}

AfterAll {
    Exit-QuotaServer
    Exit-TestHome
}

Describe 'Get-MoltbotProviderUsage' {
    BeforeEach {
        Clear-TestHome
        New-UsageInstallation
    }

    It 'gets an object for each provider of which there is a credential, with its windows' {
        $usage = Get-MoltbotProviderUsage -WarningAction Ignore
        $usage | Should -HaveCount 2
        $usage | Should -BeOfType ([Moltbot.Core.Quotas.ProviderUsage])
        $usage.Provider | Should -BeExactly anthropic, zai
        $usage.DisplayName | Should -BeExactly Claude, z.ai
        $usage[1].Plan | Should -BeExactly Pro
        $usage[0].Agent | Should -BeExactly main
        $usage[0].StateDirectory | Should -BeExactly (Get-StatePath).TrimEnd('/', '\')
        $usage[0].UpdatedAt | Should -BeGreaterThan ([datetimeoffset]::Now.AddMinutes(-1))
        $usage[0].Windows.Label | Should -BeExactly 5h, Week
        $usage[0].Windows.UsedPercent | Should -BeExactly 50, 95
        $usage[0].Windows.LeftPercent | Should -BeExactly 50, 5
        $usage[0].Windows[0].ResetsAt | Should -BeOfType datetimeoffset
        $usage[0].Windows[0].ResetsIn | Should -Be ([timespan]::Zero)
        $usage[0].Windows[1].ResetsAt | Should -BeNullOrEmpty
        "$($usage[0])" | Should -BeExactly 'Claude 5% left (Week)'
        Receive-QuotaQuestion | Sort-Object | Should -BeExactly "$zai Bearer key-zai-NEVERSHOWN", "$anthropic Bearer tok-claude-NEVERSHOWN"
    }

    It 'has a result for a provider that refuses, and the others' {
        Set-QuotaAnswer $anthropic '{"error":{"message":"no tok-claude-NEVERSHOWN here"}}' 401
        $call = Invoke-Recorded { Get-MoltbotProviderUsage }
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors | Should -BeNullOrEmpty
        $call.Output[0].Error | Should -BeExactly 'HTTP 401: no *** here'
        $call.Output[1].Error | Should -BeNullOrEmpty
    }

    It 'asks one provider alone, whatever its name is written like' {
        (Get-MoltbotProviderUsage Z.AI -WarningAction Ignore).Provider | Should -BeExactly zai
        Receive-QuotaQuestion | Should -BeExactly "$zai Bearer key-zai-NEVERSHOWN"
    }

    It 'takes providers from the pipeline, and asks each once' {
        ('anthropic', 'anthropic', 'zai' | Get-MoltbotProviderUsage -WarningAction Ignore).Provider | Should -BeExactly anthropic, zai
        Receive-QuotaQuestion | Should -HaveCount 2
    }

    It 'takes profiles from the pipeline, with their installation' {
        $there = Join-Path $env:HOME elsewhere
        Copy-Item -Recurse -LiteralPath (Get-StatePath) -Destination $there
        Set-QuotaEndpoint $there
        $usage = Get-MoltbotAuthProfile zai:key -StateDirectory $there -WarningAction Ignore | Get-MoltbotProviderUsage -WarningAction Ignore
        $usage.StateDirectory | Should -BeExactly $there
        $usage.Provider | Should -BeExactly zai
    }

    It 'has an error for <Name>, which cannot be asked, and goes on with the others' -ForEach @(
        @{ Name = 'openai'; Id = 'InvalidArgument' }
        @{ Name = 'github-copilot'; Id = 'CredentialNotFound' }
    ) {
        $call = Invoke-Recorded { Get-MoltbotProviderUsage $Name, zai }
        $call.Errors | Should -HaveCount 1
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $call.Errors[0].TargetObject | Should -BeExactly $Name
        $call.Output.Provider | Should -BeExactly zai
    }

    It 'gives up at its time limit' {
        Set-QuotaAnswer $anthropic -Status 0
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        (Get-MoltbotProviderUsage anthropic -Timeout 300ms -WarningAction Ignore).Error | Should -BeExactly Timeout
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'refuses <_>, which nobody can wait for' -ForEach 'soon', '0', '-1s', '11m' {
        { Get-MoltbotProviderUsage -Timeout $_ } | Should -Throw -ErrorId '*,Moltbot.PowerShell.Commands.GetMoltbotProviderUsageCommand'
        Receive-QuotaQuestion | Should -BeNullOrEmpty
    }

    It 'changes no file with -NoRefresh, and says that a sign-in has expired' {
        Set-TestStore @{ 'openai-codex:old' = New-SignIn openai-codex -ExpiresIn -1:00 }
        $before = Get-Fingerprint
        (Get-MoltbotProviderUsage -NoRefresh -WarningAction Ignore).Error | Should -BeLike '*has expired*Update-MoltbotCredential*'
        Get-Fingerprint | Should -BeExactly $before
        Receive-QuotaQuestion | Should -BeNullOrEmpty
    }

    It 'asks for each agent that wildcards fit' {
        Set-TestStore ([ordered]@{ 'zai:own' = [ordered]@{ type = 'api_key'; provider = 'zai'; key = 'key-other-NEVERSHOWN' } }) -Agent helper
        (Get-MoltbotProviderUsage zai -Agent * -WarningAction Ignore).Agent | Sort-Object | Should -BeExactly helper, main
    }

    It 'has nothing where there is no credential' {
        Set-TestStore @{ 'anthropic:key' = New-ApiKey anthropic }
        Get-MoltbotProviderUsage -WarningAction Ignore | Should -BeNullOrEmpty
        Receive-QuotaQuestion | Should -BeNullOrEmpty
    }

    It 'completes providers that tell it, and agents' {
        (Get-Completion 'Get-MoltbotProviderUsage ').CompletionText | Should -BeExactly anthropic, github-copilot, google-gemini-cli, google-antigravity, minimax, openai-codex, zai
        (Get-Completion 'Get-MoltbotProviderUsage -Agent m').CompletionText | Should -Contain main
    }

    It 'shows a secret in no stream' {
        Set-QuotaAnswer $anthropic '{"error":{"message":"no tok-claude-NEVERSHOWN here"}}' 403
        $call = Invoke-Recorded { Get-MoltbotProviderUsage -Verbose -Debug -WarningAction Continue | Format-List * -Force | Out-String }
        $call | ConvertTo-Json -Depth 4 -WarningAction Ignore | Should -Not -Match NEVERSHOWN
    }

    It 'shows bars' {
        $env:LC_ALL = 'C.UTF-8'
        $lines = (Get-PlainText { Get-MoltbotProviderUsage -WarningAction Ignore }).Where({ $_.Trim() }).TrimEnd()
        $lines | Should -BeExactly @(
            'Claude'
            "  5h    $("`u{2588}" * 10)$("`u{2591}" * 10)  50% left, resets now"
            "  Week  `u{2588}$("`u{2591}" * 19)   5% left"
            'z.ai (Pro)'
            "  Monthly  $("`u{2588}" * 19)`u{2591}  97% left, resets in 1h 30m"
        )
    }

    It 'shows bars of plain characters where there are no others' {
        $env:LC_ALL = 'C'
        try { (Get-PlainText { Get-MoltbotProviderUsage anthropic -WarningAction Ignore }) -join "`n" | Should -BeLike '*5h    ##########..........  50% left*' }
        finally { $env:LC_ALL = $null }
    }
}
