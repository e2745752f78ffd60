#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    $isWine = Test-Wine
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $password = ConvertTo-SecureString 'correct horse battery staple' -AsPlainText
}

AfterAll {
    Exit-TestHome
}

Describe 'Backup-MoltbotInstallation' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        $archive = Join-Path $env:HOME copies b.tar.gz
    }

    It 'saves an installation in one file' {
        $saved = Backup-MoltbotInstallation $archive
        $saved.Archive | Should -BeExactly $archive
        $saved.StateDirectory | Should -BeExactly (Join-Path $env:HOME .clawdbot)
        $saved.Layout | Should -Be January
        $saved.Length | Should -Be (Get-Item $archive).Length
        $saved.FileCount | Should -Be 3
        $saved.IsEncrypted | Should -BeFalse
    }

    It 'encrypts with a password' -Tag 'needs real Windows' -Skip:$isWine {
        (Backup-MoltbotInstallation $archive -Password $password).IsEncrypted | Should -BeTrue
        [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($archive), 0, 8) | Should -BeExactly MOLTBAK1
    }

    It 'takes no password as plain text' {
        { Backup-MoltbotInstallation $archive -Password 'correct horse' } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*Read-Host -AsSecureString*-Vault and -SecretName*'
        Test-Path $archive | Should -BeFalse
    }

    It 'replaces a file only when forced' {
        Set-TestFile $archive mine
        { Backup-MoltbotInstallation $archive } | Should -Throw -ErrorId 'BackupExists,*'
        Get-Content -Raw $archive | Should -BeExactly mine
        Backup-MoltbotInstallation $archive -Force | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        Backup-MoltbotInstallation $archive -WhatIf | Should -BeNullOrEmpty
        Test-Path $archive | Should -BeFalse
    }

    It 'wants all of what says where a password is' {
        { Backup-MoltbotInstallation $archive -Vault Somewhere } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'takes the installation from the pipeline' {
        $other = Join-Path $env:HOME other
        Set-TestFile (Join-Path $other agents solo agent auth-profiles.json) '{"version":1,"profiles":{}}'
        (Get-MoltbotInstallation -StateDirectory $other | Backup-MoltbotInstallation $archive).StateDirectory | Should -BeExactly $other
    }

    It 'says that there is none' {
        { Backup-MoltbotInstallation $archive -StateDirectory (Join-Path $env:HOME nowhere) } | Should -Throw -ErrorId 'InstallationNotFound,*'
    }
}
