#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $path = Join-Path $env:HOME moltbot.prom
}

AfterAll {
    Exit-TestHome
}

Describe 'Export-MoltbotAuthMetric' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Set-TestStore ([ordered]@{ 'anthropic:work' = New-Token anthropic -ExpiresIn 3.00:00 })
    }

    It 'writes each credential' {
        Export-MoltbotAuthMetric $path
        $text = Get-Content -Raw $path
        $text | Should -Match 'moltbot_credential_expiry_seconds\{installation="[^"]+",agent="main",provider="anthropic",profile="anthropic:work"\} 25\d{4}'
        $text | Should -Match '# EOF\n$'
    }

    It 'names nobody with -Anonymous' {
        Export-MoltbotAuthMetric $path -Anonymous
        Get-Content -Raw $path | Should -Not -Match 'anthropic:work|agent="main"'
    }

    It 'is about an installation that there is' {
        { Export-MoltbotAuthMetric $path -StateDirectory (Join-Path $env:HOME none) } | Should -Throw -ErrorId 'InstallationNotFound,*'
        $path | Should -Not -Exist
    }
}
