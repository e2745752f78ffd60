#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Test-MoltbotInstallation' {
    BeforeEach {
        Clear-TestHome
        Set-TestStore -Profiles ([ordered]@{ 'anthropic:a' = New-ApiKey anthropic; 'zai:b' = New-Token zai -ExpiresIn -1:00 }) -Order @{ anthropic = @('anthropic:gone', 'anthropic:a') }
    }

    It 'finds what is wrong and says where, and what a repair would do' {
        $finding = Test-MoltbotInstallation | Where-Object Id -EQ ORDER_NAMES_UNKNOWN_PROFILE
        $finding | Should -BeOfType ([Moltbot.Core.Diagnosing.Finding])
        $finding.Severity | Should -Be Warning
        $finding.Path | Should -Be (Get-StorePath)
        $finding.Entry | Should -BeExactly order.anthropic
        $finding.Agent | Should -BeExactly main
        $finding.Repair | Should -BeExactly 'Take anthropic:gone out of the order'
        $finding.IsSafe | Should -BeTrue
        $finding.ToHelp() | Should -Match 'about_Moltbot_Doctor.md#order_names_unknown_profile$'
    }

    It 'changes nothing' {
        $before = Get-Fingerprint
        $null = Test-MoltbotInstallation -Deep
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'looks only for what is named, in any case, and leaves out what is named' {
        (Test-MoltbotInstallation -Only auth_profile_expired, ORDER_NAMES_UNKNOWN_PROFILE).Id | Should -BeExactly ORDER_NAMES_UNKNOWN_PROFILE, AUTH_PROFILE_EXPIRED
        (Test-MoltbotInstallation -Only AUTH_PROFILE_EXPIRED, ORDER_NAMES_UNKNOWN_PROFILE -Skip AUTH_PROFILE_EXPIRED).Id | Should -BeExactly ORDER_NAMES_UNKNOWN_PROFILE
    }

    It 'tells what could not be read, whatever was asked for' {
        Set-TestFile (Get-StorePath) '{ broken'
        $finding = Test-MoltbotInstallation -Only AUTH_PROFILE_EXPIRED
        $finding.Id | Should -BeExactly STORE_UNREADABLE
        $finding.Line, $finding.Column | Should -BeExactly 1, 3
    }

    It 'names those that are near where a finding does not exist' {
        { Test-MoltbotInstallation -Only LOCK_STALL -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*There is: LOCK_STALE.'
    }

    It 'completes the names of findings by any part' {
        (Get-Completion 'Test-MoltbotInstallation -Only EXPIR').CompletionText | Should -BeExactly AUTH_PROFILE_EXPIRED, AUTH_PROFILE_EXPIRING, AUTH_PROFILE_EXPIRY_MISSING
    }

    It 'sets the exit code: errors are worse than warnings, and notes are fine' {
        $null = Test-MoltbotInstallation -Check
        $LASTEXITCODE | Should -Be 1
        $null = Test-MoltbotInstallation -Check -Only ORDER_NAMES_UNKNOWN_PROFILE
        $LASTEXITCODE | Should -Be 2
        $null = Test-MoltbotInstallation -Check -Only PLAINTEXT_FOUND
        $LASTEXITCODE | Should -Be 0
    }

    It 'answers with true or false' {
        Test-MoltbotInstallation -Quiet | Should -BeFalse
        Test-MoltbotInstallation -Quiet -Only PLAINTEXT_FOUND | Should -BeTrue
    }

    It 'shows no secret' {
        $secret = New-Secret
        Set-TestStore @{ 'zai:a' = @{ type = 'api_key'; provider = 'zai'; key = "export ZAI_API_KEY=$secret" } }
        $shown = Test-MoltbotInstallation | Format-List * | Out-String -Width 500
        $shown | Should -Match PROFILE_SECRET_IMPOSSIBLE
        $shown | Should -Not -Match ([regex]::Escape($secret))
    }
}
