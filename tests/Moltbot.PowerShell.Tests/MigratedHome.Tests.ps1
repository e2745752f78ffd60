#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# An installation that a newer gateway, openclaw, has taken over: every cmdlet there is leaves every file as it is.

BeforeDiscovery {
    # What to call each cmdlet with: those that change something, and those that look. One that is not here makes a test fail.
    $changes = @{
        'Add-MoltbotModelAlias'            = { Add-MoltbotModelAlias new openai/gpt-5.2 }
        'Add-MoltbotModelFallback'         = { Add-MoltbotModelFallback zai/glm-4.7 }, { Add-MoltbotModelFallback zai/glm-4.7 -WhatIf }
        'Backup-MoltbotInstallation'       = { Backup-MoltbotInstallation (Join-Path $env:HOME copy.tar.gz) }, { Backup-MoltbotInstallation (Join-Path $env:HOME copy.tar.gz) -WhatIf }
        'Clear-MoltbotAuthCooldown'        = { Clear-MoltbotAuthCooldown anthropic:work }, { Clear-MoltbotAuthCooldown -Disabled }
        'Clear-MoltbotAuthOrder'           = { Clear-MoltbotAuthOrder anthropic }
        'Clear-MoltbotSessionModel'        = { Clear-MoltbotSessionModel agent:main:old }, { Clear-MoltbotSessionModel -Stale }
        'Complete-MoltbotRotation'         = { Complete-MoltbotRotation anthropic:default -SkipProbe }, { Complete-MoltbotRotation anthropic:default -SkipProbe -KeepFor 7d }
        'Connect-MoltbotAccount'           = { Connect-MoltbotAccount google-gemini-cli }, { Connect-MoltbotAccount qwen-portal -Agent work -NoConfig }, { Connect-MoltbotAccount openai -WhatIf }
        'Disconnect-MoltbotAccount'        = { Disconnect-MoltbotAccount chutes:default -Confirm:$false }, { Disconnect-MoltbotAccount chutes:default -Force -Confirm:$false }
        'Export-MoltbotAuthMetric'         = { Export-MoltbotAuthMetric (Join-Path $env:HOME .clawdbot moltbot.prom) }
        'Import-MoltbotApiKey'             = { Import-MoltbotApiKey zai -ApiKey $secret }, { Import-MoltbotApiKey openai -ApiKey $secret -Destination EnvironmentFile -NoConfig }, { $plain | Import-MoltbotApiKey zai -Agent work -NoConfig }, { Import-MoltbotApiKey zai -ApiKey $secret -Vault Nowhere }
        'Import-MoltbotToken'              = { Import-MoltbotToken zai -Token $secret }, { Import-MoltbotToken zai -Token $secret -NoConfig -Force }, { Import-MoltbotToken zai -Token $secret -Vault Nowhere }
        'Initialize-MoltbotAuth'           = { Initialize-MoltbotAuth openrouter-api-key -Secret $secret -AcceptRisk }
        'Invoke-MoltbotAuthMonitor'        = { Invoke-MoltbotAuthMonitor }, { Invoke-MoltbotAuthMonitor -WhatIf }
        'Move-MoltbotCredential'           = { Move-MoltbotCredential anthropic:work -ToVault Nowhere }, { Move-MoltbotCredential anthropic:work -ToFile }
        'Register-MoltbotAuthMonitor'      = { Register-MoltbotAuthMonitor -Scheduler systemd -WhatIf }, { Register-MoltbotAuthMonitor -Scheduler launchd -WhatIf }
        'Remove-MoltbotAuthProfile'        = { Remove-MoltbotAuthProfile anthropic:work -Confirm:$false }, { Remove-MoltbotAuthProfile anthropic:work -WhatIf }
        'Remove-MoltbotEnvironmentVariable' = { Remove-MoltbotEnvironmentVariable LEVEL }
        'Remove-MoltbotModelAlias'         = { Remove-MoltbotModelAlias opus }
        'Remove-MoltbotModelFallback'      = { Remove-MoltbotModelFallback openai/gpt-5.2 }, { Remove-MoltbotModelFallback -All }
        'Repair-MoltbotInstallation'       = { Repair-MoltbotInstallation -Force -Confirm:$false }, { Repair-MoltbotInstallation PERMISSIONS_TOO_OPEN -WhatIf }
        'Restore-MoltbotInstallation'      = { Restore-MoltbotInstallation (Join-Path $env:HOME Nowhere.tar.gz) -Confirm:$false }
        'Set-MoltbotAuthOrder'             = { Set-MoltbotAuthOrder anthropic anthropic:work }, { Set-MoltbotAuthOrder -RemoveUnknown }
        'Set-MoltbotDefaultModel'          = { Set-MoltbotDefaultModel openai/gpt-5.2 }, { Set-MoltbotDefaultModel openai/gpt-5.2 -Agent work }
        'Set-MoltbotEnvironmentVariable'   = { Set-MoltbotEnvironmentVariable A_KEY -Value $secret }
        'Set-MoltbotSessionModel'          = { Set-MoltbotSessionModel agent:main:main anthropic/claude-opus-4-5 -ProfileId anthropic:default }
        'Start-MoltbotRotation'            = { "$plain-new" | Start-MoltbotRotation anthropic:work -SkipProbe }, { "$plain-new" | Start-MoltbotRotation anthropic:work -SkipProbe -CompleteOnSuccess }, { "$plain-new" | Start-MoltbotRotation anthropic:work -SkipProbe -Vault Nowhere }
        'Undo-MoltbotRotation'             = { Undo-MoltbotRotation anthropic:default }
        'Unregister-MoltbotAuthMonitor'    = { Unregister-MoltbotAuthMonitor }
        'Update-MoltbotAuthUsage'          = { Update-MoltbotAuthUsage anthropic:work -Succeeded }, { Update-MoltbotAuthUsage anthropic:work -FailureReason billing }
        'Update-MoltbotCredential'         = { Update-MoltbotCredential -WhatIf }, { Update-MoltbotCredential anthropic:work -Force -WhatIf }
        'Remove-Secret'                    = { Moltbot.PowerShell.Extension\Remove-Secret -Name anthropic:work -VaultName Moltbot }
        'Set-Secret'                       = { Moltbot.PowerShell.Extension\Set-Secret -Name zai:new -Secret $secret -VaultName Moltbot }, { Moltbot.PowerShell.Extension\Set-Secret -Name zai:new -Secret $secret -VaultName Moltbot -AdditionalParameters @{ Agent = 'work' } }
        'Set-SecretInfo'                   = { Moltbot.PowerShell.Extension\Set-SecretInfo -Name anthropic:work -Metadata @{ Expires = (Get-Date).AddDays(1) } -VaultName Moltbot }
    }
    $looks = @{
        'Get-MoltbotAgent'                 = { Get-MoltbotAgent }, { Get-MoltbotAgent work }
        'Get-MoltbotAuthCandidate'         = { Get-MoltbotAuthCandidate anthropic }
        'Get-MoltbotAuthMonitor'           = { Get-MoltbotAuthMonitor }
        'Get-MoltbotAuthOrder'             = { Get-MoltbotAuthOrder }, { Get-MoltbotAuthOrder anthropic }
        'Get-MoltbotAuthProfile'           = { Get-MoltbotAuthProfile }, { Get-MoltbotAuthProfile anthropic:work -Agent work }
        'Get-MoltbotCredential'            = { Get-MoltbotCredential anthropic }, { Get-MoltbotCredential xai -AsPlainText }, { Get-MoltbotCredential -ProfileId anthropic:work }
        'Get-MoltbotEnvironmentVariable'   = { Get-MoltbotEnvironmentVariable }
        'Get-MoltbotInstallation'          = { Get-MoltbotInstallation }
        'Get-MoltbotModel'                 = { Get-MoltbotModel }, { Get-MoltbotModel -All }
        'Get-MoltbotModelStatus'           = { Get-MoltbotModelStatus }, { Get-MoltbotModelStatus -Agent work }, { Get-MoltbotModelStatus -Provider anthropic -Check }
        'Get-MoltbotProviderUsage'         = { Get-MoltbotProviderUsage }, { Get-MoltbotProviderUsage anthropic -Agent work }
        'Get-MoltbotRotation'              = { Get-MoltbotRotation }, { Get-MoltbotRotation anthropic:work -Agent work }
        'Get-MoltbotSessionModel'          = { Get-MoltbotSessionModel }, { Get-MoltbotSessionModel agent:main:main }
        'Invoke-MoltbotCommand'            = { Invoke-MoltbotCommand anthropic { throw 'It runs.' } }, { Invoke-MoltbotCommand xai { throw 'It runs.' } }
        'Set-MoltbotContext'               = { Set-MoltbotContext -Agent main; Clear-MoltbotContext }
        'Test-MoltbotCredential'           = { Test-MoltbotCredential }, { Test-MoltbotCredential anthropic:work -Check -UpdateUsage }
        'Test-MoltbotInstallation'         = { Test-MoltbotInstallation }, { Test-MoltbotInstallation -Quiet -Check }
        'Test-MoltbotMigration'            = { Test-MoltbotMigration }, { Test-MoltbotMigration -Quiet -Check }
        'Test-MoltbotSecretExposure'       = { Test-MoltbotSecretExposure }, { Test-MoltbotSecretExposure -Quiet -Check }
        'Get-Secret'                       = { Moltbot.PowerShell.Extension\Get-Secret -Name anthropic:work -VaultName Moltbot }
        'Get-SecretInfo'                   = { Moltbot.PowerShell.Extension\Get-SecretInfo -VaultName Moltbot }
        'Test-SecretVault'                 = { Moltbot.PowerShell.Extension\Test-SecretVault -VaultName Moltbot }
    }
    $callsOf = { param($table) foreach ($name in $table.Keys | Sort-Object) { foreach ($call in $table[$name]) { @{ Name = $name; Call = $call; Text = "$call".Trim() } } } }
    $changing = & $callsOf $changes
    $looking = & $callsOf $looks
    # They write what no gateway looks at, or mend what can be.
    $ofOurs = '*-MoltbotAuthMonitor', 'Backup-MoltbotInstallation', 'Export-MoltbotAuthMetric', 'Repair-MoltbotInstallation'
    # They are about the session, and look at no file.
    $ofSession = 'Clear-MoltbotContext', 'Get-MoltbotContext'
    $called = @($changes.Keys) + @($looks.Keys) + $ofSession
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $base = (Get-Module Moltbot.PowerShell).ModuleBase
    Import-Module (Join-Path $base Moltbot.PowerShell.Extension Moltbot.PowerShell.Extension.psd1)
    $null = Enter-TestHome
    $plain = New-Secret
    $secret = ConvertTo-SecureString $plain -AsPlainText -Force

    # The files of January's each of which stops the newer gateway, and what it has left of an older configuration.
    function Get-FileOfJanuary {
        Get-ChildItem -LiteralPath $env:HOME -Recurse -Force -File -Include auth-profiles.json, auth.json, auth-state.json, oauth.json, sessions.json, moltbot.json, clawdbot.json |
            Where-Object FullName -NotLike '*/.clawdbot/*' | ForEach-Object { "$($_.FullName) $((Get-FileHash -LiteralPath $_.FullName).Hash)" }
    }

    # What the newer gateway's doctor leaves of an installation of January.
    function New-MigratedHome {
        $state = Join-Path $env:HOME .openclaw
        Set-TestFile (Join-Path $state .env) "LEVEL=debug`nXAI_API_KEY=xai-INVENTED-KEY-0004`n"
        Set-TestFile (Join-Path $state openclaw.json) '{"agents":{"ownership":"explicit","entries":{"main":{},"work":{}}}}'
        Set-TestFile (Join-Path $state clawdbot.json) '{"agents":{"list":[{"id":"main"},{"id":"work"}]}}'
        Set-TestDatabase (Join-Path $state state openclaw.sqlite)
        foreach ($agent in 'main', 'work') {
            Set-TestDatabase (Join-Path $state agents $agent agent openclaw-agent.sqlite) ($agent -eq 'work' ? 'agent-work' : 'agent')
            $null = New-Item -ItemType Directory -Path (Join-Path $state agents $agent sessions)
        }
        $null = New-Item -ItemType ($IsWindows ? 'Junction' : 'SymbolicLink') -Path (Join-Path $env:HOME .clawdbot) -Target $state
    }

    # The newer gateway has been asked something in an installation of January, and its doctor has not run.
    function New-HalfWayHome {
        New-TestInstallation
        Set-TestStore ([ordered]@{ 'anthropic:default' = New-ApiKey anthropic; 'anthropic:work' = New-Token anthropic }) -Order @{ anthropic = @('anthropic:default', 'anthropic:gone') } -UsageStats @{
            'anthropic:work' = @{ cooldownUntil = Get-UnixTime 1:00:00; errorCount = 1 }
        }
        Set-TestConfig '{ agents: { list: [{ id: "main" }, { id: "work" }], defaults: { model: { primary: "anthropic/claude-opus-4-5", fallbacks: ["openai/gpt-5.2"] }, models: { "anthropic/claude-opus-4-5": { alias: "opus" } } } } }'
        New-TestSessions
        Set-TestFile (Get-StatePath .env) "LEVEL=debug`n"
        $null = Start-MoltbotRotation anthropic:default -NewKey (ConvertTo-SecureString (New-Secret 'of-a-rotation') -AsPlainText) -SkipProbe
        Set-TestFile (Get-StatePath monitor/schedule.json) "{ `"version`": 1, `"scheduler`": `"$($IsMacOS ? 'systemd' : 'launchd')`", `"place`": `"/nowhere`", `"everyMs`": 60000, `"installedAt`": 1 }" # of another system, so that nobody's own is touched
        Set-TestDatabase (Get-StatePath state/openclaw.sqlite)
    }

    # A line for everything in the home: two are equal only when nothing was created in between, not even something that is
    # gone again. What PowerShell and its vaults keep in a home is left out.
    function Get-Trace {
        Get-ChildItem -LiteralPath $env:HOME -Force | Where-Object Name -NotIn .cache, .config, .local, AppData, .secretmanagement | ForEach-Object {
            $_
            if ($_.PSIsContainer) { Get-ChildItem -LiteralPath $_.FullName -Recurse -Force }
        } | ForEach-Object {
            "$($_.FullName) $($_.LinkTarget) $($_.LastWriteTimeUtc.Ticks) $($_.UnixMode) $($_.PSIsContainer ? 'directory' : (Get-FileHash -LiteralPath $_.FullName).Hash)"
        }
    }
}

AfterAll {
    Exit-TestHome
    Remove-Module Moltbot.PowerShell.Extension
}

Describe 'an installation that a newer gateway has' {
    BeforeEach {
        Clear-TestHome
        New-MigratedHome
        $before = Get-Trace
    }

    It 'is tried with every cmdlet there is' -ForEach @{ Called = $called } {
        $written = [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -in 'Moltbot.PowerShell', 'Moltbot.PowerShell.Extension' }).ForEach({ $_.GetTypes() })
        $names = $written.ForEach({ $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) }).ForEach({ "$($_.VerbName)-$($_.NounName)" })
        $Called | Sort-Object | Should -BeExactly ($names | Sort-Object)
    }

    It 'has every cmdlet among those that change something that says so itself' -ForEach @{ Changes = $changes.Keys } {
        # A look that writes on demand is tried with that among the looks.
        $names = (Get-Command -Module Moltbot.PowerShell).Where({ $_.Parameters.ContainsKey('WhatIf') -and $_.Verb -ne 'Test' }).Name
        @($Changes) -like '*-Moltbot*' | Sort-Object | Should -BeExactly ($names | Sort-Object)
    }

    It 'gets no file of January by: <Text>' -ForEach $changing {
        $ofJanuary = Get-FileOfJanuary
        $null = Invoke-Recorded $Call
        Get-FileOfJanuary | Should -BeExactly $ofJanuary
    }

    It 'is looked at without a trace by: <Text>' -ForEach $looking {
        $null = Invoke-Recorded $Call
        Get-Trace | Should -BeExactly $before
    }

    It 'has its credentials, orders and rests where the newer gateway keeps them' {
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly anthropic:default, anthropic:work
        (Get-MoltbotAuthProfile -Agent work).ProfileId | Should -BeExactly zai:own, anthropic:default, anthropic:work
        (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly anthropic:default, anthropic:gone
        (Get-MoltbotModelStatus).UnusableProfiles.ProfileId | Should -BeExactly anthropic:work
    }

    It 'is changed where the newer gateway keeps it' {
        $null = "sk-ant-api03-$plain" | Import-MoltbotApiKey anthropic -ProfileId anthropic:new
        Set-MoltbotAuthOrder anthropic anthropic:new, anthropic:default
        Clear-MoltbotAuthCooldown anthropic:work
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly anthropic:default, anthropic:work, anthropic:new
        (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly anthropic:new, anthropic:default
        (Get-MoltbotModelStatus).UnusableProfiles | Should -BeNullOrEmpty
        Remove-MoltbotAuthProfile anthropic:new -Confirm:$false
        (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly anthropic:default
        (Get-Content -Raw (Join-Path $env:HOME .openclaw openclaw.json) | ConvertFrom-Json).auth.profiles.PSObject.Properties | Should -BeNullOrEmpty
    }

    It 'has its sessions where the newer gateway keeps them, pinned while that does not run' {
        $session = Get-MoltbotSessionModel
        $session.SessionKey | Should -BeExactly agent:main:main
        $session.ProfileId, "$($session.PinState)", $session.Path | Should -BeExactly anthropic:work, Holds, (Join-Path $env:HOME .openclaw agents main agent openclaw-agent.sqlite)
        (Set-MoltbotSessionModel agent:main:main openai/gpt-5.5 -PassThru).Model | Should -BeExactly openai/gpt-5.5
        $session | Clear-MoltbotSessionModel
        (Get-MoltbotSessionModel agent:main:main).IsPinned | Should -BeFalse
        Set-TestFile (Join-Path $env:HOME .openclaw tmp openclaw-1 gateway.state.lock) "{`"pid`":$PID}"
        $recorded = Invoke-Recorded { Set-MoltbotSessionModel agent:main:main openai/gpt-5.5 }
        $recorded.Failure.FullyQualifiedErrorId | Should -BeLike 'GatewayRunning,*'
        $recorded.Failure.CategoryInfo.Category | Should -Be ResourceBusy
        (Get-MoltbotSessionModel agent:main:main).IsPinned | Should -BeFalse
    }

    It 'has its models set where the newer gateway reads them' {
        $null = Set-MoltbotDefaultModel google/gemini-3-pro-preview -WarningAction Ignore
        Add-MoltbotModelFallback anthropic/claude-sonnet-5 -WarningAction Ignore
        Set-MoltbotDefaultModel openai/gpt-5.5 -Agent work -WarningAction Ignore
        $written = Get-Content -Raw (Join-Path $env:HOME .openclaw openclaw.json) | ConvertFrom-Json
        $written.agents.defaults.model.primary | Should -BeExactly google/gemini-3.1-pro-preview
        $written.agents.defaults.model.fallbacks | Should -BeExactly anthropic/claude-sonnet-5
        $written.agents.entries.work.model | Should -BeExactly openai/gpt-5.5
        $written.meta.migrations.modelPolicyAllowlist | Should -BeTrue
    }

    It 'has its keys rotated, and the old one kept behind the new one' {
        $null = "$plain-new" | Start-MoltbotRotation anthropic:default -SkipProbe
        (Complete-MoltbotRotation anthropic:default -SkipProbe).Stage | Should -Be Completed
        (Get-MoltbotAuthProfile).ProfileId | Should -Contain anthropic:default-previous
        (Undo-MoltbotRotation anthropic:default).Stage | Should -Be Undone
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly anthropic:default, anthropic:work
    }

    It 'is watched' {
        (Invoke-MoltbotAuthMonitor).StateDirectory | Should -BeExactly (Get-MoltbotInstallation)[0].StateDirectory
        Test-Path (Join-Path $env:HOME .openclaw monitor last-pass.json) | Should -BeTrue
    }

    It 'has sign-ins that were gone with the older gateway refused' {
        (Invoke-Recorded { Connect-MoltbotAccount qwen-portal }).Failure.FullyQualifiedErrorId | Should -BeLike 'SignInUnavailable,*'
        (Get-Completion 'Connect-MoltbotAccount ').CompletionText | Should -BeExactly openai, chutes, github-copilot
    }

    It 'has sign-ins that are the gateway''s, and left to it' {
        $database = Join-Path $env:HOME .openclaw state openclaw.sqlite
        Set-TestDatabase $database signins
        $hash = (Get-FileHash $database).Hash
        $renewed = Update-MoltbotCredential -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
        $renewed.Outcome | Should -BeExactly Failed, Failed, Failed
        $failures.FullyQualifiedErrorId | Should -BeLike 'SignInOfGateway,*'
        "$($failures.Exception.Message)" | Should -BeLike '*openclaw models status*openclaw models auth login --provider openai*is renewing*'
        { Get-MoltbotCredential -ProfileId openai:expired -ErrorAction Stop } | Should -Throw -ErrorId 'SignInOfGateway,*'
        { Disconnect-MoltbotAccount openai:expired -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'SignInOfGateway,*'
        (Test-MoltbotInstallation).Id | Should -Contain SIGN_IN_RENEWAL_FAILED
        (Get-FileHash $database).Hash | Should -BeExactly $hash
    }

    It 'says how a running gateway takes notice of a change, and only then' -ForEach @{ Running = $true }, @{ Running = $false } {
        Set-TestFile (Join-Path $env:HOME .openclaw tmp openclaw-1000 gateway.state.lock) "{`"pid`":$($Running ? $PID : [int]::MaxValue)}"
        $null = "sk-ant-api03-$plain" | Import-MoltbotApiKey anthropic -ProfileId anthropic:new -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings -like '*openclaw secrets reload*').Count | Should -Be ([int]$Running)
        $null = Get-MoltbotAuthProfile -WarningVariable silent
        $silent | Should -BeNullOrEmpty
    }

    It 'has an exposure that is not known to be none' {
        $global:LASTEXITCODE = 0
        Test-MoltbotSecretExposure -Quiet -Check -ErrorAction Ignore | Should -BeFalse
        $LASTEXITCODE | Should -Be 1
    }

    It 'is a vault that works' {
        Moltbot.PowerShell.Extension\Test-SecretVault -VaultName Moltbot | Should -BeTrue
        Moltbot.PowerShell.Extension\Get-Secret -Name anthropic:default -VaultName Moltbot | ConvertFrom-SecureString -AsPlainText | Should -BeExactly sk-ant-api03-INVENTED-of-everybody
    }

    It 'completes every parameter from what can be seen, and leaves every file as it is' {
        foreach ($command in Get-Command -Module Moltbot.PowerShell) {
            foreach ($parameter in $command.Parameters.Values.Where({ $_.Attributes.Where({ $_ -is [ArgumentCompleter] }) })) {
                $null = Get-Completion "$($command.Name) -$($parameter.Name) "
            }
        }
        (Get-Completion 'Remove-MoltbotAuthProfile -ProfileId ').CompletionText | Should -BeExactly anthropic:default, anthropic:work
        (Get-Completion 'Get-MoltbotAuthProfile -Agent ').CompletionText | Should -BeExactly main, work
        Get-Trace | Should -BeExactly $before
    }

    It 'is the same by the name that <_>' -ForEach '-StateDirectory gives', 'a variable gives' {
        $real = Join-Path $env:HOME .openclaw
        if ($_ -like '-*') {
            (Get-MoltbotAuthOrder anthropic -StateDirectory $real).ProfileId | Should -BeExactly anthropic:default, anthropic:gone
        }
        else {
            $env:CLAWDBOT_STATE_DIR = $real
            try { (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly anthropic:default, anthropic:gone } finally { Remove-Item Env:CLAWDBOT_STATE_DIR }
        }
        Get-Trace | Should -BeExactly $before
    }
}

Describe 'an installation of January in which a newer gateway has been' {
    BeforeEach {
        Clear-TestHome
        New-HalfWayHome
        $before = Get-Trace
    }

    It 'is not changed by: <Text>' -ForEach $changing.Where({ $_.Name -notlike '*-MoltbotEnvironmentVariable' -and $_.Text -notmatch 'Destination' -and -not ($ofOurs -like $_.Name) -and $_.Name -notlike $ofOurs[0] }) {
        $recorded = Invoke-Recorded $Call
        $recorded.Failure | Should -Not -BeNullOrEmpty
        Get-Trace | Should -BeExactly $before
    }

    # Else the tests above could not fail. Nobody signs in or out at a real provider.
    It 'would be changed, if that had not been, by: <Text>' -ForEach $changing.Where({ $_.Text -notmatch '-WhatIf|Nowhere|-ToFile|-MoltbotAccount|-Scheduler' }) {
        Remove-Item -LiteralPath (Get-StatePath state) -Recurse
        $before = Get-Trace
        $null = Invoke-Recorded $Call
        Get-Trace | Should -Not -BeExactly $before
    }
}
