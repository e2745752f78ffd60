#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Initialize-MoltbotAuth' {
    BeforeAll {
        $plain = New-Secret 'key-of-somebody'
        $key = ConvertTo-SecureString $plain -AsPlainText -Force
        $setupToken = ConvertTo-SecureString (New-SetupToken) -AsPlainText -Force
    }

    BeforeEach {
        Clear-TestHome
        Set-TestConfig "{} // mine`n"
    }

    It 'stores a key and chooses its model' {
        $done = Initialize-MoltbotAuth ai-gateway-api-key -Secret $key -AcceptRisk -PassThru
        $done.Profile.ProfileId | Should -BeExactly 'vercel-ai-gateway:default'
        $done.DefaultModel | Should -BeExactly 'vercel-ai-gateway/anthropic/claude-opus-4.5'
        (Get-StoredProfile 'vercel-ai-gateway:default').key | Should -BeExactly $plain
        (Get-MoltbotModelStatus).DefaultModel | Should -BeExactly $done.DefaultModel
    }

    It 'stores a setup-token' {
        $setupToken | Initialize-MoltbotAuth token -AcceptRisk -TokenProfileId anthropic:ci -TokenExpiresIn 365d
        (Get-StoredProfile 'anthropic:ci').type | Should -BeExactly token
        (Get-StoredProfile 'anthropic:ci').expires | Should -BeGreaterThan 0
    }

    It 'has <Choice> for <Model>' -ForEach @(
        @{ Choice = 'minimax-api-lightning'; Model = 'minimax/MiniMax-M2.1-lightning' }
        @{ Choice = 'minimax-cloud'; Model = 'minimax/MiniMax-M2.1' }
    ) {
        (Initialize-MoltbotAuth $Choice -Secret $key -AcceptRisk -PassThru).DefaultModel | Should -BeExactly $Model
    }

    It 'takes the provider of a key' {
        (Initialize-MoltbotAuth apiKey -TokenProvider Z.AI -Secret $key -AcceptRisk -PassThru).Profile.ProfileId | Should -BeExactly 'zai:default'
    }

    It 'uses the key that is there, in the environment or in a profile' {
        $env:OPENROUTER_API_KEY = $plain
        Initialize-MoltbotAuth openrouter-api-key -AcceptRisk
        Remove-Item Env:OPENROUTER_API_KEY
        (Get-StoredProfile 'openrouter:default').key | Should -BeExactly $plain
        (Initialize-MoltbotAuth openrouter-api-key -AcceptRisk -PassThru).Profile.ProfileId | Should -BeExactly 'openrouter:default'
    }

    It 'keeps a key in the .env file when that is wanted' {
        Initialize-MoltbotAuth zai-api-key -Secret $key -AcceptRisk -Destination EnvironmentFile
        (Get-MoltbotEnvironmentVariable).Name | Should -BeExactly ZAI_API_KEY
    }

    It 'changes nothing for skip, or with -WhatIf' {
        $before = Get-Fingerprint
        Initialize-MoltbotAuth skip -AcceptRisk
        Initialize-MoltbotAuth zai-api-key -Secret $key -AcceptRisk -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'a risk that nobody accepts'; Id = 'InvalidArgument'; Message = '-AcceptRisk'; Command = { Initialize-MoltbotAuth zai-api-key -Secret $key } }
        @{ Name = 'no key anywhere'; Id = 'CredentialNotFound'; Message = 'ZAI_API_KEY'; Command = { Initialize-MoltbotAuth zai-api-key -AcceptRisk } }
        @{ Name = 'no token'; Id = 'CredentialInvalid'; Message = 'Missing token'; Command = { Initialize-MoltbotAuth token -AcceptRisk } }
        @{ Name = 'a wrong token'; Id = 'CredentialInvalid'; Message = 'sk-ant-oat01-'; Command = { Initialize-MoltbotAuth token -Secret $key -AcceptRisk } }
        @{ Name = 'a token of another provider'; Id = 'InvalidArgument'; Message = 'Only anthropic'; Command = { Initialize-MoltbotAuth token -TokenProvider zai -Secret $key -AcceptRisk } }
        @{ Name = 'a sign-in with a browser'; Id = 'InvalidArgument'; Message = 'browser'; Command = { Initialize-MoltbotAuth chutes -AcceptRisk } }
        @{ Name = 'a choice for people'; Id = 'InvalidArgument'; Message = 'Use token'; Command = { Initialize-MoltbotAuth setup-token -AcceptRisk } }
        @{ Name = 'an unknown choice'; Id = 'InvalidArgument'; Message = 'openrouter-api-key'; Command = { Initialize-MoltbotAuth nope -AcceptRisk } }
        @{ Name = 'an invalid configuration'; Id = 'ConfigInvalid'; Message = 'agents'; Break = { Set-TestConfig '{ agents: 3 }' }; Command = { Initialize-MoltbotAuth zai-api-key -Secret $key -AcceptRisk } }
    ) {
        if ($Break) { & $Break }
        $before = Get-Fingerprint
        $call = Invoke-Recorded $Command
        $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.InitializeMoltbotAuthCommand"
        $call.Failure.Exception.Message | Should -Match $Message
        $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes the choices' {
        (Get-Completion 'Initialize-MoltbotAuth mini').CompletionText | Should -BeExactly minimax-api, minimax-api-lightning
        (Get-Completion 'Initialize-MoltbotAuth apiKey -TokenProvider kimi').CompletionText | Should -BeExactly kimi-code
    }
}
