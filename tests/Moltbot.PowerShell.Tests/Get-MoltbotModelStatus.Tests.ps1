#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotModelStatus' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'returns one status about the main agent' {
        $status = Get-MoltbotModelStatus
        $status | Should -BeOfType ([Moltbot.Core.Health.ModelStatus])
        $status.Agent | Should -BeExactly main
        $status.ConfigPath | Should -Be (Get-StatePath moltbot.json)
        $status.Path | Should -Be (Get-StorePath)
        $status.DefaultModel | Should -BeExactly 'anthropic/claude-opus-4-5'
        $status.Fallbacks | Should -BeExactly 'openai/gpt-5.2'
        $status.Providers.Provider | Should -BeExactly anthropic, openai
        $status.ExitCode | Should -Be 0
        $status.Reason | Should -BeExactly 'All model credentials are fine.'
        $status.Reasons | Should -BeNullOrEmpty
    }

    It 'is about the main agent also when another is the default' {
        Set-TestConfig @{ agents = @{ list = @(@{ id = 'main' }, @{ id = 'work'; default = $true }) } }
        (Get-MoltbotModelStatus).Agent | Should -BeExactly main
    }

    It 'is about the agent that -Agent names' {
        $status = Get-MoltbotModelStatus -Agent work
        $status.Agent | Should -BeExactly work
        $status.Path | Should -Be (Get-StorePath work)
        $status.Providers.Profiles.ProfileId | Should -Contain 'openai:work'
    }

    It 'writes AgentNotFound for an unknown agent, naming those there are' {
        $call = Invoke-Recorded { Get-MoltbotModelStatus -Agent nobody }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeExactly 'AgentNotFound,Moltbot.PowerShell.Commands.GetMoltbotModelStatusCommand'
        $call.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $call.Errors[0].TargetObject | Should -BeExactly nobody
        $call.Errors[0].Exception.Message | Should -Match 'main, work'
    }

    It 'is of every agent that fits, also when one cannot be read' {
        (Get-MoltbotModelStatus -Agent *).Agent | Should -BeExactly main, work
        (Get-MoltbotModelStatus -Agent W*).Agent | Should -BeExactly work
        Get-MoltbotModelStatus -Agent x* | Should -BeNullOrEmpty
    }

    It 'takes state directories from the pipeline, and goes on behind one that there is not' {
        $other = Join-Path $env:HOME other
        Set-TestFile (Join-Path $other agents main agent auth-profiles.json) '{"version":1,"profiles":{}}'
        $call = Invoke-Recorded { (Get-StatePath), (Join-Path $env:HOME nowhere), (Get-Item $other) | Get-MoltbotModelStatus -Check }
        $call.Output.StateDirectory | Should -BeExactly (Get-StatePath).TrimEnd('/', '\'), (Join-Path $env:HOME nowhere), $other
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'InstallationNotFound,Moltbot.PowerShell.Commands.GetMoltbotModelStatusCommand'
        $call.Errors.TargetObject | Should -BeExactly (Join-Path $env:HOME nowhere)
        $global:LASTEXITCODE | Should -Be 1
    }

    It 'looks at one provider only, however it is spelled' {
        (Get-MoltbotModelStatus -Provider ' OpenAI ').Providers.Provider | Should -BeExactly openai
    }

    It 'names the providers of configured models that have no credential' {
        Set-TestConfig @{ agents = @{ defaults = @{ model = @{ primary = 'xai/grok-4' } } } }
        $status = Get-MoltbotModelStatus
        $status.MissingProviders | Should -BeExactly xai
        $status.ExitCode | Should -Be 1
        $status.Reason | Should -Match xai
    }

    It 'says of a provider whose only key is empty that it is missing, and why' {
        Set-TestConfig @{}
        Set-TestStore @{ 'anthropic:a' = @{ type = 'api_key'; provider = 'anthropic'; key = '' } }
        $status = Get-MoltbotModelStatus
        $status.MissingProviders | Should -BeExactly anthropic
        $status.MissingBecause['anthropic'] | Should -BeExactly 'anthropic:a: there is nothing in it that could be sent'
        $status.ExitCode | Should -Be 1
    }

    It 'gives the JSON of the gateway''s report' {
        $json = (Get-MoltbotModelStatus).ToJson().ToString() | ConvertFrom-Json
        $json.auth.providers[0].provider | Should -BeExactly anthropic
        $json.auth.providers[0].profiles.count | Should -Be 4
    }

    It 'says so when there is no installation at all' {
        Clear-TestHome
        $status = Get-MoltbotModelStatus
        $status.ConfigExists | Should -BeFalse
        $status.ExitCode | Should -Be 1
        Get-Fingerprint | Should -BeNullOrEmpty
    }

    It 'takes a key from the .env of the current location' {
        Set-TestConfig @{ agents = @{ defaults = @{ model = @{ primary = 'xai/grok-4' } } } }
        $null = New-Item -ItemType Directory -Path elsewhere
        Set-TestFile (Join-Path $env:HOME elsewhere .env) "XAI_API_KEY=$(New-Secret)"
        Set-Location elsewhere
        (Get-MoltbotModelStatus -Provider xai).Providers.CredentialSourceName | Should -BeExactly env
    }

    It 'writes what does no harm as a warning' {
        Set-TestConfig @{ agents = @{ defaults = @{ model = @{ primary = 'claude-opus-4-5' } } } }
        $call = Invoke-Recorded { Get-MoltbotModelStatus }
        $call.Warnings.Message | Should -Match 'without provider'
        $call.Output[0].ExitCode | Should -Be 0
    }

    It 'changes no file' {
        $before = Get-Fingerprint
        $null = Get-MoltbotModelStatus -Check
        Get-Fingerprint | Should -BeExactly $before
    }

    Context '-StateDirectory' {
        BeforeEach {
            Set-TestFile (Join-Path $env:HOME other moltbot.json) '{ "agents": { "defaults": { "model": { "primary": "openai/gpt-5.2" } } } }'
        }

        It 'beats the environment' {
            $env:MOLTBOT_STATE_DIR = Get-StatePath
            try {
                (Get-MoltbotModelStatus -StateDirectory (Join-Path $env:HOME other)).DefaultModel | Should -BeExactly 'openai/gpt-5.2'
            }
            finally {
                Remove-Item Env:MOLTBOT_STATE_DIR
            }
        }

        It 'can be <Name>' -ForEach @(
            @{ Name = 'relative to the current location'; Path = 'other' }
            @{ Name = 'in the home directory'; Path = '~/other' }
            @{ Name = 'on a PowerShell drive'; Path = 'Gateways:/other' }
            @{ Name = 'qualified with the provider'; Path = 'FileSystem::{0}/other' }
        ) {
            $null = New-PSDrive -Name Gateways -PSProvider FileSystem -Root $env:HOME -Scope Global
            try {
                $status = Get-MoltbotModelStatus -StateDirectory ($Path -f $env:HOME) -WarningAction SilentlyContinue
                $status.ConfigPath | Should -Be (Join-Path $env:HOME other moltbot.json)
            }
            finally {
                Remove-PSDrive Gateways
            }
        }

        It 'starts at the location in the file system, whatever the current provider is' {
            Push-Location Env:
            try {
                (Get-MoltbotModelStatus -StateDirectory other).ConfigExists | Should -BeTrue
            }
            finally {
                Pop-Location
            }
        }

        It 'has to be <Name>' -ForEach @(@{ Name = 'in the file system'; Path = 'Env:/x' }, @{ Name = 'there'; Path = ' ' }, @{ Name = 'a name'; Path = $null }) {
            $call = Invoke-Recorded { Get-MoltbotModelStatus -StateDirectory $Path }
            $call.Failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            $call.Failure.CategoryInfo.Category | Should -Be InvalidArgument
        }
    }

    Context '-WarnWithin' {
        It 'takes <Text>' -ForEach @(
            @{ Text = '2d'; Hours = 48 }
            @{ Text = "'12h'"; Hours = 12 }
            @{ Text = '90m'; Hours = 1.5 }
            @{ Text = '36'; Hours = 36 }
            @{ Text = '1.12:00:00'; Hours = 36 }
            @{ Text = '([timespan]::FromHours(5))'; Hours = 5 }
            @{ Text = '(New-TimeSpan -Hours 6)'; Hours = 6 }
            @{ Text = '0'; Hours = 0 }
        ) {
            $status = Invoke-Expression "Get-MoltbotModelStatus -WarnWithin $Text"
            $status.WarnWithin | Should -Be ([timespan]::FromHours($Hours))
        }

        It 'does not take <_>' -ForEach "'soon'", "'-3h'", "'1w'", '([timespan]::FromHours(-1))' {
            { Invoke-Expression "Get-MoltbotModelStatus -WarnWithin $_" } |
                Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage '*is not a duration*12h*'
        }

        It 'decides what counts as expiring' {
            (Get-MoltbotModelStatus).ExitCode | Should -Be 0
            (Get-MoltbotModelStatus -WarnWithin 4d).ExitCode | Should -Be 2
        }
    }

    Context '-Check' {
        BeforeEach {
            $global:LASTEXITCODE = 77
        }

        It 'sets $LASTEXITCODE to <Code> when a token is <Name>, and goes on' -ForEach @(
            @{ Name = 'good'; Code = 0; ExpiresIn = '9.00:00' }
            @{ Name = 'expired'; Code = 1; ExpiresIn = '-1.00:00' }
            @{ Name = 'expiring'; Code = 2; ExpiresIn = '03:00' }
        ) {
            Set-TestStore @{ 'anthropic:t' = New-Token anthropic -ExpiresIn $ExpiresIn; 'openai:k' = New-ApiKey openai }
            $status = Get-MoltbotModelStatus -Check
            $global:LASTEXITCODE | Should -Be $Code
            $status.ExitCode | Should -Be $Code
        }

        It 'leaves $LASTEXITCODE alone when it is not given' {
            $null = Get-MoltbotModelStatus
            $global:LASTEXITCODE | Should -Be 77
        }

        It 'sets it to 1 when there is no status' {
            { Get-MoltbotModelStatus -Check -Agent nobody -ErrorAction Stop } | Should -Throw -ErrorId 'AgentNotFound,*'
            $global:LASTEXITCODE | Should -Be 1
        }

        It 'sets it to the worst of all that the pipeline brings' {
            Set-TestStore @{ 'anthropic:t' = New-Token anthropic -ExpiresIn 03:00; 'openai:k' = New-ApiKey openai }
            $null = New-Item -ItemType Directory (Join-Path $env:HOME empty)
            $here, $there = '.clawdbot', 'empty' | ForEach-Object { [pscustomobject]@{ StateDirectory = Join-Path $env:HOME $_ } }
            foreach ($order in ($here, $there), ($there, $here)) {
                (($order | Get-MoltbotModelStatus -Check).ExitCode | Sort-Object) | Should -Be 1, 2
                $global:LASTEXITCODE | Should -Be 1
            }

            $null = $here, $here | Get-MoltbotModelStatus -Check
            $global:LASTEXITCODE | Should -Be 2
        }

        It 'sets it to 1 when there is no status of one of them' {
            $null = [pscustomobject]@{ Agent = 'nobody' }, [pscustomobject]@{ Agent = 'main' }, [pscustomobject]@{ Agent = 'nobody' } | Get-MoltbotModelStatus -Check -ErrorAction Ignore
            $global:LASTEXITCODE | Should -Be 1
        }

        It 'sets it to 1 when a file cannot be read' {
            Set-TestStore '{'
            $null = Invoke-Recorded { Get-MoltbotModelStatus -Check }
            $global:LASTEXITCODE | Should -Be 1
        }
    }

    Context 'bad input' {
        It 'writes <Id> for <Name>, returns what it can and changes nothing' -ForEach @(
            @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Category = 'InvalidData'; Message = 'auth-profiles.json.*line 2, column'
                Break = { Set-TestStore "{`n  `"profiles`": oops }" }
            }
            @{ Name = 'an empty store'; Id = 'StoreUnreadable'; Category = 'InvalidData'; Message = 'auth-profiles.json'
                Break = { Set-TestStore ' ' }
            }
            @{ Name = 'a store with a byte order mark'; Id = 'StoreUnreadable'; Category = 'InvalidData'; Message = 'line 1, column 1.*byte order mark'
                Break = { Set-TestStore "$([char]0xFEFF)$(Get-Content -Raw -LiteralPath (Get-StorePath))" }
            }
            @{ Name = 'a store that is a directory'; Id = 'StoreUnreadable'; Category = 'ReadError'; Message = 'is a directory'
                Break = { Remove-Item -LiteralPath (Get-StorePath); $null = New-Item -ItemType Directory -Path (Get-StorePath) }
            }
            @{ Name = 'a corrupt configuration'; Id = 'ConfigUnreadable'; Category = 'InvalidData'; Message = '2:11 in .*moltbot.json'
                Break = { Set-TestConfig "{`n  agents: ]" }
            }
            @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Category = 'InvalidData'; Message = 'agents.*moltbot.json, line 1'
                Break = { Set-TestConfig '{ agents: 5 }' }
            }
            @{ Name = 'a cyclic include'; Id = 'ConfigUnreadable'; Category = 'InvalidData'; Message = 'moltbot.json'
                Break = { Set-TestConfig '{ "$include": "./moltbot.json" }' }
            }
            @{ Name = 'a missing variable'; Id = 'ConfigUnreadable'; Category = 'InvalidData'; Message = 'NOT_THERE'
                Break = { Set-TestConfig '{ "env": { "vars": { "A": "${NOT_THERE}" } } }' }
            }
            @{ Name = 'two agents in one directory'; Id = 'AgentDirectoryShared'; Category = 'InvalidData'; Message = 'director'
                Break = { Set-TestConfig '{ "agents": { "list": [{ "id": "a", "agentDir": "~/d" }, { "id": "b", "agentDir": "~/d" }] } }' }
            }
        ) {
            & $Break
            $before = Get-Fingerprint
            $call = Invoke-Recorded { Get-MoltbotModelStatus -ErrorAction Continue }
            $call.Failure | Should -BeNullOrEmpty
            $call.Errors | Should -HaveCount 1
            $call.Errors[0].FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.GetMoltbotModelStatusCommand"
            $call.Errors[0].CategoryInfo.Category | Should -Be $Category
            $call.Errors[0].Exception.Message | Should -Match $Message
            $call.Output | Should -HaveCount 1
            $call.Output[0].ExitCode | Should -Be 1
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'writes StoreUnreadable for a file without permission' -Tag 'needs Unix' -Skip:$IsWindows {
            chmod 000 (Get-StorePath)
            $said = Invoke-Unprivileged 'Get-MoltbotModelStatus 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { $_.FullyQualifiedErrorId; "$($_.CategoryInfo.Category)"; $_.Exception.Message }'
            $said | Should -HaveCount 3
            $said[0] | Should -BeLike 'StoreUnreadable,*'
            $said[1] | Should -BeExactly ReadError
            $said[2] | Should -Match 'permission'
        }

        It 'reads a store with <Name>' -ForEach @(
            @{ Name = 'CRLF line ends'; Change = { $_.ReplaceLineEndings("`r`n") } }
            @{ Name = 'a member twice'; Change = { $_ -replace '"version": 1', '"version": 1, "version": 1' } }
        ) {
            $text = Get-Content -Raw -LiteralPath (Get-StorePath)
            Set-TestStore ($text | ForEach-Object $Change)
            $before = Get-Fingerprint
            (Get-MoltbotModelStatus).Providers.Profiles | Should -HaveCount 5
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context 'login shell' -Tag 'needs Unix' -Skip:$IsWindows {
        BeforeEach {
            $env:MARKER = Join-Path $env:HOME asked
            Set-TestFile (Join-Path $env:HOME shell) "#!/bin/sh`ntouch `"`$MARKER`"`n[ -z `"`$SLOW`" ] || sleep 60`nexport OPENROUTER_API_KEY=$(New-Secret)`nexec /bin/sh -c 'env -0'`n"
            chmod +x (Join-Path $env:HOME shell)
            $shell = $env:SHELL
            $env:SHELL = Join-Path $env:HOME shell
            Set-TestConfig @{ env = @{ shellEnv = @{ enabled = $true } } }
        }

        AfterEach {
            $env:SHELL = $shell
            Remove-Item Env:MARKER, Env:SLOW -ErrorAction Ignore
        }

        It 'is asked for keys when the configuration says so' {
            $status = Get-MoltbotModelStatus -Provider openrouter
            $status.LoginShellVariables | Should -BeExactly OPENROUTER_API_KEY
            $status.Providers.EnvironmentSource | Should -BeExactly 'shell env: OPENROUTER_API_KEY'
        }

        It 'is not waited for when the pipeline is stopped' {
            $env:SLOW = 'yes'
            $session = [powershell]::Create()
            $null = $session.AddScript("Import-Module '$((Get-Module Moltbot.PowerShell).Path -replace '[^/\\]+$', 'Moltbot.PowerShell.psd1')'; Get-MoltbotModelStatus")
            $run = $session.BeginInvoke()
            $started = [datetime]::UtcNow
            while (-not (Test-Path -LiteralPath $env:MARKER) -and [datetime]::UtcNow -lt $started.AddSeconds(30)) { Start-Sleep -Milliseconds 20 }
            Test-Path -LiteralPath $env:MARKER | Should -BeTrue
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $session.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            $run.IsCompleted | Should -BeTrue
            $session.Dispose()
        }
    }
}

Describe 'the view of a status' {
    BeforeAll {
        Clear-TestHome
        Set-TestConfig ([ordered]@{
                agents = @{ defaults = @{ model = @{ primary = 'anthropic/claude-opus-4-5'; fallbacks = @('xai/grok-4') } } }
                models = @{ providers = @{ groq = @{ baseUrl = 'https://example.com'; apiKey = New-Secret; models = @() } } }
            })
        Set-TestStore -Profiles ([ordered]@{
                'anthropic:default' = New-ApiKey anthropic
                'anthropic:work'    = New-Token anthropic -ExpiresIn 03:00
                'anthropic:old'     = New-SignIn anthropic -ExpiresIn -1.00:00
            }) -UsageStats @{ 'anthropic:default' = @{ cooldownUntil = Get-UnixTime 00:05 } }
        $status = Get-MoltbotModelStatus
        $rendering = $PSStyle.OutputRendering
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'is read at a glance' {
        $PSStyle.OutputRendering = 'PlainText'
        $mask = 'sk-test-...99999999'
        $text = ($status | Out-String -Width 120).Trim() -split '\r?\n'
        $text | Should -BeExactly @(
            'Not all model credentials are fine (exit code 1)'
            '- No credential for xai: add a profile, or set its environment variable'
            '- anthropic:old has expired, and renews itself with its next use'
            '- anthropic:work expires in 3h'
            ''
            'Agent      main'
            'Config     ~{0}.clawdbot{0}moltbot.json' -f [System.IO.Path]::DirectorySeparatorChar
            'Store      ~{0}.clawdbot{0}agents{0}main{0}agent{0}auth-profiles.json' -f [System.IO.Path]::DirectorySeparatorChar
            'Default    anthropic/claude-opus-4-5'
            'Fallbacks  xai/grok-4'
            ''
            'xai  missing'
            'anthropic'
            "  static, cooldown 5m  anthropic:default  $mask"
            "  expiring 3h          anthropic:work     $mask"
            "  expired              anthropic:old      $mask"
            "groq  $mask  models.json"
        )
    }

    It 'has colours where they are wanted' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = $status | Out-String -Width 120
        $text | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Red)expired"))
        $text | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Yellow)expiring 3h"))
        $text | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Red)Not all"))
    }

    It 'has none where they are not' {
        $PSStyle.OutputRendering = 'PlainText'
        $status | Out-String -Width 120 | Should -Not -Match "`e"
    }

    It 'honours NO_COLOR' {
        $env:NO_COLOR = '1'
        try {
            $manifest = Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.PowerShell.psd1
            $engine = Get-EnginePath
            $text = & $engine -NoLogo -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Get-MoltbotModelStatus" 6>&1 | Out-String
        }
        finally {
            Remove-Item Env:NO_COLOR
        }

        $text | Should -Match 'exit code 1'
        $text | Should -Not -Match "`e"
    }

    It 'says in green when all is fine, and in yellow when something expires soon' {
        $PSStyle.OutputRendering = 'Ansi'
        Set-TestConfig @{}
        Set-TestStore @{ 'anthropic:default' = New-ApiKey anthropic }
        Get-MoltbotModelStatus | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Green)All model credentials are fine$($PSStyle.Reset) (exit code 0)"))
        Set-TestStore @{ 'anthropic:t' = New-Token anthropic -ExpiresIn 03:00 }
        Get-MoltbotModelStatus | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Yellow)A credential expires soon$($PSStyle.Reset) (exit code 2)"))
    }

    It 'shows where a key in the environment is from, and what is not configured' {
        $PSStyle.OutputRendering = 'PlainText'
        Clear-TestHome
        $env:ANTHROPIC_API_KEY = New-Secret
        try {
            $text = Get-MoltbotModelStatus | Out-String -Width 120
        }
        finally {
            Remove-Item Env:ANTHROPIC_API_KEY
        }

        $text | Should -Match 'anthropic  sk-test-\.\.\.99999999  env: ANTHROPIC_API_KEY'
        $text | Should -Match 'moltbot\.json \(does not exist\)'
    }
}

Describe 'secrets of a status' {
    It 'are in nothing that is shown, returned or logged' {
        Clear-TestHome
        New-TestInstallation
        $env:XAI_API_KEY = New-Secret
        Set-TestStore -Agent work -Profiles "{ `"profiles`": { `"x:y`": { `"key`": `"$(New-Secret)`" oops } } }"
        try {
            $transcript = Join-Path $env:HOME transcript.txt
            $null = Start-Transcript -Path $transcript
            $text = & {
                Get-MoltbotModelStatus -Verbose -Debug
                Get-MoltbotModelStatus -Agent work -Verbose -Debug -ErrorAction Continue
                Get-MoltbotModelStatus | Format-List * -Force
                Get-MoltbotModelStatus | ConvertTo-Json -Depth 6 -WarningAction Ignore
                (Get-MoltbotModelStatus).ToJson().ToString()
                (Get-MoltbotModelStatus).Providers | Format-List * -Force
                (Get-MoltbotModelStatus).Providers.Profiles | Format-List * -Force
                $Error | Select-Object -First 3 | Format-List * -Force
            } *>&1 | Out-String -Width 500
        }
        finally {
            $null = Stop-Transcript
            Remove-Item Env:XAI_API_KEY
        }

        $text | Should -Match 'sk-test-\.\.\.99999999'
        $text | Should -Not -Match NEVERSHOWN
        Get-Content -Raw -LiteralPath $transcript | Should -Not -Match NEVERSHOWN
    }
}
