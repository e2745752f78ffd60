#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# A program of the test can stand in for the browser on Linux only.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestSignIns.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Enter-SignInServer

    # An installation, a desktop, and a client of Chutes to which browsers come back at a port of its own.
    function New-Scene([string]$Config = '{}') {
        Clear-TestHome
        New-SignInInstallation $Config
        if ($IsLinux) { New-TestBrowser }
        $env:CHUTES_CLIENT_ID = 'cid_of-a-person'
        $env:CHUTES_CLIENT_SECRET = 'cs-client-NEVERSHOWN-NEVERSHOWN'
        $env:CHUTES_OAUTH_REDIRECT_URI = "http://127.0.0.1:$(Get-FreePort)/oauth-callback"
    }

    # The page that a run has had opened, once it has.
    function Wait-Page($Run) {
        $path = Join-Path $env:HOME page
        $null = Wait-Until { (Test-Path -LiteralPath $path) -or $Run.Handle.IsCompleted }
        if (-not (Test-Path -LiteralPath $path)) { throw (Complete-Run $Run).Failure.Exception }
        [uri](Get-Content -Raw -LiteralPath $path)
    }

    # The page that a run has shown, once it has.
    function Wait-Shown($Run) {
        [uri](Wait-Until { if ($Run.Handle.IsCompleted) { throw (Complete-Run $Run).Failure.Exception }; @($Run.Shell.Streams.Information.ReadAll()).ForEach({ "$_" }) -match '^  https' }).Trim()
    }

    # Signs in with a browser.
    function Invoke-Connect([string]$Command, [switch]$Deny) {
        $run = Start-Run $Command
        Complete-Page (Wait-Page $run) -Deny:$Deny
        Complete-Run $run
    }
}

AfterAll {
    Exit-SignInServer
    Exit-TestHome
}

Describe 'Connect-MoltbotAccount' -Tag 'needs Linux' {
    BeforeEach { New-Scene }

    It 'signs in with the browser, and says nothing in the pipeline' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $call = Invoke-Connect 'Connect-MoltbotAccount chutes'
        $call.Failure | Should -BeNullOrEmpty
        $call.Output | Should -BeNullOrEmpty
        $stored = Get-StoredProfile chutes:default
        $stored.type | Should -BeExactly oauth
        $stored.refresh | Should -Not -BeNullOrEmpty
        (Get-Item -LiteralPath (Get-StorePath)).UnixMode | Should -Be '-rw-------'
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Match 'chutes:default'
        Get-MoltbotCredential chutes -NoRefresh -AsPlainText 3>$null | Should -BeExactly $stored.access
    }

    It 'shows the page as information, warns of whose addresses are replaced, and returns what was stored with -PassThru' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $call = Invoke-Connect 'Connect-MoltbotAccount chutes -ProfileId chutes:work -PassThru'
        $call.Information[0] | Should -BeExactly 'Sign in to Chutes in a browser:'
        $call.Information[2] | Should -BeLike '  https://*/idp/authorize*'
        $call.Warnings | Should -Match 'providers\.endpoints\.json'
        $call.Output | Should -HaveCount 1
        $call.Output[0].GetType().FullName | Should -BeExactly Moltbot.Core.Importing.ImportedProfile
        $call.Output[0].ProfileId | Should -BeExactly chutes:work
        (Get-StoredProfile chutes:work).access | Should -Not -BeNullOrEmpty
    }

    It 'tells how long there is left, and ends the progress' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $call = Invoke-Connect 'Connect-MoltbotAccount chutes -Timeout 1m'
        $call.Progress.Count | Should -BeGreaterThan 1
        $call.Progress[0].Activity | Should -BeExactly 'Signing in to Chutes'
        $call.Progress[0].SecondsRemaining | Should -BeIn (50..60)
        $call.Progress[-1].RecordType | Should -Be Completed
        $call.Progress.ActivityId | Select-Object -Unique | Should -HaveCount 1
    }

    It 'signs in with a code that is entered in a browser' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $run = Start-Run 'Connect-MoltbotAccount qwen-portal -SetDefaultModel -PassThru'
        $page = Wait-Page $run
        $null = Approve-Page $page
        $call = Complete-Run $run
        $call.Failure | Should -BeNullOrEmpty
        $call.Information | Should -Contain 'and enter this code:'
        $call.Information.Trim() | Should -Contain (Get-QueryValue $page user_code)
        $call.Progress[0].SecondsRemaining | Should -BeGreaterThan 0
        $call.Progress[-1].RecordType | Should -Be Completed
        (Get-MoltbotModelStatus 3>$null).DefaultModel | Should -BeExactly qwen-portal/coder-model
        (Get-StoredProfile $call.Output[0].ProfileId).refresh | Should -Not -BeNullOrEmpty
    }

    It 'opens no browser with -NoBrowser, and takes the one that comes back all the same' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $run = Start-Run 'Connect-MoltbotAccount chutes -NoBrowser'
        Complete-Page (Wait-Shown $run)
        (Complete-Run $run).Failure | Should -BeNullOrEmpty
        Test-Path -LiteralPath (Join-Path $env:HOME page) | Should -BeFalse
        (Get-StoredProfile chutes:default).access | Should -Not -BeNullOrEmpty
    }

    It 'takes the browser that comes through a tunnel where somebody sits at another machine' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $env:SSH_CONNECTION = '192.0.2.1 50000 192.0.2.2 22'
        try {
            $run = Start-Run 'Connect-MoltbotAccount chutes'
            Complete-Page (Wait-Shown $run)
            $call = Complete-Run $run
        }
        finally {
            Remove-Item Env:SSH_CONNECTION
        }
        $call.Failure | Should -BeNullOrEmpty
        Test-Path -LiteralPath (Join-Path $env:HOME page) | Should -BeFalse
    }

    It 'gives the sign-in to the agent that is named' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        New-Scene '{ agents: { list: [{ id: "main" }, { id: "work" }] } }'
        (Invoke-Connect 'Connect-MoltbotAccount chutes -Agent work').Failure | Should -BeNullOrEmpty
        (Get-StoredProfile chutes:default work).access | Should -Not -BeNullOrEmpty
        Test-Path -LiteralPath (Get-StorePath) | Should -BeFalse
    }

    It 'is refused by a person with SignInDenied, and stores nothing' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $call = Invoke-Connect 'Connect-MoltbotAccount chutes' -Deny
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly 'SignInDenied,Moltbot.PowerShell.Commands.ConnectMoltbotAccountCommand'
        $call.Failure.Exception.Message | Should -Match access_denied
        $call.Progress[-1].RecordType | Should -Be Completed
        Test-Path -LiteralPath (Get-StorePath) | Should -BeFalse
    }

    It 'waits no longer than -Timeout, <How>' -Tag 'needs Linux' -Skip:(-not $IsLinux) -ForEach @(
        @{ How = 'for a browser'; Command = 'Connect-MoltbotAccount chutes -Timeout 300ms' }
        @{ How = 'for a code'; Command = 'Connect-MoltbotAccount qwen-portal -NoBrowser -Timeout 300ms' }
        @{ How = 'where nobody can be asked'; Command = 'Connect-MoltbotAccount chutes -NoBrowser -Timeout 300ms' }
    ) {
        $call = Complete-Run (Start-Run $Command)
        $call.Failure.FullyQualifiedErrorId | Should -BeLike 'SignInTimedOut,*'
        $call.Failure.Exception.Message | Should -Match 'within 0\.3 seconds'
        $call.Progress[-1].RecordType | Should -Be Completed
    }

    It 'is stopped at once, <How>' -Tag 'needs Linux' -Skip:(-not $IsLinux) -ForEach @(
        @{ How = 'waiting for a browser'; Command = 'Connect-MoltbotAccount chutes' }
        @{ How = 'waiting for a code'; Command = 'Connect-MoltbotAccount qwen-portal' }
        @{ How = 'waiting for whoever comes'; Command = 'Connect-MoltbotAccount chutes -NoBrowser' }
    ) {
        $run = Start-Run $Command
        $null = Wait-Shown $run
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $run.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 2
        $run.Shell.InvocationStateInfo.State | Should -Be Stopped
        $run.Shell.Dispose()
        # Nobody listens any more.
        $port = [uri]$env:CHUTES_OAUTH_REDIRECT_URI
        { Invoke-WebRequest $port -NoProxy } | Should -Throw
    }

    It 'says that nobody can be asked when the port is taken and there is no keyboard' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $taken = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $taken.Start()
        $port = $taken.LocalEndpoint.Port
        $env:CHUTES_OAUTH_REDIRECT_URI = "http://127.0.0.1:$port/oauth-callback"
        $call = Complete-Run (Start-Run 'Connect-MoltbotAccount chutes')
        $taken.Stop()
        $call.Warnings | Should -Match "port $port "
        $call.Failure.FullyQualifiedErrorId | Should -BeLike 'SignInUnavailable,*'
        $call.Failure.Exception.Message | Should -Match 'Nobody can be asked'
    }

    It 'keeps accounts apart that are given names' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        (Invoke-Connect 'Connect-MoltbotAccount chutes').Failure | Should -BeNullOrEmpty
        Remove-Item -LiteralPath (Join-Path $env:HOME page)
        (Invoke-Connect 'Connect-MoltbotAccount chutes -ProfileId chutes:other').Failure | Should -BeNullOrEmpty
        (Get-MoltbotAuthProfile chutes:* 3>$null).ProfileId | Sort-Object | Should -BeExactly chutes:default, chutes:other
    }

    It 'keeps a sign-in that cannot be stored, owner-only, and Update-MoltbotCredential stores it' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $run = Start-Run 'Connect-MoltbotAccount chutes'
        $page = Wait-Page $run
        Set-TestStore '{oops'
        Complete-Page $page
        $call = Complete-Run $run
        $call.Failure.Exception.Message | Should -Match 'Update-MoltbotCredential stores it'
        $kept = Get-ChildItem -LiteralPath (Get-StatePath credentials/sign-ins) -File
        $kept | Should -HaveCount 1
        $kept.UnixMode | Should -Be '-rw-------'
        Remove-Item -LiteralPath (Get-StorePath)
        Update-MoltbotCredential 3>$null
        (Get-StoredProfile chutes:default).refresh | Should -Not -BeNullOrEmpty
        Get-ChildItem -LiteralPath (Get-StatePath credentials/sign-ins) | Should -BeNullOrEmpty
    }
}

Describe 'Connect-MoltbotAccount before anybody is asked' {
    BeforeEach { New-Scene }

    It 'ends with <Id> for <Name>, and leaves every file byte-identical' -ForEach @(
        @{ Name = 'anthropic'; Id = 'SignInUnavailable'; Message = 'claude setup-token.*Import-MoltbotToken'; Command = { Connect-MoltbotAccount anthropic } }
        @{ Name = 'a provider of keys'; Id = 'SignInUnavailable'; Message = 'openai-codex.*Import-MoltbotApiKey'; Command = { Connect-MoltbotAccount openai } }
        @{ Name = 'a device code where there is none'; Id = 'SignInUnavailable'; Message = 'no sign-in with a device code.*-UseDeviceCode'; Command = { Connect-MoltbotAccount chutes -UseDeviceCode } }
        @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Message = 'nobody'; Command = { Connect-MoltbotAccount chutes -Agent nobody } }
        @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Message = 'auth'; Break = { Set-TestConfig '{ auth: 3 }' }; Command = { Connect-MoltbotAccount chutes } }
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Message = 'line 1'; Break = { Set-TestStore '{oops' }; Command = { Connect-MoltbotAccount chutes } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $call = Invoke-Recorded $Command
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.ConnectMoltbotAccountCommand"
        $call.Failure.Exception.Message | Should -Match $Message
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'refuses what is no duration' {
        { Connect-MoltbotAccount chutes -Timeout soon } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'leaves every file byte-identical with -WhatIf, and opens nothing' {
        $before = Get-Fingerprint
        Connect-MoltbotAccount chutes -WhatIf 3>$null 6>$null
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'says with -WhatIf what cannot be done' {
        { Connect-MoltbotAccount anthropic -WhatIf } | Should -Throw -ErrorId 'SignInUnavailable,*'
    }

    It 'completes the providers that there is a sign-in for' {
        (Get-Completion 'Connect-MoltbotAccount ').CompletionText | Should -Contain openai-codex
        (Get-Completion 'Connect-MoltbotAccount ').CompletionText | Should -Not -Contain anthropic
        (Get-Completion 'Connect-MoltbotAccount q').CompletionText | Should -BeExactly qwen-portal
    }
}
