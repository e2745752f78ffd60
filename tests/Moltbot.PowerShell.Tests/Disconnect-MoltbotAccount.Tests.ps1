#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    $isWine = Test-Wine
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestSignIns.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Enter-SignInServer
}

AfterAll {
    Exit-SignInServer
    Exit-TestHome
}

Describe 'Disconnect-MoltbotAccount' -Tag 'needs real Windows' -Skip:$isWine {
    BeforeEach {
        Clear-TestHome
        New-SignInInstallation "{ auth: { profiles: { 'google-gemini-cli:a': { provider: 'google-gemini-cli', mode: 'oauth' } } } } // mine`n"
        $signIn = New-ServerSignIn google-gemini-cli -ExpiresIn 1:00
        Set-TestStore ([ordered]@{ 'google-gemini-cli:a' = $signIn; 'chutes:b' = New-SignIn chutes -ExpiresIn 1:00; 'zai:c' = New-ApiKey zai })
    }

    It 'ends the sign-in at the provider, removes the profile, and says nothing' {
        Disconnect-MoltbotAccount google-gemini-cli:a -Confirm:$false 3>$null | Should -BeNullOrEmpty
        Get-StoredProfile google-gemini-cli:a | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Not -Match gemini
        Get-Content -Raw -LiteralPath (Get-StatePath moltbot.json) | Should -Match '// mine'
        # The token is worth nothing now.
        Set-TestStore @{ 'openai-codex:a' = @{ type = 'oauth'; provider = 'openai-codex'; access = 'x'; refresh = $signIn.refresh; expires = 1 } }
        $call = Invoke-Recorded { Update-MoltbotCredential openai-codex:a }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeLike 'RefreshTokenRejected,*'
        $call.Errors[0].Exception.Message | Should -Match 'Connect-MoltbotAccount'
    }

    It 'returns what was removed with -PassThru, and takes profiles from the pipeline' {
        $removed = Get-MoltbotAuthProfile google-gemini-cli:a | Disconnect-MoltbotAccount -Confirm:$false -PassThru 3>$null
        $removed | Should -BeOfType ([Moltbot.Core.Importing.RemovedProfile])
        $removed.ProfileId | Should -BeExactly google-gemini-cli:a
    }

    It 'keeps a profile whose provider does not end sign-ins, and says what to do' {
        $before = Get-Fingerprint
        $call = Invoke-Recorded { Disconnect-MoltbotAccount chutes:b -Confirm:$false }
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly 'SignInUnavailable,Moltbot.PowerShell.Commands.DisconnectMoltbotAccountCommand'
        $call.Failure.Exception.Message | Should -Match 'no way to end a sign-in.*stays as it is.*-Force'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'removes it with -Force, and warns' {
        $call = Invoke-Recorded { Disconnect-MoltbotAccount chutes:b -Force -Confirm:$false }
        $call.Failure | Should -BeNullOrEmpty
        $call.Warnings.Message -join ' ' | Should -Match 'no way to end a sign-in'
        $call.Warnings.Message -join ' ' | Should -Not -Match 'stays as it is'
        Get-StoredProfile chutes:b | Should -BeNullOrEmpty
    }

    It 'keeps the profile when the provider cannot be reached' {
        $path = Get-StatePath providers.endpoints.json
        Set-TestFile $path "{`"google-gemini-cli`": {`"https://oauth2.googleapis.com`": `"https://127.0.0.1:$(Get-FreePort)`"}}"
        $call = Invoke-Recorded { Disconnect-MoltbotAccount google-gemini-cli:a -Confirm:$false }
        $call.Failure.FullyQualifiedErrorId | Should -BeLike 'HostUnreachable,*'
        (Get-StoredProfile google-gemini-cli:a).refresh | Should -BeExactly $signIn.refresh
    }

    It 'asks before it ends something' {
        $attribute = [Moltbot.PowerShell.Commands.DisconnectMoltbotAccountCommand].GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.ConfirmImpact | Should -Be ([System.Management.Automation.ConfirmImpact]::High)
    }

    It 'ends nothing with -WhatIf, and leaves every file byte-identical' {
        $before = Get-Fingerprint
        Disconnect-MoltbotAccount google-gemini-cli:a -WhatIf 3>$null
        Get-Fingerprint | Should -BeExactly $before
        Disconnect-MoltbotAccount google-gemini-cli:a -Confirm:$false -PassThru 3>$null | Should -Not -BeNullOrEmpty
    }

    It 'ends with <Id> for <Name>, with -Force too, and leaves every file byte-identical' -ForEach @(
        @{ Name = 'an unknown profile'; Id = 'ProfileNotFound'; Message = 'There is: '; Command = { Disconnect-MoltbotAccount zai:x -Force -Confirm:$false } }
        @{ Name = 'a profile that is no sign-in'; Id = 'ProfileOfOtherKind'; Message = 'no sign-in'; Command = { Disconnect-MoltbotAccount zai:c -Force -Confirm:$false } }
        @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Message = 'main'; Command = { Disconnect-MoltbotAccount chutes:b -Agent nobody -Force -Confirm:$false } }
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Message = 'line 1'; Break = { Set-TestStore '{oops' }; Command = { Disconnect-MoltbotAccount chutes:b -Force -Confirm:$false } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $call = Invoke-Recorded $Command
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.DisconnectMoltbotAccountCommand"
        $call.Failure.Exception.Message | Should -Match $Message
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'goes on after one that is not there' {
        $call = Invoke-Recorded { 'chutes:x', 'chutes:b' | Disconnect-MoltbotAccount -Force -Confirm:$false }
        $call.Failure | Should -BeNullOrEmpty
        $call.Errors.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*'
        Get-StoredProfile chutes:b | Should -BeNullOrEmpty
    }

    It 'completes the ids of profiles' {
        (Get-Completion 'Disconnect-MoltbotAccount chu').CompletionText | Should -BeExactly chutes:b
    }
}
