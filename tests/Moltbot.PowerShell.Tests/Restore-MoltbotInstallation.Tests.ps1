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

Describe 'Restore-MoltbotInstallation' -Tag 'needs real Windows' -Skip:$isWine {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        $archive = Join-Path $env:HOME copies b.backup
        $null = Backup-MoltbotInstallation $archive -Password $password
        $saved = Get-Content -Raw (Get-StorePath work)
        Set-TestFile (Get-StorePath work) '{"version":1,"profiles":{}}'
    }

    It 'puts back what was saved and keeps what was there' {
        $restored = Restore-MoltbotInstallation $archive -Password $password -Confirm:$false
        Get-Content -Raw (Get-StorePath work) | Should -BeExactly $saved
        $restored.Changed | Should -Be 1
        $restored.LeftOut | Should -Be 0
        $restored.StateDirectory | Should -BeExactly (Join-Path $env:HOME .clawdbot)
        $null = Restore-MoltbotInstallation $restored.SafetyCopy -Confirm:$false
        Get-Content -Raw (Get-StorePath work) | Should -BeExactly '{"version":1,"profiles":{}}'
    }

    It 'names with -WhatIf what would be different, and changes nothing' {
        $before = Get-Fingerprint
        $path = Join-Path ([System.IO.Path]::GetTempPath()) "said-$([guid]::NewGuid())"
        $null = Start-Transcript -LiteralPath $path
        try { Restore-MoltbotInstallation $archive -Password $password -WhatIf | Should -BeNullOrEmpty } finally { $null = Stop-Transcript }
        $said = (Get-Content -Raw -LiteralPath $path) -replace '\r?\n'
        Remove-Item -LiteralPath $path
        $said | Should -BeLike "*Replace as it was saved at *$([System.IO.Path]::Combine('work', 'agent', 'auth-profiles.json'))*"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'restores nothing with <Case>' -ForEach @(
        @{ Case = 'another password'; Given = @{ Password = ConvertTo-SecureString wrong -AsPlainText }; ErrorId = 'BackupPasswordWrong' }
        @{ Case = 'no password'; Given = @{}; ErrorId = 'BackupPasswordMissing' }
    ) {
        $before = Get-Fingerprint
        { Restore-MoltbotInstallation $archive @Given -Confirm:$false } | Should -Throw -ErrorId "$ErrorId,*"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'restores nothing of what was changed' {
        $content = [System.IO.File]::ReadAllBytes($archive)
        $content[-1] = $content[-1] -bxor 1
        [System.IO.File]::WriteAllBytes($archive, $content)
        { Restore-MoltbotInstallation $archive -Password $password -Confirm:$false } | Should -Throw -ErrorId 'BackupUnreadable,*'
        Get-Content -Raw (Get-StorePath work) | Should -BeExactly '{"version":1,"profiles":{}}'
    }

    It 'leaves alone what is as it was saved' {
        $null = Restore-MoltbotInstallation $archive -Password $password -Confirm:$false
        $again = Restore-MoltbotInstallation $archive -Password $password -Confirm:$false
        $again.Changed | Should -Be 0
        $again.SafetyCopy | Should -BeNullOrEmpty
    }

    It 'says that there is no such file' {
        { Restore-MoltbotInstallation (Join-Path $env:HOME nothing) -Confirm:$false } | Should -Throw -ErrorId 'FileNotFound,*'
    }

    It 'makes a directory that is not there' {
        $other = Join-Path $env:HOME other
        $null = Restore-MoltbotInstallation $archive -Password $password -StateDirectory $other -Confirm:$false
        Get-Content -Raw (Join-Path $other agents work agent auth-profiles.json) | Should -BeExactly $saved
    }
}
