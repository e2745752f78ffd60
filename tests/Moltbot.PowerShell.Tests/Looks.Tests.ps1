#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What Get- and Test- cmdlets cannot find or read is an error about that item, and the others come.

BeforeDiscovery {
    $looks = @(
        @{ Name = 'Get-MoltbotAgent'; Missing = { Get-MoltbotAgent nobody } }
        @{ Name = 'Get-MoltbotAuthCandidate'; Missing = { Get-MoltbotAuthCandidate openai -Agent nobody } }
        @{ Name = 'Get-MoltbotAuthOrder'; Missing = { Get-MoltbotAuthOrder -Agent nobody } }
        @{ Name = 'Get-MoltbotAuthProfile'; Missing = { Get-MoltbotAuthProfile -Agent nobody } }
        @{ Name = 'Get-MoltbotCredential'; Missing = { Get-MoltbotCredential openai -Agent nobody } }
        @{ Name = 'Get-MoltbotEnvironmentVariable'; Missing = { Get-MoltbotEnvironmentVariable NOBODY } }
        @{ Name = 'Get-MoltbotModel'; Missing = { Get-MoltbotModel -Agent nobody } }
        @{ Name = 'Get-MoltbotModelStatus'; Missing = { Get-MoltbotModelStatus -Agent nobody } }
        @{ Name = 'Get-MoltbotProviderUsage'; Missing = { Get-MoltbotProviderUsage -Agent nobody } }
        @{ Name = 'Get-MoltbotRotation'; Missing = { Get-MoltbotRotation nobody } }
        @{ Name = 'Get-MoltbotSessionModel'; Missing = { Get-MoltbotSessionModel nobody } }
        @{ Name = 'Test-MoltbotCredential'; Missing = { Test-MoltbotCredential -Agent nobody } }
    )
    $fleets = @(
        @{ Text = 'Get-MoltbotAuthCandidate'; Command = { Get-MoltbotAuthCandidate openai -Agent * } }
        @{ Text = 'Get-MoltbotAuthOrder'; Command = { Get-MoltbotAuthOrder -Agent * } }
        @{ Text = 'Get-MoltbotAuthProfile'; Command = { Get-MoltbotAuthProfile -Agent * } }
        @{ Text = 'Get-MoltbotCredential'; Command = { Get-MoltbotCredential openai -Agent * } }
        @{ Text = 'Get-MoltbotModel'; Command = { Get-MoltbotModel -Agent * } }
        @{ Text = 'Get-MoltbotModelStatus'; Command = { Get-MoltbotModelStatus -Agent * } }
        @{ Text = 'Get-MoltbotProviderUsage'; Command = { Get-MoltbotProviderUsage -Agent * } }
        @{ Text = 'Get-MoltbotSessionModel'; Command = { Get-MoltbotSessionModel -Agent * } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'a look' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        foreach ($agent in 'main', 'work') { Set-TestSessions "{ `"agent:${agent}:main`": { `"sessionId`": `"s`", `"updatedAt`": 1 } }" -Agent $agent }
    }

    It 'gives nothing in a loop that silences errors, and not what it gave before: <Name>' -ForEach $looks {
        $found = 'before'
        $found = & { $ErrorActionPreference = 'SilentlyContinue'; & $Missing }
        $found | Should -BeNullOrEmpty
        $call = Invoke-Recorded $Missing
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike "*NotFound,Moltbot.PowerShell.Commands.$($Name.Replace('-', ''))Command"
        $call.Errors[0].TargetObject | Should -BeIn nobody, NOBODY
    }

    It 'is of every agent: <Text> -Agent *' -ForEach $fleets {
        $call = Invoke-Recorded $Command
        $call.Errors | Should -BeNullOrEmpty
        $call.Output.Agent | Sort-Object -Unique | Should -BeExactly main, work
    }

    It 'goes on behind an agent that cannot be read' {
        Set-TestStore '{ "profiles": [' -Agent main
        Set-TestStore ([ordered]@{ 'openai:work' = New-ApiKey openai }) -Agent work
        $call = Invoke-Recorded { 'main', 'work', 'main' | ForEach-Object { [pscustomobject]@{ Agent = $_ } } | Get-MoltbotAuthOrder }
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors.Count | Should -BeGreaterOrEqual 2
        $call.Errors[0].CategoryInfo.Category | Should -Be InvalidData
    }

    It 'ends the command where the command itself makes no sense: <_>' -ForEach { Get-MoltbotAuthProfile -StateDirectory Env:\ }, { Get-MoltbotModelStatus -StateDirectory $null }, { Get-MoltbotAgent -StateDirectory ' ' } {
        $_ | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'warns of an installation that there is not, and a gate calls it an error' {
        $nowhere = Join-Path $env:HOME nowhere
        $call = Invoke-Recorded { Get-MoltbotAuthProfile -StateDirectory $nowhere; Get-MoltbotModelStatus -StateDirectory $nowhere }
        $call.Errors | Should -BeNullOrEmpty
        @($call.Warnings.Message -like "There is no Moltbot installation at $nowhere.*") | Should -HaveCount 2

        foreach ($gate in { Get-MoltbotModelStatus -StateDirectory $nowhere -Check }, { Test-MoltbotSecretExposure -StateDirectory $nowhere -Check }, { Test-MoltbotSecretExposure -StateDirectory $nowhere -Quiet -Check }) {
            $global:LASTEXITCODE = 0
            $call = Invoke-Recorded $gate
            $call.Errors.FullyQualifiedErrorId | Should -BeLike 'InstallationNotFound,*'
            $call.Errors.TargetObject | Should -BeExactly $nowhere
            $call.Output | Should -Not -Contain $true
            $global:LASTEXITCODE | Should -Be 1
        }
    }
}
