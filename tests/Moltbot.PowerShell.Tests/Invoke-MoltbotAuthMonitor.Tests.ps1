#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    function Set-Settings([string]$Text) {
        Set-TestFile (Get-StatePath monitor.json) $Text
        if (-not $IsWindows) { chmod 600 (Get-StatePath monitor.json) }
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'Invoke-MoltbotAuthMonitor' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Set-TestStore ([ordered]@{ 'openai:default' = New-ApiKey openai; 'anthropic:work' = New-Token anthropic -ExpiresIn -1:00 })
    }

    It 'says what has changed, once' {
        $pass = Invoke-MoltbotAuthMonitor
        $pass.ExitCode | Should -Be 1
        $pass.Events.ProfileId | Should -BeExactly anthropic:work
        $pass.Events.Kind | Should -Be Expired
        (Invoke-MoltbotAuthMonitor).Events | Should -BeNullOrEmpty
    }

    It 'says that it is over' {
        $null = Invoke-MoltbotAuthMonitor
        Set-TestStore ([ordered]@{ 'openai:default' = New-ApiKey openai; 'anthropic:work' = New-ApiKey anthropic })
        $pass = Invoke-MoltbotAuthMonitor
        $pass.ExitCode | Should -Be 0
        $pass.Events.Kind | Should -Be Recovered
    }

    It 'has a command read the message from standard input' -Tag 'needs Unix' -Skip:$IsWindows {
        Set-Settings "{ channels: { file: { type: 'command', program: '/bin/sh', arguments: ['-c', 'cat > ""`$0""', '$env:HOME/told.json'] } } }"
        (Invoke-MoltbotAuthMonitor).Deliveries.IsAccepted | Should -BeTrue
        (Get-Content -Raw (Join-Path $env:HOME told.json) | ConvertFrom-Json).events.profileId | Should -BeExactly anthropic:work
    }

    It 'reports a channel that fails, and tells it in the next pass' -Tag 'needs Unix' -Skip:$IsWindows {
        Set-Settings "{ channels: { bad: { type: 'command', program: '/bin/false' } } }"
        $pass = Invoke-MoltbotAuthMonitor -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ChannelFailed,*'
        $pass.Deliveries.IsAccepted | Should -BeFalse
        Set-Settings "{ channels: { bad: { type: 'command', program: '/bin/true' } } }"
        (Invoke-MoltbotAuthMonitor).Deliveries.IsAccepted | Should -BeTrue
    }

    It 'names line and column of what is wrong in the settings, and does the rest' {
        Set-Settings "{`n  repeat: 'often' }"
        $pass = Invoke-MoltbotAuthMonitor -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'MonitorSettingsInvalid,*'
        $failures[0].Exception.Line | Should -Be 2
        $pass.Events.ProfileId | Should -BeExactly anthropic:work
    }

    It 'sets $LASTEXITCODE with -Check' {
        $null = Invoke-MoltbotAuthMonitor -Check
        $global:LASTEXITCODE | Should -Be 1
    }

    It 'shows with -WhatIf what would be sent, and does nothing' {
        Set-Settings "{ channels: { log: { type: 'syslog' } } }"
        $before = Get-Fingerprint
        $pass = Invoke-MoltbotAuthMonitor -WhatIf
        $pass.Deliveries.Text | Should -BeLike '*anthropic:work has expired*'
        $pass.Deliveries.IsAccepted | Should -BeFalse
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes installations from the pipeline' {
        (Get-StatePath '').TrimEnd('/') | Invoke-MoltbotAuthMonitor | Should -HaveCount 1
    }
}
