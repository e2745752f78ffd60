#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What can be told without a provider. What is sent, and what becomes of the answer, is tested in the core.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Update-MoltbotCredential' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'sends and changes nothing where all sign-ins last long enough' {
        $before = Get-Fingerprint
        Update-MoltbotCredential | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'says what it looked at with -PassThru' {
        $signIn = Update-MoltbotCredential -PassThru
        $signIn | Should -HaveCount 1
        $signIn | Should -BeOfType ([Moltbot.Core.Renewing.RenewedSignIn])
        $signIn.ProfileId | Should -BeExactly anthropic:me@example.com
        $signIn.Provider | Should -BeExactly anthropic
        $signIn.Outcome | Should -Be Current
        $signIn.ExpiresAt | Should -BeOfType datetimeoffset
        $signIn.Agents | Should -BeExactly main
        $signIn.Reason | Should -BeNullOrEmpty
    }

    It 'looks at no sign-in of another provider' {
        Update-MoltbotCredential -Provider openai -PassThru 3>$null | Should -BeNullOrEmpty
        (Update-MoltbotCredential -Provider anthropic -PassThru).ProfileId | Should -BeExactly anthropic:me@example.com
    }

    It 'warns that a provider has no sign-ins' {
        (Invoke-Recorded { Update-MoltbotCredential -Provider qwen-portal }).Warnings | Should -BeExactly 'There are no sign-ins of qwen-portal to renew.'
    }

    It 'refuses a provider that nobody knows with ProviderNotFound, and names those that may be meant' {
        $call = Invoke-Recorded { Update-MoltbotCredential -Provider antropic }
        $call.Errors[0].FullyQualifiedErrorId | Should -BeExactly 'ProviderNotFound,Moltbot.PowerShell.Commands.UpdateMoltbotCredentialCommand'
        $call.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $call.Errors[0].Exception.Message | Should -Match 'There is: anthropic'
    }

    It 'leaves every file byte-identical with -WhatIf, and names the sign-in and its provider' -ForEach @(
        @{ Arguments = @{ Force = $true } }
        @{ Arguments = @{ ExpiringWithin = '10d' } }
        @{ Arguments = @{ ExpiringWithin = 240 } }
        @{ Arguments = @{ ExpiringWithin = [timespan]'10' } }
    ) {
        $before = Get-Fingerprint
        $path = Join-Path $TestDrive "said-$([guid]::NewGuid())"
        $null = Start-Transcript -LiteralPath $path
        try { $written = Update-MoltbotCredential @Arguments -WhatIf -PassThru } finally { $null = Stop-Transcript }
        $written | Should -BeNullOrEmpty
        (Get-Content -Raw -LiteralPath $path) -replace '\r?\n' | Should -BeLike '*Renew the sign-in at anthropic*anthropic:me@example.com of agent main*'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes <Text> as a duration that ends before the sign-in does' -ForEach @(@{ Text = '2d' }, @{ Text = '30m' }, @{ Text = 12 }) {
        (Update-MoltbotCredential -ExpiringWithin $Text -PassThru).Outcome | Should -Be Current
    }

    It 'refuses <Text>, which is no duration' -ForEach @(@{ Text = 'soon' }, @{ Text = '-1h' }) {
        { Update-MoltbotCredential -ExpiringWithin $Text } | Should -Throw -ErrorId '*,Moltbot.PowerShell.Commands.UpdateMoltbotCredentialCommand'
    }

    It 'refuses a profile that does not exist' {
        { Update-MoltbotCredential anthropic:gone } | Should -Throw -ErrorId 'ProfileNotFound,*' -ExpectedMessage '*anthropic:gone*'
    }

    It 'refuses a key, which is no sign-in' {
        { Update-MoltbotCredential openai:default } | Should -Throw -ErrorId 'ProfileOfOtherKind,*' -ExpectedMessage '*openai:default*'
    }

    It 'refuses an agent that does not exist' {
        { Update-MoltbotCredential -Agent gone } | Should -Throw -ErrorId 'AgentNotFound,*'
    }

    It 'has an error for a sign-in that nobody can renew, and goes on with the next' {
        Set-TestStore -Profiles ([ordered]@{
                'chutes:old' = [ordered]@{ type = 'oauth'; provider = 'chutes'; access = New-Secret; expires = 1000 }
                'chutes:new' = New-SignIn chutes -ExpiresIn 9.00:00
            })
        $before = Get-Content -Raw -LiteralPath (Get-StorePath)
        $recorded = Invoke-Recorded { Update-MoltbotCredential -PassThru }
        $recorded.Failure | Should -BeNullOrEmpty
        $recorded.Errors | Should -HaveCount 1
        $recorded.Errors[0].TargetObject | Should -BeExactly chutes:old
        $recorded.Output.Outcome | Should -Be Failed, Current
        $recorded.Output[0].Reason | Should -BeExactly $recorded.Errors[0].Exception.Message
        Get-Content -Raw -LiteralPath (Get-StorePath) | Should -BeExactly $before
    }

    It 'takes profiles from the pipeline, with their installation' {
        $there = Join-Path $env:HOME elsewhere
        Copy-Item -Recurse -LiteralPath (Get-StatePath) -Destination $there
        $renewed = Get-MoltbotAuthProfile anthropic:me@example.com -StateDirectory $there | Update-MoltbotCredential -PassThru
        $renewed.StateDirectory | Should -BeExactly $there
        ('anthropic:me@example.com' | Update-MoltbotCredential -PassThru).StateDirectory | Should -BeExactly (Get-StatePath).TrimEnd('/', '\')
    }

    It 'completes profiles, providers and agents' {
        (Get-Completion 'Update-MoltbotCredential anthropic:me').CompletionText | Should -Match 'anthropic:me@example\.com'
        (Get-Completion 'Update-MoltbotCredential -Provider anth').CompletionText | Should -Contain anthropic
        (Get-Completion 'Update-MoltbotCredential -Agent w').CompletionText | Should -Contain work
    }

    It 'never shows a secret' {
        $recorded = Invoke-Recorded { Update-MoltbotCredential -PassThru -Verbose -Debug -Confirm:$false }
        $recorded | Format-List | Out-String -Width 300 | Should -Not -Match NEVERSHOWN
        $recorded.Output | ConvertTo-Json -Depth 5 -WarningAction Ignore | Should -Not -Match NEVERSHOWN
    }

    It 'has a view' {
        (Get-PlainText { Update-MoltbotCredential -PassThru })[0] | Should -Match '^Outcome +ExpiresAt +ProfileId +Agents +Reason$'
    }
}
