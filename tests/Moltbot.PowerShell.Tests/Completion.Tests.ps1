#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'completion' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'completes agents in <_>' -ForEach 'Get-MoltbotModelStatus', 'Get-MoltbotAuthProfile', 'Get-MoltbotAuthOrder', 'Set-MoltbotAuthOrder', 'Clear-MoltbotAuthOrder' {
        (Get-Completion "$_ -Agent ").CompletionText | Should -BeExactly main, work
        (Get-Completion "$_ -Agent W").CompletionText | Should -BeExactly work
    }

    It 'completes providers, those with profiles first, then the configured, then the known' {
        Set-TestConfig @{ models = @{ providers = @{ myown = @{ baseUrl = 'https://example.com'; models = @() } } } }
        $found = (Get-Completion 'Get-MoltbotModelStatus -Provider ').CompletionText
        $found[0..2] | Should -BeExactly anthropic, openai, myown
        $found | Should -Contain xai
        $found | Should -Be ($found | Select-Object -Unique)
        (Get-Completion 'Clear-MoltbotAuthOrder OPENR').CompletionText | Should -BeExactly openrouter
    }

    It 'completes profile ids' {
        (Get-Completion 'Get-MoltbotAuthProfile ').CompletionText |
            Should -BeExactly 'anthropic:default', 'anthropic:work', 'anthropic:me@example.com', 'anthropic:backup', 'openai:default'
        (Get-Completion 'Get-MoltbotAuthProfile Open').CompletionText | Should -BeExactly 'openai:default'
    }

    It 'completes the profile ids of the provider that is given' {
        (Get-Completion 'Set-MoltbotAuthOrder openai ').CompletionText | Should -BeExactly 'openai:default'
        (Get-Completion 'Set-MoltbotAuthOrder -Provider OpenAI -ProfileId ').CompletionText | Should -BeExactly 'openai:default'
        Get-Completion 'Set-MoltbotAuthOrder xai x' | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
    }

    It 'completes the next id of a list' {
        (Get-Completion 'Set-MoltbotAuthOrder anthropic anthropic:work, anthropic:b').CompletionText | Should -BeExactly 'anthropic:backup'
    }

    It 'completes the profile ids of the agent that is given' {
        (Get-Completion 'Get-MoltbotAuthProfile -Agent work -ProfileId openai:').CompletionText | Should -BeExactly 'openai:default', 'openai:work'
    }

    It 'looks into the state directory that is given' {
        Set-TestFile (Join-Path $env:HOME other agents solo agent auth-profiles.json) '{ "profiles": { "groq:x": { "type": "api_key", "provider": "groq", "key": "k" } } }'
        (Get-Completion 'Get-MoltbotModelStatus -StateDirectory ./other -Agent ').CompletionText | Should -BeExactly main, solo
        (Get-Completion 'Get-MoltbotAuthProfile -StateDirectory ~/other -Agent solo -ProfileId ').CompletionText | Should -BeExactly 'groq:x'
    }

    It 'looks into a state directory that is <Name>' -ForEach @(
        @{ Name = 'a directory in a variable'; Line = 'Get-MoltbotAuthProfile -StateDirectory $there -ProfileId ' }
        @{ Name = 'a text in a variable'; Line = 'Get-MoltbotAuthProfile -StateDirectory $thereAsText -ProfileId ' }
        @{ Name = 'given with a shortened name'; Line = 'Get-MoltbotAuthProfile -State ~/other -ProfileId ' }
    ) {
        Set-TestFile (Join-Path $env:HOME other agents main agent auth-profiles.json) '{ "profiles": { "groq:x": { "type": "api_key", "provider": "groq", "key": "k" } } }'
        $global:there = Get-Item (Join-Path $env:HOME other)
        $global:thereAsText = "$there"
        (Get-Completion $Line).CompletionText | Should -BeExactly 'groq:x'
        Remove-Variable there, thereAsText -Scope Global
    }

    It 'completes nothing where only a run would tell <Name>' -ForEach @(
        @{ Name = 'the state directory'; Line = 'Get-MoltbotAuthProfile -StateDirectory (Get-Item other) -ProfileId ' }
        @{ Name = 'the state directory of an agent'; Line = 'Get-MoltbotAuthProfile -StateDirectory "$x/other" -Agent ' }
        @{ Name = 'the agent'; Line = 'Get-MoltbotAuthProfile -Agent (Get-Content agent.txt) -ProfileId ' }
    ) {
        Get-Completion $Line | Where-Object ResultType -EQ ParameterValue | Where-Object CompletionText -Match ':|^main$' | Should -BeNullOrEmpty
    }

    It 'completes the models of the agent that is given' {
        Set-TestFile (Get-StatePath agents/work/agent/models.json) '{ "providers": { "acme": { "baseUrl": "https://example.com", "models": [{ "id": "own", "name": "Own" }] } } }'
        (Get-Completion 'Get-MoltbotModel -Agent work -Model acme').CompletionText | Should -BeExactly acme/own
        Get-Completion 'Get-MoltbotModel -Model acme' | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
    }

    It 'quotes an id when it has to' {
        Set-TestStore ([ordered]@{ "openai:it's me" = New-ApiKey openai; 'openai:$x' = New-ApiKey openai; '1:a' = New-ApiKey openai })
        (Get-Completion 'Get-MoltbotAuthProfile ').CompletionText | Should -BeExactly "'openai:it''s me'", "'openai:`$x'", "'1:a'"
        foreach ($match in Get-Completion 'Get-MoltbotAuthProfile ') {
            (Invoke-Expression "Get-MoltbotAuthProfile $($match.CompletionText)").ProfileId | Should -BeExactly $match.ListItemText
        }
    }

    It 'keeps the quote that the user began with' {
        (Get-Completion "Get-MoltbotAuthProfile 'openai").CompletionText | Should -BeExactly "'openai:default'"
        (Get-Completion 'Get-MoltbotAuthProfile "openai').CompletionText | Should -BeExactly '"openai:default"'
    }

    It 'starts at the current location, also inside a function' {
        Set-TestFile (Join-Path $env:HOME elsewhere gateway agents far agent x) ''
        Set-Location (Join-Path $env:HOME elsewhere)
        & { (Get-Completion 'Get-MoltbotModelStatus -StateDirectory gateway -Agent f').CompletionText } | Should -BeExactly far
    }

    It 'completes what can be removed, and nothing else: <Line>' -ForEach @(
        @{ Line = 'Remove-MoltbotEnvironmentVariable '; Expected = 'OPENAI_API_KEY', 'LEVEL' }
        @{ Line = 'Get-MoltbotEnvironmentVariable L'; Expected = 'LEVEL' }
        @{ Line = 'Set-MoltbotEnvironmentVariable XAI'; Expected = 'XAI_API_KEY' }
        @{ Line = 'Remove-MoltbotModelFallback '; Expected = 'openai/gpt-5.2', 'gpt' }
        @{ Line = 'Remove-MoltbotModelFallback -Image -Model '; Expected = 'openai/gpt-image' }
    ) {
        $null = New-TestEnvironmentFile (New-Secret)
        Set-TestConfig '{ agents: { defaults: { model: { fallbacks: ["openai/gpt-5.2"] }, imageModel: { fallbacks: ["openai/gpt-image"] }, models: { "openai/gpt-5.2": { alias: "gpt" } } } } }'
        (Get-Completion $Line).ListItemText | Should -BeExactly $Expected
    }

    It 'completes durations as words: <_>' -ForEach 'Get-MoltbotModelStatus -WarnWithin ', 'Import-MoltbotToken -ExpiresIn ', 'Initialize-MoltbotAuth -TokenExpiresIn ' {
        (Get-Completion $_).CompletionText | Should -BeExactly 30m, 1h, 12h, 1d, 7d, 30d, 365d
    }

    It 'finds a session by any part of its key' {
        Set-TestSessions '{ "agent:main:telegram:dm:42": { "sessionId": "s", "updatedAt": 1 } }'
        (Get-Completion 'Get-MoltbotSessionModel tele').CompletionText | Should -BeExactly agent:main:telegram:dm:42
        (Get-Completion 'Clear-MoltbotSessionModel 42').CompletionText | Should -BeExactly agent:main:telegram:dm:42
    }

    It 'shows hints without a secret' {
        foreach ($match in @(Get-Completion 'Get-MoltbotAuthProfile ') + @(Get-Completion 'Get-MoltbotModelStatus -Provider ')) {
            $match.ToolTip | Should -Not -BeNullOrEmpty
            $match.ToolTip | Should -Not -Match NEVERSHOWN
        }
    }

    It 'changes no file and waits for no lock' {
        $null = New-Item -ItemType Directory -Path "$(Get-StorePath).lock"
        $before = Get-Fingerprint
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Get-Completion 'Set-MoltbotAuthOrder anthropic ' | Should -HaveCount 4
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'does not ask the login shell' -Tag 'needs Unix' -Skip:$IsWindows {
        Set-TestConfig @{ env = @{ shellEnv = @{ enabled = $true } } }
        Set-TestFile (Join-Path $env:HOME shell) "#!/bin/sh`ntouch '$env:HOME/asked'`n"
        chmod +x (Join-Path $env:HOME shell)
        $shell = $env:SHELL
        $env:SHELL = Join-Path $env:HOME shell
        try {
            $null = Get-Completion 'Get-MoltbotModelStatus -Provider '
        }
        finally {
            $env:SHELL = $shell
        }

        Join-Path $env:HOME asked | Should -Not -Exist
    }

    It 'is silent about <Name>' -ForEach @(
        @{ Name = 'a corrupt store'; Break = { Set-TestStore '{' } }
        @{ Name = 'a store that is a directory'; Break = { Remove-Item -LiteralPath (Get-StorePath); $null = New-Item -ItemType Directory (Get-StorePath) } }
        @{ Name = 'no installation'; Break = { Clear-TestHome } }
    ) {
        & $Break
        $Error.Clear()
        Get-Completion 'Get-MoltbotAuthProfile x' | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'completes what it can when the configuration is corrupt' {
        Set-TestConfig '{{'
        $Error.Clear()
        (Get-Completion 'Get-MoltbotAuthProfile openai').CompletionText | Should -BeExactly 'openai:default'
        $Error | Should -BeNullOrEmpty
    }
}
