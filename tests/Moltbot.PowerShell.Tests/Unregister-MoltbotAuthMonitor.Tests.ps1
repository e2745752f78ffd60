#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    $path = $env:PATH
}

AfterAll {
    $env:PATH = $path
    Exit-TestHome
}

Describe 'Unregister-MoltbotAuthMonitor' -Tag 'needs Unix' -Skip:$IsWindows {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Use-TestCrontab
    }

    It 'takes the schedule away, and nothing else' {
        Set-TestFile (Join-Path $env:HOME tab) "1 2 3 4 5 mine`n"
        Register-MoltbotAuthMonitor -Scheduler cron
        Unregister-MoltbotAuthMonitor
        Get-Content (Join-Path $env:HOME tab) | Should -BeExactly '1 2 3 4 5 mine'
        (Get-MoltbotAuthMonitor).Schedule | Should -BeNullOrEmpty
    }

    It 'does nothing where nothing was installed' {
        $before = Get-Fingerprint
        Unregister-MoltbotAuthMonitor
        Get-Fingerprint | Should -BeExactly $before
    }
}
