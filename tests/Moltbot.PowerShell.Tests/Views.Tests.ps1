#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Every view, in narrow and in wide windows, with the longest that people have: nothing vanishes, nothing is cut, and nothing
# is squeezed until letters stand below each other. What comes back from a file looks like what was written into it, and so
# it does where only constrained language is allowed.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule

    # How the objects are got (Get), what has to be in a column (Columns) or, where there are none, in the text (Texts).
    $rows = @{
        'Moltbot.Core.Health.ModelStatus'                                          = @{
            Get   = { Get-MoltbotModelStatus @place -WarningAction Ignore }
            Texts = {
                'Not all model credentials are fine'; "- $longId (katharina.mustermann-schmidt@subsidiary.example.com) has expired"; '- No credential for amazon-bedrock'
                'amazon-bedrock  missing'; 'expired, disabled:insufficient_quota 5h'; 'static, cooldown 27h'; 'ok 9d'; $longId; $wideId
                'vault: SecretStore/production/openai/key-of-the-year'; $short; "Default    $longModel"
            }
        }
        'Moltbot.Core.Health.ProfileStatus'                                        = @{
            Get     = { Get-MoltbotAuthProfile @place }
            Columns = @{
                Health    = 'expired', 'disabled:insufficient_quota 5h', 'static', 'cooldown 27h', 'ok 9d'
                Kind      = 'OAuth', 'ApiKey', 'Token'
                ProfileId = { $longId; $wideId }
                Value     = 'vault: SecretStore/production/openai/key-of-the-year'
            }
        }
        'Moltbot.Core.Health.ProviderStatus'                                       = @{
            Get     = { (Get-MoltbotModelStatus @place -WarningAction Ignore).Providers }
            Columns = @{ Source = 'profiles'; Provider = 'google-gemini-cli'; Profiles = { $longId; $wideId }; Value = '' }
        }
        'Moltbot.Core.Health.UnusableProfile'                                      = @{
            Get     = { (Get-MoltbotModelStatus @place -WarningAction Ignore).UnusableProfiles }
            Columns = @{ State = 'Disabled', 'Cooldown'; Remaining = '5h', '27h'; DisabledReason = 'insufficient_quota'; Agent = 'main'; ProfileId = { $longId } }
        }
        'Moltbot.PowerShell.Secrets.MoltbotCredential'                             = @{
            Get     = { Get-MoltbotCredential -ProfileId openai:default, zai:coding-plan-of-the-whole-department @place }
            Columns = @{ ExpiresAt = { (Get-Date).AddDays(9).ToString('yyyy-MM-dd') }; Mode = 'ApiKey', 'Token'; Provider = 'openai'; Source = 'profile:zai:coding-plan-of-the-whole-department'; Value = 'sk-test-...99999999' }
        }
        'Moltbot.Core.Importing.MovedCredential'                                   = @{
            Get     = { Move-MoltbotCredential mistral:from-the-environment-of-the-container -ToFile -PassThru @place -WarningAction Ignore }
            Columns = @{ Agent = 'main'; ProfileId = 'mistral:from-the-environment-of-the-container'; From = 'env: MISTRAL_KEY_OF_THE_PRODUCTION_CLUSTER'; To = { ConvertTo-SystemPath "$short/agents/main/agent/auth-profiles.json" } }
        }
        'Moltbot.Core.Renewing.RenewedSignIn'                                      = @{
            Get     = { Update-MoltbotCredential -Provider chutes -PassThru -ErrorAction Ignore @place -WarningAction Ignore }
            Columns = @{
                Outcome   = 'Current', 'Failed'
                ExpiresAt = { (Get-Date).AddDays(9).ToString('yyyy-MM-dd') }
                ProfileId = 'chutes:subscription-of-the-translation-team', 'chutes:signed-in-long-ago'
                Agents    = 'main'
                Reason    = 'missing refresh token', 'Connect-MoltbotAccount'
            }
        }
        'Moltbot.Core.Quotas.ProviderUsage'                                        = @{
            Get   = {
                $windows = & $usageWindows
                [Moltbot.Core.Quotas.ProviderUsage]::new($root, 'customer-support-europe-west', 'google-antigravity', 'Antigravity', 'Enterprise plan of the whole department', $windows, $null, (Get-Date))
                [Moltbot.Core.Quotas.ProviderUsage]::new($root, 'main', 'zai', 'z.ai', $null, [Moltbot.Core.Quotas.UsageWindow[]]@(), 'The sign-in of profile "zai:coding-plan-of-the-whole-department" has expired. Update-MoltbotCredential renews it, and so does the gateway when it next uses it.', (Get-Date))
                [Moltbot.Core.Quotas.ProviderUsage]::new($root, 'main', 'minimax', 'MiniMax', $null, [Moltbot.Core.Quotas.UsageWindow[]]@(), $null, (Get-Date))
            }
            Texts = {
                'Antigravity (Enterprise plan of the whole department)'; 'customer-support-europe-west'; 'claude-opus-4-5-thinking-with-extended-context-window'; '5% left, resets in 1d 2h'
                'Week'; '100% left'; "resets $((Get-Date).AddDays(9).ToString('yyyy-MM-dd'))"; 'z.ai: The sign-in of profile "zai:coding-plan-of-the-whole-department" has expired.'; 'when it next uses it.'; 'MiniMax: no data'
            }
        }
        'Moltbot.Core.Monitoring.MonitorPass'                                      = @{
            Get   = { Invoke-MoltbotAuthMonitor -RefreshWithin 0 -WhatIf @place -WarningAction Ignore }
            Texts = { 'ExitCode'; '1'; 'chutes:signed-in-long-ago has expired'; 'NotFine' }
        }
        'Moltbot.Core.Monitoring.MonitorStatus'                                    = @{
            Get   = { Get-MoltbotAuthMonitor @place }
            Texts = { 'none yet'; 'not known'; 'chutes:signed-in-long-ago has expired'; 'zai:coding-plan-of-the-whole-department in 9d'; '+30d' }
        }
        'Moltbot.Core.Monitoring.InstalledSchedule'                                = @{
            Get     = { & $installedSchedule }
            Columns = @{ Scheduler = 'systemd-system'; Every = '00:15:00'; Place = '/etc/systemd/system/moltbot-auth-monitor-of-the-production-cluster.timer' }
        }
        'Moltbot.Core.Quotas.UsageWindow'                                          = @{
            Get     = { & $usageWindows }
            Columns = @{ Left = '5%', '100%'; ResetsAt = { (Get-Date).AddDays(9).ToString('yyyy-MM-dd') }; Label = 'claude-opus-4-5-thinking-with-extended-context-window', 'Week' }
        }
        'Moltbot.Core.Rotating.KeyRotation'                                        = @{
            Get     = { Start-MoltbotRotation zai:pinned-by-many-conversations -NewKey (ConvertTo-SecureString (New-Secret 'of-a-rotation') -AsPlainText) -SkipProbe -CompleteOnSuccess -KeepFor 7d @place -WarningAction Ignore }
            Columns = @{
                Stage     = 'Completed'
                KeepUntil = { (Get-Date).AddDays(7).ToString('yyyy-MM-dd') }
                ProfileId = 'zai:pinned-by-many-conversations'
                Agents    = 'main'
            }
        }
        'Moltbot.Core.Probing.CredentialProbe'                                     = @{
            Get     = { Test-MoltbotCredential -Provider chutes -NoRefresh @place -WarningAction Ignore }
            Columns = @{
                State   = 'Unknown', 'Auth'
                Latency = ''
                Label   = 'chutes:subscription-of-the-translation-team', 'chutes:signed-in-long-ago'
                Message = 'no free question', 'has no refresh token'
            }
        }
        'Moltbot.Core.Selection.AuthOrder'                                         = @{
            Get     = { Get-MoltbotAuthOrder @place -WarningAction Ignore }
            Columns = @{ Agent = 'main'; Provider = 'google-gemini-cli', 'openai'; ProfileId = { $longId; 'openai:gone (does not exist)'; $wideId } }
        }
        'Moltbot.Core.Resolving.AuthCandidate'                                     = @{
            Get     = { Get-MoltbotAuthCandidate openai @place -WarningAction Ignore; Get-MoltbotAuthCandidate google-gemini-cli @place -WarningAction Ignore }
            Columns = @{ State = '> used', 'not stored', 'disabled 5h'; Candidate = { $wideId; $longId }; Reason = 'disabled for insufficient_quota until'; Value = 'sk-test-...99999999' }
        }
        'Moltbot.Core.Importing.ImportedProfile'                                   = @{
            Get     = { Import-MoltbotToken openai -Token $secret -ProfileId openai:subscription-of-the-translation-team -ExpiresIn 30d -PassThru @place -WarningAction Ignore }
            Columns = @{ ExpiresAt = { (Get-Date).AddDays(30).ToString('yyyy-MM-dd') }; Notes = 'LeftOutOfOrder'; Kind = 'Token'; Agent = 'main'; ProfileId = 'openai:subscription-of-the-translation-team' }
        }
        'Moltbot.Core.Importing.ImportedCredential'                                = @{
            Get     = { Import-MoltbotApiKey openrouter -ApiKey $secret -ProfileId openrouter:budget-of-the-research-department -SetDefaultModel -PassThru @place -WarningAction Ignore }
            Columns = @{ KeptAs = 'openrouter:budget-of-the-research-department'; DefaultModel = 'openrouter/auto'; Path = { ConvertTo-SystemPath "$short/agents/main/agent/auth-profiles.json" } }
        }
        'Moltbot.Core.Importing.RemovedProfile'                                    = @{
            Get     = { Remove-MoltbotAuthProfile zai:pinned-by-many-conversations -Confirm:$false -PassThru @place -WarningAction Ignore }
            Columns = @{ Agent = 'main'; ProfileId = 'zai:pinned-by-many-conversations'; PinnedSessions = 'agent:main:telegram:group:-1001234567890:topic:4217'; RemovedFrom = { ConvertTo-SystemPath "$short/agents/main/agent/auth-profiles.json" } }
        }
        'Moltbot.Core.Configuration.EnvironmentFiles.EnvironmentFileVariable'      = @{
            Get     = { Get-MoltbotEnvironmentVariable -AsPlainText @place }
            Columns = @{ InForce = 'no: the environment of this process wins', 'yes'; Name = 'CLOUDFLARE_AI_GATEWAY_API_KEY'; Value = 'https://proxy.subsidiary.example.com:8443/v1/translate' }
        }
        'Moltbot.Core.Sessions.SessionModel'                                       = @{
            Get     = { Get-MoltbotSessionModel @place -WarningAction Ignore }
            Columns = @{
                Pin           = 'Stale, User', 'Moves, Auto'
                SessionKey    = 'agent:main:telegram:group:-1001234567890:topic:4217'
                NextProfileId = { $wideId; '(pinned to zai:pinned-by-many-conversations)' }
                Model         = 'openrouter/meta-llama/llama-4-maverick-17b-128e-instruct:free'
            }
        }
        'Moltbot.Core.ListedAgent'                                                 = @{
            Get     = { Get-MoltbotAgent @place }
            Columns = @{ Agent = 'customer-support-europe-west'; Marks = 'default, configured, own store'; Directory = { ConvertTo-SystemPath "$short/agents/main/agent" } }
        }
        'Moltbot.Core.InstallationOverview'                                        = @{
            Get     = { Get-MoltbotInstallation @place }
            Columns = @{ Layout = 'january'; Gateway = 'unknown'; Directory = { $short } }
        }
        'Moltbot.PowerShell.MoltbotContext'                                        = @{
            Get     = { Set-MoltbotContext -Agent customer-support-europe-west -PassThru @place; Clear-MoltbotContext }
            Columns = @{ Agent = 'customer-support-europe-west'; StateDirectory = { $short } }
        }
        'Moltbot.Core.Models.ListedModel'                                          = @{
            Get     = { Get-MoltbotModel @place }
            Columns = @{ '#' = '1', '2'; Auth = 'missing', 'yes'; Model = 'openrouter/meta-llama/llama-4-maverick-17b-128e-instruct:free (maverick)'; Marks = 'default, configured', 'img-fallback#1'; Credential = 'sk-test-...99999999' }
        }
        'Moltbot.Core.Models.ChosenModel'                                          = @{
            Get     = { Set-MoltbotDefaultModel -Agent customer-support-europe-west $longModel -PassThru @place }
            Columns = @{ Agent = 'customer-support-europe-west'; Image = 'no'; Model = { $longModel } }
        }
        'Moltbot.Core.Models.FallbackModel'                                        = @{
            Get     = { Add-MoltbotModelFallback $longModel -PassThru @place }
            Columns = @{ '#' = '1', '2'; Model = { $longModel } }
        }
        'Moltbot.Core.Models.AddedAlias'                                           = @{
            Get     = { Add-MoltbotModelAlias the-model-for-long-translations-at-night $longModel -PassThru @place }
            Columns = @{ Alias = 'the-model-for-long-translations-at-night'; Model = { $longModel } }
        }
        'Moltbot.Core.Diagnosing.Finding'                                          = @{
            Get     = { Test-MoltbotInstallation -Only AUTH_PROFILE_DISABLED, AUTH_PROFILE_COOLDOWN_TOO_LONG, SESSION_TRANSCRIPT_MISSING @place }
            Columns = @{ Severity = 'Warning', 'Note'; Id = 'AUTH_PROFILE_DISABLED', 'AUTH_PROFILE_COOLDOWN_TOO_LONG'; Message = { $longId } }
        }
        'Moltbot.Core.Diagnosing.RepairedFinding'                                  = @{
            Get     = { Repair-MoltbotInstallation DIRECTORY_MISSING @place }
            Columns = @{ Result = 'Repaired'; Id = 'DIRECTORY_MISSING'; Action = 'Create the directory'; Undo = { ConvertTo-SystemPath "rmdir '$root/credentials'" } }
        }
        'Moltbot.Core.Migrating.MigrationFinding'                                  = @{
            Get     = { Test-MoltbotMigration @place -ErrorAction Ignore }
            Columns = @{ Severity = 'Error', 'Warning', 'Note'; Id = 'CONFIG_IGNORED', 'SECRETS_LEFT_BEHIND'; Message = { ConvertTo-SystemPath "$short/moltbot.json" } }
        }
        'Moltbot.Core.BackingUp.SavedInstallation'                                 = @{
            Get     = { Backup-MoltbotInstallation (Join-Path $root copy.tar.gz) -Force @place }
            Columns = @{ Encrypted = 'no'; Archive = { ConvertTo-SystemPath "$short/copy.tar.gz" } }
        }
        'Moltbot.Core.BackingUp.RestoredInstallation'                              = @{
            Get     = { $null = Backup-MoltbotInstallation (Join-Path $root copy.tar.gz) -Force @place; Add-Content (Join-Path $root .env) 'MORE=1'; Restore-MoltbotInstallation (Join-Path $root copy.tar.gz) -Confirm:$false @place }
            Columns = @{ Changed = '1'; LeftOut = '0'; SafetyCopy = { ConvertTo-SystemPath "$short/backups/before-restore-" } }
        }
        'Moltbot.Core.Auditing.SecretFinding'                                      = @{
            Get     = { Test-MoltbotSecretExposure @place -ErrorAction Ignore }
            # On Windows what lies in a home is its owner's alone.
            Columns = @{ Code = @('PLAINTEXT_FOUND'; if (-not $IsWindows) { 'PERMISSIONS_TOO_OPEN' }); Entry = { "profiles.$wideId.key"; if (-not $IsWindows) { '(the file)' } } }
        }
    }

    $types = $rows.Keys | Sort-Object | ForEach-Object { @{ Type = $_; Row = $rows[$_] } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $manifest = Get-ManifestPath
    $formatPath = Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.PowerShell.Format.ps1xml
    $format = [xml](Get-Content -Raw -LiteralPath $formatPath)
    $longId = 'google-gemini-cli:katharina.mustermann-schmidt@subsidiary.example.com'
    # A name in Japanese, whose characters are two cells wide.
    $wideId = "openai:`u{5C71}`u{7530}`u{592A}`u{90CE}`u{306E}`u{975E}`u{5E38}`u{306B}`u{9577}`u{3044}`u{30D7}`u{30ED}`u{30D5}`u{30A1}`u{30A4}`u{30EB}`u{540D}`u{524D}@`u{4F8B}`u{3048}.jp"
    $longModel = 'openrouter/meta-llama/llama-4-maverick-17b-128e-instruct:free'
    $root = Join-Path $env:HOME installations/production-europe-west/'customer support' gateway-01
    $short = "~$($root.Substring($env:HOME.Length))"
    $place = @{ StateDirectory = $root }
    $usageWindows = {
        [Moltbot.Core.Quotas.UsageWindow[]]@(
            [Moltbot.Core.Quotas.UsageWindow]::new('claude-opus-4-5-thinking-with-extended-context-window', 95, [datetimeoffset]::Now.AddHours(26.5), [timespan]'1.02:30')
            [Moltbot.Core.Quotas.UsageWindow]::new('Week', 0, [datetimeoffset]::Now.AddDays(9), [timespan]'9')
        )
    }
    $installedSchedule = {
        Set-TestFile (Join-Path $root monitor/schedule.json) (ConvertTo-Json @{ version = 1; scheduler = 'systemd-system'; place = '/etc/systemd/system/moltbot-auth-monitor-of-the-production-cluster.timer'; everyMs = 900000; installedAt = 1 })
        (Get-MoltbotAuthMonitor @place).Schedule
        Remove-Item (Join-Path $root monitor) -Recurse
    }
    $secret = ConvertTo-SecureString (New-Secret) -AsPlainText
    $env:MISTRAL_KEY_OF_THE_PRODUCTION_CLUSTER = New-Secret
    $env:TRANSLATION_ENDPOINT = 'https://other.example.com'

    function New-Installation {
        Clear-TestHome
        Set-TestFile (Join-Path $root moltbot.json) (ConvertTo-Json -Depth 9 ([ordered]@{
                    agents = @{
                        defaults = @{
                            model      = @{ primary = $longModel; fallbacks = @('amazon-bedrock/anthropic.claude-opus-4-5-20251101-v1:0') }
                            imageModel = @{ primary = 'openai/gpt-5.2'; fallbacks = @('zai/glm-4.6v') }
                            models     = [ordered]@{ $longModel = @{ alias = 'maverick' }; 'openai/gpt-5.2' = @{ }; 'zai/glm-4.7' = @{ }; 'amazon-bedrock/anthropic.claude-opus-4-5-20251101-v1:0' = @{ } }
                        }
                        list     = @(@{ id = 'main'; default = $true }, @{ id = 'customer-support-europe-west' })
                    }
                }))
        $profiles = [ordered]@{
            $longId                                         = New-SignIn google-gemini-cli -ExpiresIn -1.00:00 -Email katharina.mustermann-schmidt@subsidiary.example.com
            $wideId                                         = New-ApiKey openai
            'openai:default'                                = New-ApiKey openai
            'openai:in-the-vault-of-the-operators'          = [ordered]@{ type = 'api_key'; provider = 'openai'; keyRef = @{ source = 'exec'; provider = 'secretmanagement'; id = 'SecretStore/production/openai/key-of-the-year' } }
            'openrouter:default'                            = New-ApiKey openrouter
            'zai:coding-plan-of-the-whole-department'       = New-Token zai -ExpiresIn 9.00:00
            'zai:pinned-by-many-conversations'              = New-ApiKey zai
            'mistral:from-the-environment-of-the-container' = [ordered]@{ type = 'api_key'; provider = 'mistral'; keyRef = @{ source = 'env'; provider = 'default'; id = 'MISTRAL_KEY_OF_THE_PRODUCTION_CLUSTER' } }
            'qwen-portal:default'                           = New-Token qwen-portal
            'chutes:subscription-of-the-translation-team'   = New-SignIn chutes -ExpiresIn 9.00:00
            'chutes:signed-in-long-ago'                     = [ordered]@{ type = 'oauth'; provider = 'chutes'; access = New-Secret; expires = 1000 }
        }
        $usage = @{
            $longId                            = @{ disabledUntil = Get-UnixTime 05:00; disabledReason = 'insufficient_quota'; errorCount = 3; failureCounts = [ordered]@{ billing = 2; timeout = 1 } }
            'zai:pinned-by-many-conversations' = @{ cooldownUntil = Get-UnixTime 1.03:00; errorCount = 9; failureCounts = @{ rate_limit = 9 } }
        }
        $orders = [ordered]@{ 'google-gemini-cli' = @($longId); openai = @($wideId, 'openai:gone', 'openai:default') }
        Set-TestFile (Join-Path $root agents/main/agent/auth-profiles.json) (ConvertTo-Json -Depth 9 ([ordered]@{ version = 1; profiles = $profiles; order = $orders; usageStats = $usage }))
        Set-TestFile (Join-Path $root .env) "CLOUDFLARE_AI_GATEWAY_API_KEY='of the gateway'`nTRANSLATION_ENDPOINT=https://proxy.subsidiary.example.com:8443/v1/translate`n"
        Set-TestFile (Join-Path $root agents/main/sessions/sessions.json) (ConvertTo-Json -Depth 9 ([ordered]@{
                    'agent:main:main'                                     = @{ sessionId = 's1'; updatedAt = 1; providerOverride = 'openai'; modelOverride = 'gpt-5.2' }
                    'agent:main:telegram:group:-1001234567890:topic:4217' = @{ sessionId = 's2'; updatedAt = 2; authProfileOverride = 'zai:pinned-by-many-conversations'; authProfileOverrideSource = 'user' }
                    'agent:main:whatsapp:direct:+4915112345678'           = @{ sessionId = 's3'; updatedAt = 3; providerOverride = 'zai'; modelOverride = 'glm-4.7'; authProfileOverride = 'zai:pinned-by-many-conversations'; authProfileOverrideSource = 'auto'; authProfileOverrideCompactionCount = 0 }
                }))
        if (-not $IsWindows) { chmod -R u+rwX,go-rwx $root; chmod 644 (Join-Path $root .env) }
    }

    function Get-Line([object[]]$Objects, [int]$Width) {
        ($Objects | Out-String -Width $Width) -replace '\x1B\[[0-9;]*m' -split '\r?\n' | ForEach-Object TrimEnd
    }

    # With a mark behind each character that is two cells wide, so that there is a character for each cell.
    function ConvertTo-Cell([string]$Line) {
        $Line -creplace '[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]', "`$0`0"
    }

    # What stands in each column, whatever the line it came to, without white space; and where the columns are.
    function Read-Table([string[]]$Lines, [int]$Width) {
        $under = @(0..($Lines.Count - 1)).Where({ $Lines[$_] -match '^ *-[- ]*$' })
        $starts = @([regex]::Matches($Lines[$under[0]], '-+').Index)
        if ($Lines[$under[0] - 1] -match '^ +#') { $starts[0] = 0 } # numbers stand on the right
        $columns = [ordered]@{}
        for ($i = 0; $i -lt $starts.Count; $i++) {
            $end = $i + 1 -lt $starts.Count ? $starts[$i + 1] - 1 : $Width
            $cells = foreach ($line in $Lines[($under[0] + 1)..($Lines.Count - 1)]) {
                $row = (ConvertTo-Cell $line).PadRight($Width)
                $row.Substring($starts[$i], $end - $starts[$i])
            }
            $label = $Lines[$under[0] - 1].PadRight($Width).Substring($starts[$i], $end - $starts[$i]).Trim()
            $columns[$label] = @{ Text = -join $cells -replace '[\s\0]'; Width = $end - $starts[$i] }
        }
        $columns
    }

    # Texts, or a script block that gives them once the installation is there.
    function Get-Expected($Texts) {
        $Texts -is [scriptblock] ? (& $Texts) : $Texts
    }

    function Get-Header([string]$Type) {
        $view = $format.SelectSingleNode("//View[ViewSelectedBy/TypeName='$Type']")
        foreach ($header in $view.SelectNodes('.//TableColumnHeader')) {
            @{ Label = $header.Label; Width = $header.SelectSingleNode('Width')?.InnerText }
        }
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'the views' {
    It 'are there for every type that a cmdlet writes, each with a row here' -ForEach @(@{ Rows = $rows.Keys }) {
        $viewed = $format.SelectNodes('//ViewSelectedBy/TypeName').InnerText
        $viewed | Sort-Object | Should -BeExactly ($Rows | Sort-Object)
        $written = (Get-Command -Module Moltbot.PowerShell).OutputType.Name -like 'Moltbot.*' | Sort-Object -Unique
        $written.Where({ $_ -notin $viewed }) | Should -BeNullOrEmpty
    }

    Context '<Type>' -ForEach $types {
        BeforeAll {
            New-Installation
            $objects = @(& $Row.Get)
            $objects | Should -Not -BeNullOrEmpty
            $objects[0] | Should -BeOfType $Type
        }

        It 'at <_> columns, nothing is wider than the window or cut' -ForEach 80, 120, 200 {
            $lines = Get-Line $objects $_
            foreach ($line in $lines) { (ConvertTo-Cell $line).Length | Should -BeLessOrEqual $_ -Because $line }
            $lines -join '' | Should -Not -Match "`u{2026}"
        }

        if ($Row.Columns) {
            It 'at <_> columns, each column is there, wide enough for words, and has everything in it' -ForEach 80, 120, 200 {
                $columns = Read-Table (Get-Line $objects $_) $_
                $headers = Get-Header $Type
                $columns.Keys | Should -BeExactly $headers.Label
                foreach ($header in $headers) {
                    $column = $columns[$header.Label]
                    $column.Width | Should -BeGreaterOrEqual ($header.Width ?? 18) -Because $header.Label
                    foreach ($text in Get-Expected $Row.Columns[$header.Label]) {
                        $column.Text | Should -Match ([regex]::Escape(($text -replace '\s'))) -Because "$($header.Label) holds it"
                    }
                }
            }
        }
        else {
            It 'at <_> columns, everything is told' -ForEach 80, 120, 200 {
                $told = -join (Get-Line $objects $_) -replace '\s'
                foreach ($text in Get-Expected $Row.Texts) {
                    $told | Should -Match ([regex]::Escape(($text -replace '\s')))
                }
            }
        }

        It 'are the same for what comes back from a file' {
            $path = Join-Path $env:HOME object.xml
            $objects | Export-Clixml -LiteralPath $path
            $back = @(Import-Clixml -LiteralPath $path)
            $back[0].PSTypeNames[0] | Should -BeExactly "Deserialized.$Type"
            Get-Line $back 120 | Should -BeExactly (Get-Line $objects 120)
        }

        It 'are the same in constrained language' {
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = 'ConstrainedLanguage'
            $state.Formats.Add([System.Management.Automation.Runspaces.SessionStateFormatEntry]::new($formatPath))
            $shell = [powershell]::Create($state)
            try {
                $text = $shell.AddCommand('Out-String').AddParameter('Width', 120).Invoke($objects) -join ''
                $shell.Streams.Error | Should -BeNullOrEmpty
                $text -replace '\x1B\[[0-9;]*m' -split '\r?\n' | ForEach-Object TrimEnd | Should -BeExactly (Get-Line $objects 120)
            }
            finally {
                $shell.Dispose()
            }
        }

        # As it comes back from a file in which somebody has changed all texts but those that only we write.
        It 'show nothing that steers a terminal, fakes a line or is a secret' {
            $path = Join-Path $env:HOME object.xml
            $objects | Export-Clixml -LiteralPath $path
            $text = Get-Content -Raw -LiteralPath $path
            $ours = 'HealthName|StateName|CredentialSourceName|CodeName|PlainText|TimeLine'
            $text = $text -creplace "(<S(?! N=`"(?:$ours)`")(?: N=`"\w+`")?>[^<]+)(</S>)", '$1_x001B_]0;taken_x0007__x000A_FAKED_x202E_ sk-ant-api03-NEVERSHOWN0123456789$2' -creplace '(<ToString>[^<]+)(</ToString>(?!\s*<I32))', '$1_x001B_]0;taken_x0007__x000A_FAKED$2'
            Set-Content -LiteralPath $path -Value $text
            $shown = Import-Clixml -LiteralPath $path | Out-String -Width 500
            $shown = $shown -creplace '\e\[[0-9;]*m'
            $shown | Should -Not -Match '[\x00-\x09\x0B\x0C\x0E-\x1F\u202E]'
            $shown | Should -Not -MatchExactly '(?m)^\s*FAKED'
            $shown | Should -Not -MatchExactly NEVERSHOWN
            $shown | Should -Match '\\u001b'
        }

        It 'has a line of CSV for each, without the name of a type in it' {
            $objects | ConvertTo-Csv | Should -HaveCount ($objects.Count + 1)
            $objects | ConvertTo-Csv | Should -Not -MatchExactly 'Moltbot\.|System\.(?!Security\.SecureString)'
        }
    }
}

Describe 'the view of a status' {
    It 'says first whether all is fine, and then what is not' {
        New-Installation
        $lines = Get-Line (Get-MoltbotModelStatus @place -WarningAction Ignore) 80
        $lines.Where({ $_ })[0] | Should -BeExactly 'Not all model credentials are fine (exit code 1)'
        $lines.Where({ $_ })[1] | Should -BeLike '- No credential for amazon-bedrock*'
    }

    It 'keeps values below each other, beside wide characters too' {
        Clear-TestHome
        Set-TestStore ([ordered]@{ "openai:`u{5C71}`u{7530}`u{592A}`u{90CE}" = New-ApiKey openai; 'openai:default' = New-ApiKey openai; 'zai:b' = New-Token zai -ExpiresIn 9.00:00 })
        $lines = Get-Line (Get-MoltbotModelStatus -WarningAction Ignore) 80
        $starts = $lines.Where({ $_ -match 'sk-test' }).ForEach({ (ConvertTo-Cell $_).IndexOf('sk-test') })
        $starts | Should -HaveCount 3
        $starts | Select-Object -Unique | Should -HaveCount 1
    }
}

Describe 'what comes back' {
    BeforeAll {
        New-Installation
        $path = Join-Path $env:HOME object.xml
    }

    It 'from a job is a status with its providers, their profiles, and why each is not used' {
        $status = Start-Job { Import-Module $using:manifest; Get-MoltbotModelStatus -StateDirectory $using:root -WarningAction Ignore } | Receive-Job -Wait -AutoRemoveJob
        $profiles = $status.Providers.Profiles
        $profiles.ProfileId | Should -Contain $wideId
        $used = $profiles.Where({ $_.ProfileId -eq $longId })
        $used.Unusable.DisabledReason | Should -BeExactly insufficient_quota
        $used.Unusable.Remaining | Should -BeOfType timespan
        $used.ExpiresIn | Should -BeOfType timespan
        $used.ExpiresAt.LocalDateTime | Should -BeOfType datetime
        $profiles.Where({ $_.Reference }).Reference.Id | Should -Contain SecretStore/production/openai/key-of-the-year
        $status.MissingProviders | Should -BeExactly amazon-bedrock
    }

    It 'of a list of objects is objects, for every type that a cmdlet gives' {
        $deep = foreach ($type in (Get-Command -Module Moltbot.PowerShell).OutputType.Type.Where({ $_.FullName -like 'Moltbot*' }) | Select-Object -Unique) {
            $lists = $type.GetProperties().Where({ $_.PropertyType.IsGenericType -and $_.PropertyType.GetGenericArguments()[0].Where({ $_.FullName -like 'Moltbot*' -and -not $_.IsEnum }) })
            if ($lists -and (Get-TypeData $type.FullName).SerializationDepth -lt 2) { "$($type.Name): $($lists.Name)" }
        }
        $deep | Should -BeNullOrEmpty
    }

    It 'of an error is what is asked for, and no more' {
        $store = Join-Path $root agents/main/agent/auth-profiles.json
        $text = Get-Content -Raw -LiteralPath $store
        Set-Content -LiteralPath $store -Value '{'
        $status = Get-MoltbotModelStatus @place -ErrorAction Ignore -WarningAction Ignore
        Set-Content -LiteralPath $store -Value $text
        $status | Export-Clixml -LiteralPath $path
        $failure = (Import-Clixml -LiteralPath $path).Errors[0]
        $failure.Path | Should -BeExactly $store
        $failure.Line | Should -Be $status.Errors[0].Line
        $failure.Message | Should -BeExactly $status.Errors[0].Message
        $failure.PSObject.Properties.Name | Should -BeExactly Code, Message, Path, Line, Column, Subject
    }

    It 'of a credential is everything but its secret' {
        $credential = Get-MoltbotCredential openai @place
        $credential.Secret | Should -Not -BeNullOrEmpty
        $credential | Export-Clixml -LiteralPath $path
        Get-Content -Raw -LiteralPath $path | Should -Not -Match '<SS|NEVERSHOWN'
        $back = Import-Clixml -LiteralPath $path
        $back.MaskedValue | Should -BeExactly $credential.MaskedValue
        $back.PSObject.Properties.Name | Should -BeExactly $credential.PSObject.Properties.Name.Where({ $_ -ne 'Secret' })
    }
}
