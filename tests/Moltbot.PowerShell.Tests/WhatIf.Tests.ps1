#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What -WhatIf says is what would be done. Of what would make no difference it says nothing.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule

    # What each cmdlet says it would do to what, and the same command where it would make no difference (Done).
    $secret = { ConvertTo-SecureString 'sk-new-0123456789012345678901234567890' -AsPlainText }
    $plans = @(
        @{ Cmdlet = 'Add-MoltbotModelAlias'; Command = { Add-MoltbotModelAlias fast openai/gpt-5.2 @args }; Says = 'Give openai/gpt-5.2 the alias fast'; On = 'moltbot.json'; Done = $true }
        @{ Cmdlet = 'Add-MoltbotModelFallback'; Command = { Add-MoltbotModelFallback anthropic/claude-opus-4-5 @args }; Says = 'Put anthropic/claude-opus-4-5 behind the fallbacks'; On = 'moltbot.json'; Done = $true }
        @{ Cmdlet = 'Backup-MoltbotInstallation'; Command = { Backup-MoltbotInstallation (Join-Path $env:HOME copy.tar.gz) @args }; Says = 'Save configuration, credentials and sessions'; On = 'copy.tar.gz' }
        @{ Cmdlet = 'Clear-MoltbotAuthCooldown'; Command = { Clear-MoltbotAuthCooldown openai:default @args }; Says = 'Clear cooldown 1h, and leave it disabled:billing 5h'; On = 'openai:default'; Done = $true }
        @{ Cmdlet = 'Clear-MoltbotAuthCooldown'; Command = { Clear-MoltbotAuthCooldown openai:default -Disabled @args }; Says = 'Clear cooldown 1h and disabled:billing 5h'; On = 'openai:default'; Done = $true }
        @{ Cmdlet = 'Clear-MoltbotAuthOrder'; Command = { Clear-MoltbotAuthOrder anthropic @args }; Says = 'Clear the anthropic order, anthropic:work, anthropic:default'; On = 'auth-profiles.json'; Done = $true }
        @{ Cmdlet = 'Clear-MoltbotSessionModel'; Command = { Clear-MoltbotSessionModel agent:main:main @args }; Says = 'Unpin session agent:main:main from openai/gpt-5.2'; On = 'sessions.json'; Done = $true }
        @{ Cmdlet = 'Complete-MoltbotRotation'; Command = { Complete-MoltbotRotation anthropic:default -SkipProbe @args }; Says = 'Put the new key of anthropic:default into use, and keep the old one for 24h'; On = 'auth-profiles.json'; Done = $true }
        @{ Cmdlet = 'Connect-MoltbotAccount'; Command = { Connect-MoltbotAccount openai-codex @args }; Says = 'Sign in to openai-codex'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Disconnect-MoltbotAccount'; Command = { Disconnect-MoltbotAccount chutes:default @args }; Says = 'End the sign-in chutes:default at its provider, and remove the profile'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Export-MoltbotAuthMetric'; Command = { Export-MoltbotAuthMetric (Join-Path $env:HOME moltbot.prom) @args }; Says = 'Write the metrics of the credentials'; On = 'moltbot.prom' }
        @{ Cmdlet = 'Import-MoltbotApiKey'; Command = { Import-MoltbotApiKey zai -ApiKey (& $secret) @args }; Says = 'Import an API key of zai as zai:default'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Import-MoltbotToken'; Command = { Import-MoltbotToken zai -Token (& $secret) @args }; Says = 'Import a token of zai as profile zai:manual'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Initialize-MoltbotAuth'; Command = { Initialize-MoltbotAuth zai-api-key -Secret (& $secret) -AcceptRisk @args }; Says = 'Store the credential of zai-api-key as zai:default'; On = '.clawdbot' }
        @{ Cmdlet = 'Invoke-MoltbotAuthMonitor'; Command = { Invoke-MoltbotAuthMonitor @args }; Says = 'Make a pass of the monitoring'; On = '.clawdbot' }
        @{ Cmdlet = 'Move-MoltbotCredential'; Command = { Move-MoltbotCredential openai:default -ToFile @args }; Says = $null; Done = $true }
        @{ Cmdlet = 'Register-MoltbotAuthMonitor'; Command = { Register-MoltbotAuthMonitor -Scheduler launchd @args }; Says = 'Have launchd start a pass every 30 minutes'; On = 'bot.molt.moltbot-auth-monitor.plist' }
        @{ Cmdlet = 'Remove-MoltbotAuthProfile'; Command = { Remove-MoltbotAuthProfile openai:default @args }; Says = 'Remove profile openai:default'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Remove-MoltbotEnvironmentVariable'; Command = { Remove-MoltbotEnvironmentVariable LEVEL @args }; Says = 'Remove LEVEL'; On = '.env' }
        @{ Cmdlet = 'Remove-MoltbotModelAlias'; Command = { Remove-MoltbotModelAlias gpt @args }; Says = 'Take the alias gpt from openai/gpt-5.2'; On = 'moltbot.json' }
        @{ Cmdlet = 'Remove-MoltbotModelFallback'; Command = { Remove-MoltbotModelFallback gpt @args }; Says = 'Take openai/gpt-5.2 out of the fallbacks'; On = 'moltbot.json' }
        @{ Cmdlet = 'Remove-MoltbotModelFallback'; Command = { Remove-MoltbotModelFallback -All @args }; Says = 'Take openai/gpt-5.2 out of the fallbacks'; On = 'moltbot.json'; Done = $true }
        @{ Cmdlet = 'Repair-MoltbotInstallation'; Command = { Repair-MoltbotInstallation USAGE_OF_UNKNOWN_PROFILE @args }; Says = 'Forget the use of openai:gone'; On = 'auth-profiles.json'; Done = $true }
        @{ Cmdlet = 'Set-MoltbotAuthOrder'; Command = { Set-MoltbotAuthOrder anthropic anthropic:default, anthropic:work @args }; Says = 'Set the anthropic order to anthropic:default, anthropic:work'; On = 'auth-profiles.json'; Done = $true }
        @{ Cmdlet = 'Set-MoltbotDefaultModel'; Command = { Set-MoltbotDefaultModel gpt @args }; Says = 'Set the default model to openai/gpt-5.2'; On = 'moltbot.json'; Done = $true }
        @{ Cmdlet = 'Set-MoltbotDefaultModel'; Command = { Set-MoltbotDefaultModel gpt -Agent work @args }; Says = 'Set the model of agent work to openai/gpt-5.2'; On = 'moltbot.json'; Done = $true }
        @{ Cmdlet = 'Set-MoltbotEnvironmentVariable'; Command = { Set-MoltbotEnvironmentVariable LEVEL -Value (& $secret) @args }; Says = 'Replace LEVEL'; On = '.env'; Done = $true }
        @{ Cmdlet = 'Set-MoltbotEnvironmentVariable'; Command = { Set-MoltbotEnvironmentVariable NEW_KEY -Value (& $secret) @args }; Says = 'Set NEW_KEY'; On = '.env'; Done = $true }
        @{ Cmdlet = 'Set-MoltbotSessionModel'; Command = { Set-MoltbotSessionModel agent:main:main anthropic/claude-opus-4-5 @args }; Says = 'Leave session agent:main:main to the default, anthropic/claude-opus-4-5'; On = 'sessions.json' }
        @{ Cmdlet = 'Start-MoltbotRotation'; Command = { Start-MoltbotRotation openai:default -NewKey (& $secret) -CompleteOnSuccess @args }; Says = 'Start to replace the key of openai:default by a new one, and put it into use once it is accepted'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Unregister-MoltbotAuthMonitor'; Command = { Unregister-MoltbotAuthMonitor @args }; Says = 'Have launchd start no more passes'; On = 'bot.molt.moltbot-auth-monitor.plist' }
        @{ Cmdlet = 'Undo-MoltbotRotation'; Command = { Undo-MoltbotRotation anthropic:default @args }; Says = 'Remove the new key of anthropic:default, which waits'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Test-MoltbotCredential'; Command = { Test-MoltbotCredential openai:default -Level Completion @args }; Says = 'Ask models, which costs a few tokens for each credential'; On = 'auth-profiles.json' }
        @{ Cmdlet = 'Update-MoltbotAuthUsage'; Command = { Update-MoltbotAuthUsage openai:default -FailureReason auth @args }; Says = 'Record a failure (auth)'; On = 'openai:default' }
    )
    # Those whose plan needs a sign-in that a host has given, or a backup.
    $elsewhere = @('Restore-MoltbotInstallation', 'Update-MoltbotCredential')
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $secret = { ConvertTo-SecureString 'sk-new-0123456789012345678901234567890' -AsPlainText }

    # What -WhatIf says goes to the host alone, which a transcript keeps.
    function Get-Said([scriptblock]$Command) {
        $path = Join-Path $env:HOME "said-$([guid]::NewGuid())"
        $null = Start-Transcript -LiteralPath $path
        try { $null = & $Command -WhatIf 3>$null 4>$null } finally { $null = Stop-Transcript }
        $text = (Get-Content -LiteralPath $path -Raw) -replace '\r?\n(?!What if|\*)'
        Remove-Item -LiteralPath $path
        foreach ($match in [regex]::Matches($text, 'What if: Performing the operation "(?<action>[^"]+)" on target "(?<target>[^"]+)"')) {
            @{ Action = $match.Groups['action'].Value; Target = $match.Groups['target'].Value }
        }
    }
}

AfterAll {
    Exit-TestHome
}

Describe '-WhatIf' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        $null = New-TestEnvironmentFile (New-Secret)
        Set-TestConfig ([ordered]@{
                agents = @{
                    defaults = @{
                        model  = @{ primary = 'anthropic/claude-opus-4-5'; fallbacks = @('openai/gpt-5.2') }
                        models = [ordered]@{ 'anthropic/claude-opus-4-5' = @{}; 'openai/gpt-5.2' = @{ alias = 'gpt' } }
                    }
                    list     = @(@{ id = 'main' }, @{ id = 'work' })
                }
            })
        Set-TestStore -Profiles ([ordered]@{
                'anthropic:default' = New-ApiKey anthropic
                'anthropic:work'    = New-Token anthropic -ExpiresIn 3.00:00
                'openai:default'    = New-ApiKey openai
                'chutes:default'    = New-SignIn chutes -ExpiresIn 3.00:00
            }) -Order @{ anthropic = @('anthropic:work', 'anthropic:default') } -UsageStats @{
            'openai:default' = @{ errorCount = 2; cooldownUntil = Get-UnixTime 1:00; disabledUntil = Get-UnixTime 5:00; disabledReason = 'billing' }
            'openai:gone'    = @{ lastUsed = 1 }
        }
        $null = Start-MoltbotRotation anthropic:default -NewKey (& $secret) -SkipProbe
        Set-TestFile (Get-StatePath monitor/schedule.json) (ConvertTo-Json @{ version = 1; scheduler = 'launchd'; place = '/nowhere/bot.molt.moltbot-auth-monitor.plist'; everyMs = 1800000; installedAt = 1 })
        Set-TestSessions (ConvertTo-Json @{ 'agent:main:main' = [ordered]@{ sessionId = 's'; updatedAt = 1; providerOverride = 'openai'; modelOverride = 'gpt-5.2' } })
    }

    It 'has a plan for each cmdlet that changes something' {
        $changing = (Get-Command -Module Moltbot.PowerShell).Where({ $_.Parameters.ContainsKey('WhatIf') }).Name
        @($changing | Sort-Object) | Should -BeExactly @($Planned | Sort-Object -Unique)
    } -TestCases @{ Planned = @($plans.Cmdlet) + $elsewhere }

    It '<Cmdlet> says what it would do, and does nothing: <Says>' -ForEach $plans.Where({ $_.Says }) {
        $before = Get-Fingerprint
        $said = @(Get-Said $Command)
        Get-Fingerprint | Should -BeExactly $before

        $said | Should -HaveCount 1
        $said[0].Action | Should -BeExactly $Says
        Split-Path -Leaf $said[0].Target | Should -BeExactly $On
    }

    It '<Cmdlet> says nothing where nothing would be different: <Says>' -ForEach $plans.Where({ $_.Done }) {
        $null = & $Command 3>$null
        $before = Get-Fingerprint
        $said = @(Get-Said $Command)

        $said | Should -HaveCount 0
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'is obeyed as a preference where nothing would be different' {
        $before = Get-Fingerprint
        & { $WhatIfPreference = $true; Set-MoltbotDefaultModel anthropic/claude-opus-4-5 }
        Get-Fingerprint | Should -BeExactly $before
    }
}
