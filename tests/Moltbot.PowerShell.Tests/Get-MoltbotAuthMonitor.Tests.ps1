#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotAuthMonitor' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Set-TestStore ([ordered]@{ 'anthropic:work' = New-Token anthropic -ExpiresIn 3.00:00; 'openai:default' = New-ApiKey openai; 'zai:late' = New-Token zai -ExpiresIn 40.00:00 })
    }

    It 'shows what is due in 30 days' {
        $status = Get-MoltbotAuthMonitor
        $status.Due.ProfileId | Should -BeExactly anthropic:work
        $status.TimeLine | Should -Match '^now \xB7{2,3}1\xB7{26,27} \+30d$'
    }

    It 'shows the last pass' {
        (Get-MoltbotAuthMonitor).LastPassAt | Should -BeNullOrEmpty
        $null = Invoke-MoltbotAuthMonitor
        $status = Get-MoltbotAuthMonitor
        $status.LastExitCode | Should -Be 0
        $status.LastPassAt | Should -BeGreaterThan ([datetimeoffset]::Now.AddMinutes(-5))
    }

    It 'changes nothing' {
        $before = Get-Fingerprint
        $null = Get-MoltbotAuthMonitor
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'writes a page' {
        $null = Get-MoltbotAuthMonitor -Html (Join-Path $env:HOME report.html)
        Get-Content -Raw (Join-Path $env:HOME report.html) | Should -Match 'anthropic:work'
    }
}
