#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    # A crontab of nobody else, in a file.
    function Set-Crontab {
        Set-TestFile (Join-Path $env:HOME bin crontab) "#!/bin/sh`nif [ `"`$1`" = -l ]; then cat '$env:HOME/tab'; else cat > '$env:HOME/tab'; fi`n"
        chmod 755 (Join-Path $env:HOME bin crontab)
        Set-TestFile (Join-Path $env:HOME tab) ""
        $env:PATH = "$(Join-Path $env:HOME bin):/usr/bin:/bin"
    }

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
        Set-Crontab
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
