#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Objects of two installations, each with two agents, go into every cmdlet that takes them. What is done is done in the
# files that an object came from, and nowhere else.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule

    # What each cmdlet does with an object: which names it takes from it and so from objects of which types (From), what
    # has to be given besides (With), and the file that it changes (Changes). A cmdlet that needs no name (Any) takes every
    # object, for its installation and its agent.
    $profiles = 'AuthCandidate', 'AuthOrder', 'CredentialProbe', 'DueCredential', 'Finding', 'KeyRotation', 'MigrationFinding', 'MoltbotCredential', 'MonitorEvent', 'ProfileStatus', 'SecretFinding', 'SessionModel', 'UnusableProfile'
    $providers = 'AuthCandidate', 'AuthOrder', 'CredentialProbe', 'DueCredential', 'KeyRotation', 'ListedModel', 'MoltbotCredential', 'MonitorEvent', 'ProfileStatus', 'ProviderStatus', 'ProviderUsage', 'UnusableProfile'
    $models = 'CredentialProbe', 'ListedModel', 'SessionModel'
    $variables = @('EnvironmentFileVariable')
    $secret = ConvertTo-SecureString 'sk-new-0123456789012345678901234567890' -AsPlainText
    $cmdlets = @{
        'Add-MoltbotModelAlias'              = @{ From = $models; With = @{ Alias = 'fast' }; Changes = 'Configuration' }
        'Add-MoltbotModelFallback'           = @{ From = $models; With = @{ Image = $true }; Changes = 'Configuration' }
        'Backup-MoltbotInstallation'         = @{ From = @(); Any = $true; With = @{ Path = 'copy.tar.gz'; WhatIf = $true } }
        'Clear-MoltbotAuthCooldown'          = @{ From = $profiles + $providers; Any = $true; Changes = 'Store' }
        'Clear-MoltbotAuthOrder'             = @{ From = $providers; Changes = 'Store' }
        'Clear-MoltbotSessionModel'          = @{ From = @('SessionModel'); Changes = 'Sessions' }
        'Complete-MoltbotRotation'           = @{ From = $profiles; With = @{ SkipProbe = $true }; Changes = 'Swap' }
        'Connect-MoltbotAccount'             = @{ From = $providers }
        'Disconnect-MoltbotAccount'          = @{ From = $profiles }
        'Export-MoltbotAuthMetric'           = @{ From = @(); Any = $true; With = @{ Path = 'moltbot.prom'; WhatIf = $true } }
        'Get-MoltbotAgent'                   = @{ From = @(); Any = $true }
        'Get-MoltbotAuthCandidate'           = @{ From = $providers }
        'Get-MoltbotAuthMonitor'             = @{ From = @(); Any = $true }
        'Get-MoltbotAuthOrder'               = @{ From = $providers; Any = $true }
        'Get-MoltbotAuthProfile'             = @{ From = $profiles + $providers; Any = $true }
        'Get-MoltbotCredential'              = @{ From = $profiles }
        'Get-MoltbotEnvironmentVariable'     = @{ From = $variables; Any = $true }
        'Get-MoltbotInstallation'            = @{ From = @(); Any = $true }
        'Get-MoltbotModel'                   = @{ From = $models; Any = $true }
        'Get-MoltbotModelStatus'             = @{ From = @(); Any = $true }
        'Get-MoltbotProviderUsage'           = @{ From = $providers; Any = $true }
        'Get-MoltbotRotation'                = @{ From = $profiles; Any = $true }
        'Get-MoltbotSessionModel'            = @{ From = @('SessionModel'); Any = $true }
        'Import-MoltbotApiKey'               = @{ From = @(); Any = $true; With = @{ Provider = 'xai'; ApiKey = $secret; NoConfig = $true }; Changes = 'Store' }
        'Import-MoltbotToken'                = @{ From = @(); Any = $true; With = @{ Provider = 'xai'; Token = $secret; NoConfig = $true }; Changes = 'Store' }
        'Initialize-MoltbotAuth'             = @{ From = @(); Any = $true; With = @{ AuthChoice = 'zai-api-key'; Secret = $secret; AcceptRisk = $true; NoConfig = $true }; Changes = 'Store' }
        'Invoke-MoltbotAuthMonitor'          = @{ From = @(); Any = $true; With = @{ WhatIf = $true } }
        'Move-MoltbotCredential'             = @{ From = $profiles; With = @{ ToFile = $true }; Changes = 'Store' }
        'Register-MoltbotAuthMonitor'        = @{ From = @(); Any = $true; With = @{ Scheduler = 'launchd'; WhatIf = $true } }
        'Remove-MoltbotAuthProfile'          = @{ From = $profiles; With = @{ Confirm = $false }; Changes = 'Store' }
        'Remove-MoltbotEnvironmentVariable'  = @{ From = $variables; Changes = 'Variables' }
        'Remove-MoltbotModelAlias'           = @{ From = @() }
        'Remove-MoltbotModelFallback'        = @{ From = $models; Changes = 'Configuration' }
        'Repair-MoltbotInstallation'         = @{ From = $profiles; Any = $true; With = @{ Id = 'CLOCK_OFF' } } # everything else may be mended, and the state directory renamed
        'Restore-MoltbotInstallation'        = @{ From = @(); Any = $true; With = @{ Path = 'saved.tar.gz'; WhatIf = $true } }
        'Set-MoltbotAuthOrder'               = @{ From = $providers + $profiles; Changes = 'Store' }
        'Set-MoltbotContext'                 = @{ From = @(); Any = $true }
        'Set-MoltbotDefaultModel'            = @{ From = $models; Changes = 'Configuration' }
        'Set-MoltbotEnvironmentVariable'     = @{ From = $variables; With = @{ Value = $secret }; Changes = 'Variables' }
        'Set-MoltbotSessionModel'            = @{ From = @('SessionModel'); With = @{ Model = 'zai/glm-4.7' }; Changes = 'Sessions' }
        'Start-MoltbotRotation'              = @{ From = @(); Any = $true; With = @{ ProfileId = 'openai:y'; NewKey = $secret; SkipProbe = $true; CompleteOnSuccess = $true; KeepFor = [timespan]0 }; Changes = 'Store' }
        'Test-MoltbotCredential'             = @{ From = $profiles + $providers; Any = $true; With = @{ Level = 'List' } }
        'Test-MoltbotInstallation'           = @{ From = @(); Any = $true }
        'Test-MoltbotMigration'              = @{ From = @(); Any = $true }
        'Test-MoltbotSecretExposure'         = @{ From = @(); Any = $true }
        'Undo-MoltbotRotation'               = @{ From = $profiles; Changes = 'Rotation' }
        'Unregister-MoltbotAuthMonitor'      = @{ From = @(); Any = $true }
        'Update-MoltbotAuthUsage'            = @{ From = $profiles; With = @{ Succeeded = $true }; Changes = 'Store' }
        'Update-MoltbotCredential'           = @{ From = $profiles + $providers; Any = $true }
    }

    # Pipes that are different: what has to be given besides, or the error that they end with.
    $exceptions = @{
        'EnvironmentFileVariable | Get-MoltbotAgent'      = @{ With = @{ Agent = 'main' } } # all agents have the variables, so all would come
        'EnvironmentFileVariable | Get-MoltbotRotation'   = @{ With = @{ Agent = 'main' } }
        'InstallationOverview | Get-MoltbotAgent'         = @{ With = @{ Agent = 'main' } }
        'InstallationOverview | Get-MoltbotRotation'      = @{ With = @{ Agent = 'main' } }
        'InstalledSchedule | Get-MoltbotAgent'            = @{ With = @{ Agent = 'main' } }
        'InstalledSchedule | Get-MoltbotRotation'         = @{ With = @{ Agent = 'main' } }
        'MonitorStatus | Get-MoltbotAgent'                = @{ With = @{ Agent = 'main' } }
        'MonitorStatus | Get-MoltbotRotation'             = @{ With = @{ Agent = 'main' } }
        'AuthOrder | Set-MoltbotAuthOrder'                = @{ With = @{ ProfileId = 'openai:y' } }
        'ListedModel | Set-MoltbotAuthOrder'              = @{ Fails = 'ParameterBindingException' } # names no profile
        'ProviderStatus | Set-MoltbotAuthOrder'           = @{ Fails = 'ParameterBindingException' }
        'ProviderUsage | Set-MoltbotAuthOrder'            = @{ Fails = 'ParameterBindingException' }
        'Finding | Set-MoltbotAuthOrder'                  = @{ Fails = 'ParameterBindingException' } # names no provider
        'MigrationFinding | Set-MoltbotAuthOrder'         = @{ Fails = 'ParameterBindingException' } # names no provider
        'SecretFinding | Set-MoltbotAuthOrder'            = @{ Fails = 'ParameterBindingException' } # names no provider
        'SessionModel | Set-MoltbotAuthOrder'             = @{ Fails = 'ParameterBindingException' }
        'AuthOrder | Update-MoltbotAuthUsage'             = @{ Fails = 'ParameterBindingException' } # takes one profile, and an order has several
    }

    # The profiles here are keys of a provider without sign-ins.
    foreach ($type in $providers) { $exceptions["$type | Connect-MoltbotAccount"] = @{ Fails = 'SignInUnavailable' } }
    foreach ($type in $providers) { $exceptions["$type | Get-MoltbotProviderUsage"] = @{ Fails = 'InvalidArgument' } }
    foreach ($type in $profiles) { $exceptions["$type | Disconnect-MoltbotAccount"] = @{ Fails = 'ProfileOfOtherKind' } }
    foreach ($type in $profiles) { $exceptions["$type | Update-MoltbotCredential"] = @{ Fails = 'ProfileOfOtherKind' } }

    # The key that is being replaced is that of another profile than the other objects are about.
    foreach ($type in $profiles.Where({ $_ -ne 'KeyRotation' })) {
        foreach ($verb in 'Complete', 'Get', 'Undo') { $exceptions["$type | $verb-MoltbotRotation"] = @{ Fails = 'RotationNotFound' } }
    }
    $exceptions['KeyRotation | Clear-MoltbotAuthCooldown'] = @{ Unchanged = $true } # it is in none
    $exceptions['KeyRotation | Move-MoltbotCredential'] = @{ Unchanged = $true } # its secret is there already

    # How the objects are got, of one installation and one agent. The installation in the home is named by nothing.
    $sources = @{
        AuthCandidate           = { Get-MoltbotAuthCandidate openai @Place -Agent $Agent | Where-Object ProfileId -EQ openai:x }
        AuthOrder               = { Get-MoltbotAuthOrder openai @Place -Agent $Agent }
        CredentialProbe         = { Test-MoltbotCredential openai:x -Level Completion -Model openai/gpt-5.2 @Place -Agent $Agent }
        DueCredential           = { [Moltbot.Core.Monitoring.DueCredential]@{ StateDirectory = (Get-MoltbotAgent $Agent @Place).StateDirectory; Agent = $Agent; Provider = 'openai'; ProfileId = 'openai:x'; ExpiresAt = [datetimeoffset]::Now; ExpiresIn = [timespan]0 } }
        EnvironmentFileVariable = { Get-MoltbotEnvironmentVariable REF_KEY @Place }
        Finding                 = { Test-MoltbotInstallation -Only REF_SHADOWED @Place | Where-Object Agent -EQ $Agent }
        InstalledSchedule       = { [Moltbot.Core.Monitoring.InstalledSchedule]@{ StateDirectory = (Get-MoltbotAgent main @Place).StateDirectory; Kind = 'Cron'; Place = 'crontab'; Every = [timespan]'00:30'; InstalledAt = [datetimeoffset]::Now } }
        InstallationOverview    = { Get-MoltbotInstallation @Place }
        KeyRotation             = { Get-MoltbotRotation @Place -Agent $Agent }
        ListedAgent             = { Get-MoltbotAgent $Agent @Place }
        ListedModel             = { Get-MoltbotModel openai/* @Place -Agent $Agent }
        MigrationFinding        = { Test-MoltbotMigration @Place | Where-Object { $_.ProfileId -eq 'openai:x' -and $_.Agent -eq $Agent -and $_.Id -eq 'PLAIN_SECRET_DROPPED' } }
        MoltbotContext          = { Set-MoltbotContext @Place -Agent $Agent; Get-MoltbotContext; Clear-MoltbotContext }
        ModelStatus             = { Get-MoltbotModelStatus @Place -Agent $Agent }
        MoltbotCredential       = { Get-MoltbotCredential -ProfileId openai:x @Place -Agent $Agent }
        MonitorEvent            = { (Get-MoltbotAuthMonitor @Place).Findings | Where-Object { $_.ProfileId -eq 'openai:x' -and $_.Agent -eq $Agent } }
        MonitorStatus           = { Get-MoltbotAuthMonitor @Place }
        ProfileStatus           = { Get-MoltbotAuthProfile openai:x @Place -Agent $Agent }
        ProviderStatus          = { (Get-MoltbotModelStatus @Place -Agent $Agent).Providers | Where-Object Provider -EQ openai }
        # Of a provider that has a profile here, which tells nothing itself.
        ProviderUsage           = { [Moltbot.Core.Quotas.ProviderUsage]::new((Get-MoltbotAgent $Agent @Place).StateDirectory, $Agent, 'openai', 'OpenAI', $null, [Moltbot.Core.Quotas.UsageWindow[]]@(), 'Timeout', [datetimeoffset]::Now) }
        SecretFinding           = { Test-MoltbotSecretExposure @Place | Where-Object { $_.CodeName -eq 'REF_SHADOWED' -and $_.Agent -eq $Agent } }
        SessionModel            = { Get-MoltbotSessionModel "agent:${Agent}:main" @Place -Agent $Agent }
        UnusableProfile         = { (Get-MoltbotModelStatus @Place -Agent $Agent).UnusableProfiles }
    }

    # What is about the session alone.
    $ofSession = 'Clear-MoltbotContext', 'Get-MoltbotContext'

    # What makes input of all that the pipeline brings.
    $withInput = @('Invoke-MoltbotCommand')

    # Where the pipeline brings something else by value than what position 0 binds, and why.
    $otherByValue = @{
        'Backup-MoltbotInstallation'     = @{ Binds = @(); Because = 'where a backup goes is said once' }
        'Export-MoltbotAuthMetric'       = @{ Binds = @(); Because = 'what is exported is the state now' }
        'Get-MoltbotAuthMonitor'         = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Invoke-MoltbotAuthMonitor'      = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Register-MoltbotAuthMonitor'    = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Unregister-MoltbotAuthMonitor'  = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Get-MoltbotInstallation'        = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Get-MoltbotAgent'               = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Import-MoltbotApiKey'           = @{ Binds = 'InputObject'; Because = 'a secret stands on no command line' }
        'Import-MoltbotToken'            = @{ Binds = 'InputObject'; Because = 'a secret stands on no command line' }
        'Initialize-MoltbotAuth'         = @{ Binds = 'InputObject'; Because = 'a secret stands on no command line' }
        'Invoke-MoltbotCommand'          = @{ Binds = 'InputObject'; Because = 'it is the input of the command' }
        'Restore-MoltbotInstallation'    = @{ Binds = @(); Because = 'which backup is put back is said once' }
        'Test-MoltbotMigration'          = @{ Binds = 'StateDirectory'; Because = 'a fleet is a list of state directories' }
        'Repair-MoltbotInstallation'     = @{ Binds = 'Id', 'InputObject'; Because = 'a finding is more than its name' }
        'Start-MoltbotRotation'          = @{ Binds = 'InputObject'; Because = 'a secret stands on no command line' }
        'Set-MoltbotEnvironmentVariable' = @{ Binds = 'InputObject'; Because = 'a secret stands on no command line' }
    }
    # Where position 0 is given, the pipeline brings what position 1 binds.
    $alsoByValue = @{ 'Add-MoltbotModelAlias' = 'Model'; 'Set-MoltbotAuthOrder' = 'ProfileId' }
    $byValue = foreach ($command in Get-Command -Module Moltbot.PowerShell) {
        $first = $command.Parameters.Values.Where({ $_.Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] -and $_.Position -eq 0 }) }).Name
        @{ Name = $command.Name; Binds = @(@($otherByValue[$command.Name]?.Binds ?? $first) + $alsoByValue[$command.Name] | Where-Object { $_ }) }
    }

    # What is the installation's and no agent's, and why.
    $withoutAgent = @{
        EnvironmentFileVariable = 'all agents have the variables'
        InstallationOverview    = 'it has many'
        RestoredInstallation    = 'it has many'
        SavedInstallation       = 'it has many'
        InstalledSchedule       = 'a pass is over all agents'
        MonitorPass             = 'a pass is over all agents'
        MonitorStatus           = 'a pass is over all agents'
        AddedAlias              = 'all agents have the aliases'
        FallbackModel           = 'all agents have these fallbacks'
    }

    $pipes = foreach ($type in $sources.Keys | Sort-Object) {
        foreach ($name in $cmdlets.Keys | Sort-Object) {
            $pipe = @{ Type = $type; Cmdlet = $name; Source = $sources[$type]; With = @{}; Changes = $null; HasAgent = $type -notin $withoutAgent.Keys; TakesAgent = (Get-Command $name).Parameters.ContainsKey('Agent'); Fails = $null }
            foreach ($facts in $cmdlets[$name], $exceptions["$type | $name"]) {
                foreach ($key in 'With', 'Changes', 'Fails') {
                    if ($facts -and $facts[$key]) { $pipe[$key] = $facts[$key] }
                }
            }
            if ($exceptions["$type | $name"]?.Unchanged) { $pipe.Changes = $null }
            if (-not $cmdlets[$name].Any -and $type -notin $cmdlets[$name].From) { $pipe.Fails = 'ParameterBindingException' }
            $pipe
        }
    }
    $possible, $impossible = $pipes.Where({ -not $_.Fails }, 'Split')
    # One pipe of each cmdlet: with a name if it takes one.
    $ofEachCmdlet = $possible | Group-Object { $_.Cmdlet } | ForEach-Object { $_.Group | Sort-Object { $_.Type -notin $cmdlets[$_.Cmdlet].From }, { -not $_.HasAgent } | Select-Object -First 1 }
    # When all that could be taken from an object is typed, PowerShell refuses the object.
    $inTyped = $ofEachCmdlet.Where({ $_.TakesAgent -or $_.Type -in $cmdlets[$_.Cmdlet].From })
    # The key of a session names its agent.
    $ofTyped = $ofEachCmdlet.Where({ $_.TakesAgent -and $_.Type -ne 'SessionModel' })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $roots = @{ here = Join-Path $env:HOME .clawdbot; there = Join-Path $env:HOME elsewhere }

    function New-Installation([string]$Root) {
        Set-TestFile (Join-Path $roots[$Root] moltbot.json) (ConvertTo-Json -Depth 9 ([ordered]@{
                    agents = @{
                        defaults = @{
                            model  = @{ primary = 'zai/glm-4.7'; fallbacks = @('openai/gpt-5.2') }
                            models = [ordered]@{ 'zai/glm-4.7' = @{}; 'openai/gpt-5.2' = @{ alias = 'gpt' } }
                        }
                        list     = @(@{ id = 'main' }, @{ id = 'work' })
                    }
                }))
        Set-TestFile (Join-Path $roots[$Root] .env) "REF_KEY=$(Get-ReferredSecret $Root)`n"
        foreach ($agent in 'main', 'work') {
            Set-TestFile (Join-Path $roots[$Root] agents $agent agent auth-profiles.json) (ConvertTo-Json -Depth 9 ([ordered]@{
                        version    = 1
                        profiles   = [ordered]@{
                            'openai:x' = @{ type = 'api_key'; provider = 'openai'; key = New-Secret; keyRef = @{ source = 'env'; provider = 'default'; id = 'REF_KEY' } }
                            'openai:y' = @{ type = 'api_key'; provider = 'openai'; key = "sk-$Root-$agent-0123456789" }
                            'openai:z' = @{ type = 'api_key'; provider = 'openai'; key = "sk-z-$Root-$agent-0123456789" }
                        }
                        order      = @{ openai = @('openai:x', 'openai:y') }
                        usageStats = @{ 'openai:x' = @{ errorCount = 2; cooldownUntil = Get-UnixTime 1:00 } }
                    }))
            Set-TestFile (Join-Path $roots[$Root] agents $agent sessions sessions.json) (ConvertTo-Json @{
                    "agent:${agent}:main" = [ordered]@{
                        sessionId = 's'; updatedAt = 1
                        providerOverride = 'openai'; modelOverride = 'gpt-5.2'; authProfileOverride = 'openai:x'; authProfileOverrideSource = 'user'
                    }
                })
            $null = Start-MoltbotRotation openai:z -NewKey (ConvertTo-SecureString (New-Secret) -AsPlainText) -SkipProbe -StateDirectory $roots[$Root] -Agent $agent
        }
    }

    # The same reference leads to another secret in each installation.
    function Get-ReferredSecret([string]$Root) { "sk-ref-$Root-0123456789" }

    $objectsOf = @{}

    # The files are restored after each test, so that the objects are the same again; they are made once.
    function Get-Object([string]$Root, [string]$Agent, [scriptblock]$Source) {
        $key = "$Root $Agent $Source"
        if (-not $objectsOf.ContainsKey($key)) {
            $Place = $Root -eq 'here' ? @{} : @{ StateDirectory = $roots[$Root] }
            $objectsOf[$key] = @(& $Source 3>$null)
        }

        $objectsOf[$key]
    }

    function Get-Files {
        $files = @{}
        foreach ($root in $roots.here, $roots.there) {
            foreach ($path in [System.IO.Directory]::EnumerateFiles($root, '*', 'AllDirectories')) { $files[$path] = [System.IO.File]::ReadAllText($path) }
        }
        $files
    }

    # The files that are not as they were, which they are again afterwards. Copies of a configuration belong to it.
    function Restore-Files([hashtable]$Before) {
        $now = Get-Files
        foreach ($path in @($now.Keys; $Before.Keys) | Sort-Object -Unique) {
            if ($now[$path] -ceq $Before[$path]) { continue }
            if ($Before.ContainsKey($path)) { [System.IO.File]::WriteAllText($path, $Before[$path]) } else { Remove-Item -LiteralPath $path }
            $path -replace '\.bak(\.\d)?$'
        }
    }

    function Get-Expected([string]$Changes, [string]$Root, [string]$Agent) {
        switch ($Changes) {
            Store { Join-Path $roots[$Root] agents $Agent agent auth-profiles.json }
            Sessions { Join-Path $roots[$Root] agents $Agent sessions sessions.json }
            Configuration { Join-Path $roots[$Root] moltbot.json }
            Variables { Join-Path $roots[$Root] .env }
            Rotation { (Select-String -Path (Join-Path $roots[$Root] credentials rotations *.json) -Pattern "`"agent`": `"$Agent`"" -List).Path }
            Swap { Get-Expected Store $Root $Agent; Get-Expected Rotation $Root $Agent }
        }
    }

    function Invoke-Pipe($Objects, [hashtable]$Pipe, [hashtable]$Typed = @{}) {
        $command = Get-Command $Pipe.Cmdlet
        $arguments = $Pipe.With + $Typed
        if ($command.Parameters.ContainsKey('PassThru')) { $arguments.PassThru = $true }
        Invoke-Recorded { $Objects | & $command @arguments 3>$null }
        Clear-MoltbotContext
    }

    # Every object that is written names the installation that the piped one was of; secrets show it themselves.
    function Assert-Installation($Output, [string]$Root) {
        foreach ($object in $Output.Where({ $_ -isnot [string] })) {
            $object.StateDirectory | Should -BeExactly $roots[$Root]
            if ($object -is [Moltbot.PowerShell.Secrets.MoltbotCredential] -and $object.ProfileId -eq 'openai:x') {
                ConvertFrom-SecureString $object.Secret -AsPlainText | Should -BeExactly (Get-ReferredSecret $Root)
            }
        }
    }

    function Assert-Agent($Output, [string]$Root, [string]$Agent) {
        foreach ($object in $Output) {
            if ($object -is [string]) { $object | Should -BeExactly "sk-$Root-$Agent-0123456789" }
            elseif ($object.PSObject.Properties['Agent']?.Value) { $object.Agent | Should -BeExactly $Agent }
        }
    }

    # The types of the objects that some of the cmdlets write.
    function Get-WrittenType([string[]]$Verb = '*') {
        (Get-Command -Module Moltbot.PowerShell -Verb $Verb).OutputType.Type |
            Where-Object { $_ -and $_ -notin [object], [string], [bool], [void], [securestring], [pscredential] } |
            Sort-Object Name -Unique
    }

    # With those of everything that can be got out of them.
    function Get-ReachableType([type[]]$From) {
        $found = [System.Collections.Generic.List[type]]$From
        for ($i = 0; $i -lt $found.Count; $i++) {
            foreach ($property in $found[$i].GetProperties()) {
                foreach ($type in @($property.PropertyType; $property.PropertyType.GetGenericArguments())) {
                    if ($type.Namespace -like 'Moltbot.*' -and -not $type.IsEnum -and $type -notin $found) { $found.Add($type) }
                }
            }
        }
        $found
    }

    # The names that a cmdlet takes from an object of a type, besides those of the installation and the agent.
    function Get-BoundName([string]$Cmdlet, [type]$Type) {
        (Get-Command $Cmdlet).Parameters.Values.Where({ $_.Attributes.Where({ $_.ValueFromPipelineByPropertyName }) }) |
            ForEach-Object { $_.Name; $_.Aliases } |
            Where-Object { $_ -notin 'StateDirectory', 'Agent' -and $Type.GetProperty($_, [System.Reflection.BindingFlags]'Public, Instance, IgnoreCase') }
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'the cmdlets' {
    It 'take installation and agent from a piped object, in <_>' -ForEach ($cmdlets.Keys | Sort-Object) {
        $command = Get-Command $_
        $command.Parameters.Keys | Should -Contain StateDirectory
        foreach ($name in @('StateDirectory', 'Agent').Where({ $command.Parameters.ContainsKey($_) })) {
            foreach ($attribute in $command.Parameters[$name].Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] })) {
                $attribute.ValueFromPipelineByPropertyName | Should -BeTrue -Because "-$name"
            }
        }
    }

    It 'take no object for a name, in <_>' -ForEach ($cmdlets.Keys | Sort-Object) {
        # A state directory may be a DirectoryInfo; what secrets may be is the matter of others; the name of a secret is a script block that makes it.
        foreach ($parameter in (Get-Command $_).Parameters.Values.Where({ $_.Name -notin 'StateDirectory', 'InputObject', 'SecretName' -and $_.ParameterType -in [string], [string[]] })) {
            if ($parameter.Attributes.Where({ $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName })) {
                $parameter.Attributes.TypeId.Name | Should -Contain NameAttribute -Because $parameter.Name
            }
        }
    }

    It '<Name> binds by value what position 0 binds' -ForEach ($byValue.Where({ $_.Name -notin 'Get-MoltbotModelStatus', 'Test-MoltbotInstallation', 'Test-MoltbotSecretExposure' })) {
        $bound = (Get-Command $Name).Parameters.Values.Where({ $_.Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] -and $_.ValueFromPipeline }) }).Name
        @($bound | Sort-Object) | Should -BeExactly @($Binds | Sort-Object)
    }

    It 'say what they do with objects of other cmdlets' {
        $cmdlets = Get-Command -Module Moltbot.PowerShell
        $cmdlets.Name | Sort-Object | Should -BeExactly $Scenarios
    } -TestCases @{ Scenarios = @(@($cmdlets.Keys) + $ofSession + $withInput | Sort-Object) }

    It '<Name> takes names from objects of the types that have a scenario, and no others' -ForEach ($cmdlets.GetEnumerator().ForEach({ @{ Name = $_.Key; From = @($_.Value.From | Sort-Object -Unique) } })) {
        $types = Get-ReachableType (Get-WrittenType Get, Test) | Where-Object { $_.GetProperty('StateDirectory') -and (Get-BoundName $Name $_) }
        @($types.Name | Sort-Object) | Should -BeExactly $From
    }
}

Describe 'the objects' {
    It 'of Get- and Test- have a scenario, and all that is in them' {
        (Get-ReachableType (Get-WrittenType Get, Test)).Where({ $_.GetProperty('StateDirectory') }).Name | Sort-Object -Unique | Should -BeExactly $Scenarios
    } -TestCases @{ Scenarios = @($sources.Keys | Sort-Object) }

    It 'know their installation and, unless they are of all agents, their agent' {
        $types = Get-WrittenType
        $types.Count | Should -BeGreaterThan 15
        foreach ($type in $types) {
            $type.GetProperty('StateDirectory').PropertyType | Should -Be ([string]) -Because $type
            if ($type.Name -notin $WithoutAgent) { $type.GetProperty('Agent').PropertyType | Should -Be ([string]) -Because $type }
        }
    } -TestCases @{ WithoutAgent = @($withoutAgent.Keys) }

    It 'give nothing out that a cmdlet takes without its installation' {
        # A reference to a secret has the name of a provider of secrets, which is none of models.
        foreach ($type in (Get-ReachableType (Get-WrittenType)).Where({ $_ -ne [Moltbot.Core.Secrets.SecretReference] })) {
            $taking = (Get-Command -Module Moltbot.PowerShell).Where({ Get-BoundName $_.Name $type })
            if ($taking) { $type.GetProperty('StateDirectory') | Should -Not -BeNullOrEmpty -Because "$($taking[0]) takes $type" }
        }
    }
}

Describe 'objects in a pipeline' {
    BeforeAll {
        New-Installation here
        New-Installation there
        $null = Backup-MoltbotInstallation saved.tar.gz
        $before = Get-Files
    }

    It '<Type> | <Cmdlet> acts on the installation and the agent of the object' -ForEach $possible {
        foreach ($root in 'here', 'there') {
            foreach ($agent in 'main', 'work') {
                $objects = Get-Object $root $agent $Source
                $objects | Should -Not -BeNullOrEmpty
                $call = Invoke-Pipe $objects $_
                $changed = Restore-Files $before

                $owner = $HasAgent ? $agent : 'main'
                $call.Errors | Should -BeNullOrEmpty
                @($changed | Sort-Object -Unique) | Should -BeExactly @(Get-Expected $Changes $root $owner)
                Assert-Installation $call.Output $root
                if ($TakesAgent) { Assert-Agent $call.Output $root $owner }
            }
        }
    }

    It '<Type> | <Cmdlet> sorts out objects of several installations and agents' -ForEach $possible {
        $agents = $HasAgent -and $TakesAgent ? ('work', 'main') : 'main'
        $objects = foreach ($root in 'there', 'here') { foreach ($agent in $agents) { Get-Object $root $agent $Source } }
        $call = Invoke-Pipe $objects $_
        $changed = Restore-Files $before

        $call.Errors | Should -BeNullOrEmpty
        $expected = foreach ($root in 'here', 'there') { foreach ($agent in $agents) { Get-Expected $Changes $root $agent } }
        @($changed | Sort-Object -Unique) | Should -BeExactly @($expected | Sort-Object -Unique)
        foreach ($root in 'here', 'there') {
            Assert-Installation $call.Output.Where({ $_ -isnot [string] -and $_.StateDirectory -ceq $roots[$root] }) $root
        }
    }

    It '<Type> | <Cmdlet> is refused and changes nothing' -ForEach $impossible {
        $call = Invoke-Pipe (Get-Object there work $Source) $_
        $changed = Restore-Files $before

        $changed | Should -BeNullOrEmpty
        $call.Errors | Should -Not -BeNullOrEmpty
        if ($Fails -eq 'ParameterBindingException') { $call.Errors[0].Exception | Should -BeOfType ([System.Management.Automation.ParameterBindingException]) }
        else { $call.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Fails,*" }
    }

    It '<Cmdlet> does it in the state directory that is typed, whatever the object says' -ForEach $inTyped {
        $call = Invoke-Pipe (Get-Object there work $Source) $_ @{ StateDirectory = $roots.here }
        $changed = Restore-Files $before

        $call.Errors | Should -BeNullOrEmpty
        @($changed | Sort-Object -Unique) | Should -BeExactly @(Get-Expected $Changes here work)
        Assert-Installation $call.Output here
    }

    It '<Cmdlet> does it for the agent that is typed, whatever the object says' -ForEach $ofTyped {
        $call = Invoke-Pipe (Get-Object there work $Source) $_ @{ Agent = 'main' }
        $changed = Restore-Files $before

        $call.Errors | Should -BeNullOrEmpty
        @($changed | Sort-Object -Unique) | Should -BeExactly @(Get-Expected $Changes there main)
        Assert-Agent $call.Output there main
    }

    It '<Cmdlet> leaves every file byte-identical with -WhatIf' -ForEach $ofEachCmdlet.Where({ $_.Changes }) {
        $null = Invoke-Pipe (Get-Object there work $Source) $_ @{ WhatIf = $true }
        Restore-Files $before | Should -BeNullOrEmpty
    }

    It 'are taken by their value where they are text: <Command>' -ForEach @(
        @{ Command = { 'openai' | Get-MoltbotCredential -StateDirectory $roots.there }; Expected = { $_.ProfileId | Should -BeExactly openai:y } }
        @{ Command = { 'openai' | Get-MoltbotAuthOrder -StateDirectory $roots.there }; Expected = { $_.ProfileId | Should -BeExactly openai:x, openai:y } }
        @{ Command = { 'openai:x' | Clear-MoltbotAuthCooldown -StateDirectory $roots.there -PassThru }; Expected = { $_.ProfileId | Should -BeExactly openai:x } }
        @{ Command = { 'openai:y', 'openai:x' | Set-MoltbotAuthOrder openai -StateDirectory $roots.there -PassThru }; Expected = { $_.ProfileId | Should -BeExactly openai:y, openai:x } }
        @{ Command = { 'openai' | Set-MoltbotAuthOrder -ProfileId openai:y -StateDirectory $roots.there -PassThru }; Expected = { $_.ProfileId | Should -BeExactly openai:y } }
        @{ Command = { 'openai' | Clear-MoltbotAuthOrder -StateDirectory $roots.there -PassThru }; Expected = { $_.Provider | Should -BeExactly openai } }
        @{ Command = { 'gpt' | Get-MoltbotModel -StateDirectory $roots.there }; Expected = { $_.Model | Should -BeExactly openai/gpt-5.2 } }
        @{ Command = { 'gpt' | Set-MoltbotDefaultModel -StateDirectory $roots.there -PassThru }; Expected = { $_.Model | Should -BeExactly openai/gpt-5.2 } }
        @{ Command = { 'gpt' | Add-MoltbotModelAlias fast -StateDirectory $roots.there -PassThru }; Expected = { "$($_.Alias) $($_.Model)" | Should -BeExactly 'fast openai/gpt-5.2' } }
        @{ Command = { 'fast' | Add-MoltbotModelAlias -Model gpt -StateDirectory $roots.there -PassThru }; Expected = { "$($_.Alias) $($_.Model)" | Should -BeExactly 'fast openai/gpt-5.2' } }
        @{ Command = { 'agent:main:main' | Set-MoltbotSessionModel -Model zai/glm-4.7 -StateDirectory $roots.there -PassThru }; Expected = { $_.SessionKey | Should -BeExactly agent:main:main } }
        @{ Command = { 'agent:main:main' | Clear-MoltbotSessionModel -StateDirectory $roots.there -PassThru }; Expected = { $_.SessionKey | Should -BeExactly agent:main:main } }
        @{ Command = { 'openai:x' | Update-MoltbotAuthUsage -Succeeded -StateDirectory $roots.there -PassThru }; Expected = { $_.ProfileId | Should -BeExactly openai:x } }
        @{ Command = { Get-MoltbotModel gpt -StateDirectory $roots.there | Set-MoltbotDefaultModel -PassThru }; Expected = { "$($_.StateDirectory) $($_.Model)" | Should -BeExactly "$($roots.there) openai/gpt-5.2" } }
        @{ Command = { Get-MoltbotModel gpt -StateDirectory $roots.there | Add-MoltbotModelAlias fast -PassThru }; Expected = { "$($_.StateDirectory) $($_.Alias) $($_.Model)" | Should -BeExactly "$($roots.there) fast openai/gpt-5.2" } }
    ) {
        $call = Invoke-Recorded $Command
        $null = Restore-Files $before

        $call.Errors | Should -BeNullOrEmpty
        $call.Failure | Should -BeNullOrEmpty
        $call.Output | Should -HaveCount 1
        $call.Output | ForEach-Object $Expected
    }

    It 'are taken for no name, because their installation would be lost' {
        $object = Get-MoltbotAuthProfile openai:x -StateDirectory $roots.there
        foreach ($command in { Remove-MoltbotAuthProfile $object -Confirm:$false }, { Get-MoltbotCredential -ProfileId $object }, { Set-MoltbotAuthOrder openai @($object) }) {
            $command | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage '*Pipe it in*'
        }
        Restore-Files $before | Should -BeNullOrEmpty
    }

    It 'can be told apart by script blocks' {
        $objects = 'there', 'here' | ForEach-Object { [pscustomobject]@{ Root = $roots[$_]; Id = 'work' } }
        $call = Invoke-Recorded { $objects | Get-MoltbotAuthProfile openai:y -StateDirectory { $_.Root } -Agent { $_.Id } -Verbose }
        $call.Output.ForEach({ "$($_.StateDirectory) $($_.Agent)" }) | Should -BeExactly "$($roots.there) work", "$($roots.here) work"
        $call = Invoke-Recorded { $objects[0] | Get-MoltbotAuthProfile -StateDirectory { $_.Root } -Verbose }
        $call.Verbose.Message -like "*$($roots.here)*" | Should -BeNullOrEmpty
        $objects[0] | Set-MoltbotDefaultModel openai/gpt-5.2 -StateDirectory { $_.Root } -Agent { $_.Id }
        Restore-Files $before | Sort-Object -Unique | Should -BeExactly (Join-Path $roots.there moltbot.json)
    }

    It 'are what a pipeline goes on with when one of their installations cannot be used' {
        $objects = @(Get-Object here main { Get-MoltbotAuthProfile @Place }; Get-Object there main { Get-MoltbotAuthProfile @Place })
        Set-TestFile (Join-Path $roots.here moltbot.json) '{ oops'
        $call = Invoke-Recorded { $objects | Remove-MoltbotAuthProfile -Confirm:$false -PassThru 3>$null }
        Restore-Files $before | Sort-Object -Unique | Should -BeExactly (Join-Path $roots.here moltbot.json), (Get-Expected Store there main)

        $call.Failure | Should -BeNullOrEmpty
        $call.Errors.FullyQualifiedErrorId | Should -Be @(@('ConfigUnreadable,Moltbot.PowerShell.Commands.RemoveMoltbotAuthProfileCommand') * 3)
        $call.Output.ForEach({ "$($_.StateDirectory) $($_.ProfileId)" }) | Should -BeExactly "$($roots.there) openai:x", "$($roots.there) openai:y", "$($roots.there) openai:z"
    }

    It 'bring no word about the installation in the home when they are of another one' {
        $objects = Get-Object there main { Get-MoltbotAuthProfile @Place }
        Set-TestFile (Join-Path $roots.here moltbot.json) '{ oops'
        $call = Invoke-Recorded { $objects | Get-MoltbotAuthProfile }
        $null = Restore-Files $before

        $call.Errors + $call.Warnings | Should -BeNullOrEmpty
        $call.Output.StateDirectory | Should -BeExactly $roots.there, $roots.there, $roots.there
    }

    It 'make the verbose line and the warnings of an installation appear once' {
        $objects = foreach ($root in 'here', 'there', 'here', 'there') { Get-Object $root main { Get-MoltbotAuthProfile @Place } }
        foreach ($root in $roots.Values) { Set-TestFile (Join-Path $root moltbot.json) '{ "meta": { "lastTouchedVersion": "2999.1.1" } }' }
        $call = Invoke-Recorded { $objects | Get-MoltbotAuthProfile -Verbose }
        $null = Restore-Files $before

        $call.Output | Should -HaveCount 12
        foreach ($root in $roots.Values) {
            $verbose = $call.Verbose.Message -like 'State directory*' | Where-Object { $_ -like "*$root*" }
            @($verbose) | Should -HaveCount 1
            @($call.Warnings.Message -like "*$root*") | Should -HaveCount 1
        }
    }
}
