#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Test-MoltbotMigration' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'says what would be lost, where, and what to do about it' {
        $before = Get-Fingerprint
        $lost = Test-MoltbotMigration | Where-Object Id -EQ CONFIG_IGNORED
        $lost.Severity | Should -Be Error
        $lost.Path | Should -BeExactly (Join-Path (Get-StatePath) moltbot.json)
        $lost.StateDirectory | Should -BeExactly (Join-Path $env:HOME .clawdbot)
        $lost.Message | Should -BeLike 'The gateway of today does not look at moltbot.json*'
        $lost.Advice | Should -BeLike 'Rename it to clawdbot.json*'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'names the agent and the profile that it is about' {
        Set-TestFile (Get-StorePath work) '{"version":1,"profiles":{"acme:odd":{"type":"certificate","provider":"acme"}}}'
        $lost = Test-MoltbotMigration | Where-Object Id -EQ PROFILE_LOST
        $lost.Agent | Should -BeExactly work
        $lost.ProfileId | Should -BeExactly acme:odd
        $lost.Entry | Should -BeExactly profiles.acme:odd
    }

    It 'answers with yes or no, and with an exit code' {
        Test-MoltbotMigration -Quiet -Check | Should -BeFalse
        $global:LASTEXITCODE | Should -Be 1
        Remove-Item -LiteralPath (Get-StatePath) -Recurse -Force
        Set-TestFile (Join-Path (Get-StatePath) clawdbot.json) '{}'
        Test-MoltbotMigration -Quiet -Check | Should -BeTrue
        $global:LASTEXITCODE | Should -Be 0
    }

    It 'writes an error about what it cannot read, which counts as lost' {
        Set-TestFile (Get-StorePath work) '{'
        Test-MoltbotMigration -Quiet -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeFalse
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'StoreUnreadable,*'
    }

    It 'takes a fleet of state directories' {
        (Get-StatePath), (Get-StatePath) | Test-MoltbotMigration | Where-Object Id -EQ CONFIG_IGNORED | Should -HaveCount 2
    }
}
