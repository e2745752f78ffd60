#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Set-MoltbotSessionModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        New-TestSessions
    }

    It 'takes the syntax of a chat, and Get shows the pin' {
        $session = Set-MoltbotSessionModel main 'openai/gpt-5.2@openai:default' -PassThru
        $session.Model | Should -BeExactly openai/gpt-5.2
        $session.ProfileId | Should -BeExactly openai:default
        (Get-MoltbotSessionModel main).PinState | Should -Be Holds
        (Get-MoltbotSessionModel main -NewSession).Model | Should -BeExactly anthropic/claude-opus-4-5
    }

    It 'takes a profile by itself' {
        (Set-MoltbotSessionModel main anthropic/claude-opus-4-5 -ProfileId anthropic:work -PassThru).NextProfileId | Should -BeExactly anthropic:work
    }

    It 'pins what the pipeline brings with one change of the store, and goes on after one that is not there' {
        $call = Invoke-Recorded { 'main', 'gone', 'old', 'main' | ForEach-Object { [pscustomobject]@{ SessionKey = $_ } } | Set-MoltbotSessionModel -Model openai/gpt-5.2 -PassThru }
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'SessionNotFound,Moltbot.PowerShell.Commands.SetMoltbotSessionModelCommand'
        $call.Output.SessionKey | Should -BeExactly agent:main:main, agent:main:old
        ($call.Output.UpdatedAt | Select-Object -Unique).Count | Should -Be 1
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Set-MoltbotSessionModel main openai/gpt-5.2 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'an unknown session'; Id = 'SessionNotFound'; Command = { Set-MoltbotSessionModel mian openai/gpt-5.2 } }
        @{ Name = 'a session of another agent'; Id = 'SessionNotFound'; Command = { Set-MoltbotSessionModel agent:work:main openai/gpt-5.2 -Agent main } }
        @{ Name = 'a profile of another provider'; Id = 'ProfileOfOtherProvider'; Command = { Set-MoltbotSessionModel main 'openai/gpt-5.2@anthropic:work' } }
        @{ Name = 'an unknown profile'; Id = 'ProfileNotFound'; Command = { Set-MoltbotSessionModel main openai/gpt-5.2 -ProfileId openai:nobody -WhatIf } }
        @{ Name = 'text that names no model'; Id = 'InvalidArgument'; Command = { Set-MoltbotSessionModel main '@x' } }
        @{ Name = 'an alias of two models'; Id = 'AliasAmbiguous'; Command = { Set-MoltbotSessionModel main two }
            Break = { Set-TestConfig '{ agents: { defaults: { models: { "openai/gpt-5.2": { alias: "two" }, "zai/glm-9": { alias: "Two" } } } } }' }
        }
        @{ Name = 'a model that is not allowed'; Id = 'ModelNotAllowed'; Command = { Set-MoltbotSessionModel main groq/llama }
            Break = { Set-TestConfig '{ agents: { defaults: { models: { "openai/gpt-5.2": {} } } } }' }
        }
        @{ Name = 'a corrupt session store'; Id = 'StoreUnreadable'; Command = { Set-MoltbotSessionModel main openai/gpt-5.2 }; Break = { Set-TestSessions '{]' } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $Command | Should -Throw -ErrorId "$Id,Moltbot.PowerShell.Commands.SetMoltbotSessionModelCommand"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'names similar sessions, and the agent that has one' {
        (Invoke-Recorded { Set-MoltbotSessionModel mian openai/gpt-5.2 }).Failure.Exception.Message | Should -Match 'agent:main:main'
        (Invoke-Recorded { Set-MoltbotSessionModel agent:work:main openai/gpt-5.2 -Agent main }).Failure.Exception.Message | Should -Match 'not agent main''s but agent work''s'
    }

    It 'takes over a lock that a dead process left behind' {
        $lock = "$(Get-StatePath agents/main/sessions/sessions.json).lock"
        Set-TestFile $lock '{"pid":1,"startedAt":1}'
        (Get-Item -LiteralPath $lock).LastWriteTimeUtc = [datetime]::UtcNow.AddMinutes(-1)
        (Set-MoltbotSessionModel main openai/gpt-5.2 -PassThru).Model | Should -BeExactly openai/gpt-5.2
        Test-Path -LiteralPath $lock | Should -BeFalse
    }

    It 'completes its argument' {
        (Get-Completion 'Set-MoltbotSessionModel main open').CompletionText | Should -BeExactly openai/gpt-5.2
    }
}
