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

Describe 'Register-MoltbotAuthMonitor' -Tag 'needs Unix' -Skip:$IsWindows {
    BeforeEach {
        $env:PATH = $path
        Clear-TestHome
        New-TestInstallation
        Use-TestCrontab
    }

    It 'has cron start pwsh without a profile, which makes a pass of this installation' {
        $installed = Register-MoltbotAuthMonitor -Scheduler cron -Every 15m -PassThru
        $installed.Scheduler | Should -BeExactly cron
        $installed.Every | Should -Be ([timespan]'00:15')
        $line = Get-Content -Raw (Join-Path $env:HOME tab)
        $line | Should -Match '^\*/15 \* \* \* \* .*-NoProfile.*-NonInteractive'
        $line | Should -Match 'Invoke-MoltbotAuthMonitor -Check -StateDirectory'
        $line | Should -Match ([regex]::Escape((Get-StatePath '')).TrimEnd('/'))
    }

    It 'brings up to date what there is, and adds nothing' {
        Register-MoltbotAuthMonitor -Scheduler cron
        Register-MoltbotAuthMonitor -Scheduler cron -Every 1h
        @(Get-Content (Join-Path $env:HOME tab)) | Should -HaveCount 1
        (Get-MoltbotAuthMonitor).Schedule.Every | Should -Be ([timespan]'01:00')
    }

    It 'refuses an interval that nobody keeps' {
        { Register-MoltbotAuthMonitor -Scheduler cron -Every 2d } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'says what to do instead where there is no scheduler' {
        $env:PATH = $env:HOME
        { Register-MoltbotAuthMonitor -Scheduler cron } | Should -Throw '*-Scheduler*Invoke-MoltbotAuthMonitor*' -ErrorId 'ScheduleUnavailable,*'
    }

    It 'is about an installation that there is' {
        { Register-MoltbotAuthMonitor -Scheduler cron -StateDirectory (Join-Path $env:HOME none) } | Should -Throw -ErrorId 'InstallationNotFound,*'
    }
}
