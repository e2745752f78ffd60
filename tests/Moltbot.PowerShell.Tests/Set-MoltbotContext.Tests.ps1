#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Clear-MoltbotContext
    Exit-TestHome
}

Describe 'Set-MoltbotContext' {
    BeforeEach {
        Clear-MoltbotContext
        Clear-TestHome
        New-TestInstallation
        $other = Join-Path $env:HOME other
        Set-TestFile (Join-Path $other agents main agent auth-profiles.json) '{"version":1,"profiles":{"zai:other":{"type":"api_key","provider":"zai","key":"sk-0123456789-0123456789"}}}'
        Set-TestFile (Join-Path $other agents solo agent auth-profiles.json) '{"version":1,"profiles":{"zai:solo":{"type":"api_key","provider":"zai","key":"sk-0123456789-0123456789"}}}'
    }

    It 'makes an installation and an agent the default of the session' {
        Set-MoltbotContext ./other -Agent solo
        (Get-MoltbotAuthProfile).ProfileId | Should -Contain zai:solo
        (Get-MoltbotModelStatus).Agent | Should -BeExactly solo
        Set-Location /
        (Get-MoltbotModelStatus).StateDirectory | Should -BeExactly $other
        Remove-MoltbotAuthProfile zai:solo -Confirm:$false
        Get-Content -Raw (Join-Path $other agents solo agent auth-profiles.json) | Should -Not -Match zai:solo
    }

    It 'is beaten by a parameter' {
        Set-MoltbotContext $other -Agent solo
        (Get-MoltbotModelStatus -Agent main).Agent | Should -BeExactly main
        $status = Get-MoltbotModelStatus -StateDirectory (Get-StatePath)
        $status.StateDirectory, $status.Agent | Should -BeExactly (Join-Path $env:HOME .clawdbot), main
    }

    It 'is beaten by a piped object' {
        $theirs = Get-MoltbotAuthProfile anthropic:work -Agent work
        Set-MoltbotContext $other -Agent solo
        $found = $theirs | Get-MoltbotAuthProfile
        $found.StateDirectory, $found.Agent | Should -BeExactly (Join-Path $env:HOME .clawdbot), work
    }

    It 'counts for piped names, which are of no installation' {
        Set-MoltbotContext $other -Agent solo
        ('zai:solo' | Get-MoltbotAuthProfile).StateDirectory | Should -BeExactly $other
    }

    It 'leaves sessions to the agent that their key names' {
        Set-TestSessions '{ "agent:work:main": { "sessionId": "s", "updatedAt": 1 } }' -Agent work
        Set-MoltbotContext -Agent main
        (Get-MoltbotSessionModel agent:work:main).Agent | Should -BeExactly work
    }

    It 'leaves the default model to all agents' {
        Set-MoltbotContext -Agent work
        (Set-MoltbotDefaultModel openai/gpt-5.2 -PassThru).Agent | Should -BeNullOrEmpty
    }

    It 'is told in -Verbose' {
        Set-MoltbotContext $other -Agent solo
        $call = Invoke-Recorded { Get-MoltbotModelStatus -Verbose }
        $call.Verbose.Message -like "*From Set-MoltbotContext: state directory $other, agent solo*" | Should -HaveCount 1
    }

    It 'is where completion looks' {
        Set-MoltbotContext $other -Agent solo
        (Get-Completion 'Get-MoltbotModelStatus -Agent ').CompletionText | Should -BeExactly main, solo
        (Get-Completion 'Get-MoltbotAuthProfile ').CompletionText | Should -Contain zai:solo
    }

    It 'is of one session, and no file knows it' {
        $before = Get-Fingerprint
        Set-MoltbotContext $other -Agent solo
        Get-Fingerprint | Should -BeExactly $before
        $path = Get-ManifestPath
        (1 | ForEach-Object -Parallel { Import-Module $using:path; @(Get-MoltbotContext).Count }) | Should -Be 0
    }

    It 'takes an agent from the pipeline, and gives the context' {
        $context = Get-MoltbotAgent work | Set-MoltbotContext -PassThru
        $context.StateDirectory, $context.Agent | Should -BeExactly (Join-Path $env:HOME .clawdbot), work
    }

    It 'ends with <Id> for <Name>, and keeps the context as it is' -ForEach @(
        @{ Name = 'an installation that there is not'; Id = 'InstallationNotFound'; Command = { Set-MoltbotContext ./nowhere } }
        @{ Name = 'an agent that there is not'; Id = 'AgentNotFound'; Command = { Set-MoltbotContext -Agent nobody } }
        @{ Name = 'a pattern'; Id = 'AgentNotFound'; Command = { Set-MoltbotContext -Agent * } }
        @{ Name = 'nothing'; Id = 'InvalidArgument'; Command = { Set-MoltbotContext } }
        @{ Name = 'a blank directory'; Id = 'InvalidArgument'; Command = { Set-MoltbotContext ' ' } }
    ) {
        Set-MoltbotContext $other
        $Command | Should -Throw -ErrorId "$Id,Moltbot.PowerShell.Commands.SetMoltbotContextCommand"
        (Get-MoltbotContext).StateDirectory | Should -BeExactly $other
    }
}
