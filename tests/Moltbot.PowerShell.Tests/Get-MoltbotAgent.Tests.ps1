#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotAgent' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'lists the agents that are configured or have a directory' {
        Set-TestStore -Agent found -Profiles @{}
        $agents = Get-MoltbotAgent
        $agents.Agent | Should -BeExactly main, work, found
        $agents.IsDefault | Should -BeExactly $true, $false, $false
        $agents.IsConfigured | Should -BeExactly $true, $true, $false
        $agents.HasStore | Should -BeExactly $true, $true, $true
        $agents[1].Path | Should -BeExactly (Get-StorePath work)
    }

    It 'matches <Pattern>' -ForEach @(
        @{ Pattern = '*'; Ids = 'main', 'work' }
        @{ Pattern = 'W*'; Ids = @('work') }
        @{ Pattern = 'WORK'; Ids = @('work') }
        @{ Pattern = 'work', 'main'; Ids = 'work', 'main' }
        @{ Pattern = 'x*'; Ids = @() }
    ) {
        @((Get-MoltbotAgent $Pattern).Agent) | Should -BeExactly $Ids
    }

    It 'writes an error for one that there is not, and goes on' {
        $call = Invoke-Recorded { Get-MoltbotAgent wrok, main }
        $call.Failure | Should -BeNullOrEmpty
        $call.Output.Agent | Should -BeExactly main
        $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'AgentNotFound,Moltbot.PowerShell.Commands.GetMoltbotAgentCommand'
        $call.Errors.TargetObject | Should -BeExactly wrok
        $call.Errors.Exception.Message | Should -BeLike '*There is: work, main.'
    }

    It 'gives what every cmdlet about an agent takes' {
        (Get-MoltbotAgent | Get-MoltbotModelStatus).Agent | Should -BeExactly main, work
        (Get-MoltbotAgent work | Get-MoltbotAuthProfile openai:*).ProfileId | Should -Contain openai:work
    }

    It 'takes state directories from the pipeline' {
        $other = Join-Path $env:HOME other
        Set-TestFile (Join-Path $other agents solo agent auth-profiles.json) '{"version":1,"profiles":{}}'
        ($other, (Get-StatePath) | Get-MoltbotAgent).Agent | Should -BeExactly main, solo, main, work
    }

    It 'warns of an installation that there is not' {
        Clear-TestHome
        $call = Invoke-Recorded { Get-MoltbotAgent }
        $call.Errors | Should -BeNullOrEmpty
        $call.Warnings.Message | Should -BeLike "There is no Moltbot installation at $env:HOME*"
    }

    It 'completes agents' {
        (Get-Completion 'Get-MoltbotAgent ').CompletionText | Should -BeExactly main, work
    }

    It 'shows what each is' {
        (Get-PlainText { Get-MoltbotAgent }) -join "`n" | Should -Match '(?m)^main +default, configured, own store +~.\.clawdbot.agents.main.agent$'
    }

    It 'changes no file' {
        $before = Get-Fingerprint
        $null = Get-MoltbotAgent
        Get-Fingerprint | Should -BeExactly $before
    }
}
