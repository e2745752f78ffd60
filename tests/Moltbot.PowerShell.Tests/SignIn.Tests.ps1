#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Sign-ins of a real authorization server that are renewed when they are needed, and what is never seen of them.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    $isWine = Test-Wine
    $hasVaults = Test-VaultModule
    $hasTerminals = -not $IsWindows -and (Test-Path -LiteralPath /usr/bin/script)
    $hasBrowser = -not $IsWindows -and (Test-Path -LiteralPath /usr/bin/chromium)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1), (Join-Path $PSScriptRoot TestSignIns.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Enter-SignInServer
    $manifest = Get-ManifestPath
}

AfterAll {
    Exit-SignInServer
    Exit-TestHome
}

Describe 'a sign-in that has expired' -Tag 'needs real Windows' -Skip:$isWine {
    BeforeEach {
        Clear-TestHome
        New-SignInInstallation
        $signIn = New-ServerSignIn qwen-portal
        Set-TestStore @{ 'qwen-portal:default' = $signIn }
    }

    It 'is renewed once, when it is used by <Name>' -ForEach @(
        @{ Name = 'Update-MoltbotCredential'; Use = { Update-MoltbotCredential -PassThru 3>$null; Get-MoltbotCredential qwen-portal -NoRefresh -AsPlainText 3>$null } }
        @{ Name = 'Get-MoltbotCredential'; Use = { Get-MoltbotCredential qwen-portal -AsPlainText 3>$null } }
        @{ Name = 'Get-MoltbotCredential -ProfileId'; Use = { Get-MoltbotCredential -ProfileId qwen-portal:default -AsPlainText 3>$null } }
        @{ Name = 'Invoke-MoltbotCommand'; Use = { Invoke-MoltbotCommand qwen-portal { $global:token = $env:QWEN_OAUTH_TOKEN } 3>$null; $global:token } }
    ) {
        $token = @(& $Use)[-1]
        $stored = Get-StoredProfile qwen-portal:default
        $stored.access | Should -Not -BeExactly $signIn.access
        $stored.refresh | Should -Not -BeExactly $signIn.refresh
        $stored.accountId | Should -BeExactly account-ada
        $token | Should -BeExactly $stored.access
        Get-TokenRequest $signIn.refresh | Should -HaveCount 1
    }

    It 'is left alone by <Name>' -ForEach @(
        @{ Name = 'Get-MoltbotCredential -NoRefresh'; Use = { Get-MoltbotCredential qwen-portal -NoRefresh } }
        @{ Name = 'Invoke-MoltbotCommand -NoRefresh'; Use = { Invoke-MoltbotCommand qwen-portal { } -NoRefresh } }
        @{ Name = 'Update-MoltbotCredential -WhatIf'; Use = { Update-MoltbotCredential -WhatIf } }
        @{ Name = 'Get-MoltbotModelStatus'; Use = { Get-MoltbotModelStatus } }
        @{ Name = 'Get-MoltbotAuthProfile'; Use = { Get-MoltbotAuthProfile } }
    ) {
        $before = Get-Fingerprint
        $null = Invoke-Recorded $Use
        Get-Fingerprint | Should -BeExactly $before
        Get-TokenRequest $signIn.refresh | Should -HaveCount 0
    }

    It 'is an error of Get-MoltbotCredential -NoRefresh that says how it is renewed' {
        $call = Invoke-Recorded { Get-MoltbotCredential -ProfileId qwen-portal:default -NoRefresh }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike 'RefreshNeeded,*'
        $call.Errors[0].Exception.Message | Should -Match 'Update-MoltbotCredential renews it'
    }

    It 'is renewed by one of many runspaces that need it, and the others take what it got' {
        $tokens = 1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $using:manifest
            Get-MoltbotCredential qwen-portal -AsPlainText 3>$null
        }
        $tokens | Should -HaveCount 6
        $tokens | Select-Object -Unique | Should -BeExactly (Get-StoredProfile qwen-portal:default).access
        Get-TokenRequest $signIn.refresh | Should -HaveCount 1
    }

    It 'is renewed by one of many processes that need it' {
        $jobs = 1..3 | ForEach-Object { Start-Job { Import-Module $using:manifest; Get-MoltbotCredential qwen-portal -AsPlainText 3>$null } }
        $tokens = $jobs | Receive-Job -Wait -AutoRemoveJob
        $tokens | Should -HaveCount 3
        $tokens | Select-Object -Unique | Should -BeExactly (Get-StoredProfile qwen-portal:default).access
        Get-TokenRequest $signIn.refresh | Should -HaveCount 1
    }

    It 'is the same one for all agents that hold it' {
        New-SignInInstallation '{ agents: { list: [{ id: "main" }, { id: "work" }] } }'
        Set-TestStore -Agent work @{ 'qwen-portal:default' = $signIn }
        $token = Get-MoltbotCredential qwen-portal -Agent work -AsPlainText 3>$null
        $token | Should -BeExactly (Get-StoredProfile qwen-portal:default).access
        (Get-StoredProfile qwen-portal:default work).refresh | Should -BeExactly (Get-StoredProfile qwen-portal:default).refresh
        Get-TokenRequest $signIn.refresh | Should -HaveCount 1
    }

    It 'whose refresh token is refused says why, in each use, and stays' {
        $signIn.refresh = New-Secret "rt-$([guid]::NewGuid())"
        Set-TestStore @{ 'qwen-portal:default' = $signIn }
        # Whoever asks again is told without another request.
        $uses = [ordered]@{ RefreshTokenRejected = { Update-MoltbotCredential }; RefreshNeeded = { Get-MoltbotCredential -ProfileId qwen-portal:default } }
        foreach ($id in $uses.Keys) {
            $call = Invoke-Recorded $uses[$id]
            $call.Errors | Should -HaveCount 1
            $call.Errors[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
            $call.Errors[0].Exception.Message | Should -Match 'Connect-MoltbotAccount'
            $call.Errors[0] | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        }
        Get-TokenRequest $signIn.refresh | Should -HaveCount 1
        (Get-StoredProfile qwen-portal:default).refresh | Should -BeExactly $signIn.refresh
    }

    It 'is renewed by the vault that gives its token' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        $out = @(Invoke-TestShell "Register-SecretVault -Name Moltbot -ModuleName '$manifest'; Get-Secret -Name qwen-portal:default -Vault Moltbot -AsPlainText 3>`$null")
        $out[-1] | Should -BeExactly (Get-StoredProfile qwen-portal:default).access
        (Get-StoredProfile qwen-portal:default).access | Should -Not -BeExactly $signIn.access
        Get-TokenRequest $signIn.refresh | Should -HaveCount 1
    }
}

Describe 'the secrets of a sign-in' -Tag 'needs Linux' {
    BeforeAll {
        # A home with a desktop, and a script in it that signs in and is loud about it.
        function New-LoudScript([string]$Command, $Profiles) {
            Clear-TestHome
            New-SignInInstallation
            if ($Profiles) {
                Set-TestStore $Profiles
                [System.IO.File]::SetUnixFileMode((Get-StorePath), 'UserRead, UserWrite')
            }
            New-TestBrowser
            $env:CHUTES_CLIENT_ID = 'cid_of-a-person'
            $env:CHUTES_CLIENT_SECRET = 'cs-client-NEVERSHOWN-NEVERSHOWN'
            $env:CHUTES_OAUTH_REDIRECT_URI = "http://127.0.0.1:$(Get-FreePort)/oauth-callback"
            $script = Join-Path $env:HOME script.ps1
            Set-TestFile $script @"
Import-Module '$manifest'
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
`$null = Start-Transcript (Join-Path `$HOME transcript.txt)
$Command
`$Error | Format-List * -Force
Get-Error -Newest 5
Get-MoltbotAuthProfile | Format-List * -Force
`$null = Stop-Transcript
"@
            $script
        }

        function Get-ProcessText { sh -c 'cat /proc/[0-9]*/cmdline 2>/dev/null' }

        # Runs the script in a PowerShell of its own, and gives all that it showed, wrote down and was seen of.
        function Invoke-Loud([string]$Command, [scriptblock]$Wait = { Wait-Page }, $Profiles) {
            $script = New-LoudScript $Command $Profiles
            $before = @(Get-TokenRequest).Count
            $run = Start-Process (Get-EnginePath) -ArgumentList '-NoProfile', '-NonInteractive', '-File', $script -RedirectStandardOutput "$env:HOME/out" -RedirectStandardError "$env:HOME/err" -PassThru
            $page = & $Wait
            $seen = Get-ProcessText
            if ($page) { Complete-Page $page }
            $seen = "$seen$(Get-ProcessText)"
            if (-not $run.WaitForExit(30000)) { $run.Kill($true); throw 'The sign-in does not end.' }
            New-Loud "$(Get-Content -Raw -LiteralPath "$env:HOME/out", "$env:HOME/err")" $seen $before
        }

        # The same on a terminal, at which a person does something.
        function Invoke-LoudTerminal([string]$Command, [scriptblock]$Act, [scriptblock]$Arrange = { }) {
            $script = New-LoudScript $Command
            & $Arrange
            $before = @(Get-TokenRequest).Count
            $terminal = Start-Terminal $script
            $seen = & $Act $terminal
            Complete-Terminal $terminal | Should -Be 0 -Because $terminal.Shown
            New-Loud $terminal.Shown $seen $before
        }

        function New-Loud([string]$Shown, [string]$Seen, [int]$Before) {
            $requests = @(Get-TokenRequest) | Select-Object -Skip $Before
            $stored = (Test-Path -LiteralPath (Get-StorePath)) ? (Get-Content -Raw -LiteralPath (Get-StorePath) | ConvertFrom-Json).profiles.PSObject.Properties.Value : @()
            $secrets = @($requests.credential; $requests.verifier; $stored.access; $stored.refresh; 'NEVERSHOWN').Where({ $_ })
            @{ Text = "$Shown$(Get-Content -Raw -LiteralPath "$env:HOME/transcript.txt")"; Seen = $Seen; Secrets = $secrets; Grants = $requests.grantType }
        }

        # The page that a terminal shows.
        function Get-TerminalPage($Terminal) {
            [uri][regex]::Match((Wait-Terminal $Terminal 'Paste [^:]+: '), 'https://[^\s\e]+/authorize\?[^\s\e]+').Value
        }

        function Wait-Page {
            $path = Join-Path $env:HOME page
            $null = Wait-Until { Test-Path -LiteralPath $path }
            [uri](Get-Content -Raw -LiteralPath $path)
        }

        function Assert-Unseen($Loud) {
            foreach ($secret in $Loud.Secrets) { $Loud.Text.Contains($secret) -or "$($Loud.Seen)".Contains($secret) | Should -BeFalse }
            foreach ($file in Get-ChildItem -LiteralPath $env:HOME -Recurse -Force -File | Where-Object { $_.UnixMode -notlike '-???------' }) {
                $text = Get-Content -Raw -LiteralPath $file.FullName
                if (-not $text) { continue }
                foreach ($secret in $Loud.Secrets) { $text.Contains($secret) | Should -BeFalse -Because $file.Name }
            }
        }
    }

    It 'are seen nowhere when a browser comes back' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $loud = Invoke-Loud 'Connect-MoltbotAccount chutes -PassThru | Format-List * -Force'
        $loud.Text | Should -Match 'Sign in to Chutes'
        $loud.Grants | Should -Contain authorization_code
        $loud.Secrets.Count | Should -BeGreaterThan 4
        Assert-Unseen $loud
    }

    It 'are seen nowhere when a code is entered' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $loud = Invoke-Loud 'Connect-MoltbotAccount qwen-portal -PassThru | Format-List * -Force'
        $loud.Text | Should -Match 'enter this code'
        $loud.Grants | Should -Contain 'urn:ietf:params:oauth:grant-type:device_code'
        $loud.Secrets.Count | Should -BeGreaterThan 3
        Assert-Unseen $loud
    }

    It 'are seen nowhere when an address is pasted at a terminal' -Tag 'needs script' -Skip:(-not $hasTerminals) {
        $loud = Invoke-LoudTerminal 'Connect-MoltbotAccount chutes -NoBrowser -PassThru | Format-List * -Force' {
            param($terminal)
            $back = Approve-Page (Get-TerminalPage $terminal)
            # Some of it comes slowly enough to be read by itself.
            $keys = "$back"
            Send-Key $terminal $keys.Substring(0, 40)
            [System.Threading.Thread]::Sleep(200)
            Send-Key $terminal "$($keys.Substring(40))`r"
            Get-ProcessText
        }
        $loud.Text | Should -Match 'Paste the redirect URL'
        $loud.Grants | Should -Contain authorization_code
        $loud.Secrets.Count | Should -BeGreaterThan 4
        Assert-Unseen $loud
        Get-MoltbotCredential chutes -NoRefresh -AsPlainText 3>$null | Should -BeIn $loud.Secrets
    }

    It 'are seen nowhere when a real browser comes back to a terminal' -Tag 'needs Chromium' -Skip:(-not $hasBrowser) {
        $loud = Invoke-LoudTerminal 'Connect-MoltbotAccount chutes -PassThru | Format-List * -Force' { } -Arrange { New-RealBrowser }
        $loud.Text | Should -Match 'Sign in to Chutes'
        $loud.Grants | Should -Contain authorization_code
        $shown = Join-Path $env:HOME shown
        $null = Wait-Until { Test-Path -LiteralPath $shown }
        Get-Content -Raw -LiteralPath $shown | Should -Match 'close this window'
        Remove-Item -LiteralPath (Join-Path $env:HOME browser) -Recurse -Force
        Assert-Unseen $loud
    }

    It 'are nowhere when Ctrl+C ends the asking at a terminal, which is at once and changes nothing' -Tag 'needs script' -Skip:(-not $hasTerminals) {
        $script = New-LoudScript 'Connect-MoltbotAccount chutes -NoBrowser'
        $before = Get-Fingerprint
        $terminal = Start-Terminal $script
        $back = Approve-Page (Get-TerminalPage $terminal)
        Send-Key $terminal "$back"
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Send-Key $terminal "`u{3}"
        $null = Complete-Terminal $terminal
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $terminal.Shown | Should -Not -Match ([regex]::Escape((Get-QueryValue $back code)))
        Remove-Item -LiteralPath "$env:HOME/transcript.txt"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'are seen nowhere when the renewal fails' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $loud = Invoke-Loud "
Update-MoltbotCredential -PassThru | Format-List * -Force
Get-MoltbotCredential -ProfileId chutes:a" -Wait { } -Profiles @{ 'chutes:a' = New-SignIn chutes -ExpiresIn '-1:00' }
        $loud.Text | Should -Match RefreshTokenRejected
        Assert-Unseen $loud
    }
}
