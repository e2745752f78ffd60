#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotAuthOrder' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'gets the order of a provider, however it is spelled' {
        $order = Get-MoltbotAuthOrder ' Anthropic '
        $order | Should -BeOfType ([Moltbot.Core.Selection.AuthOrder])
        $order.Agent | Should -BeExactly main
        $order.Provider | Should -BeExactly anthropic
        $order.Path | Should -Be (Get-StorePath)
        $order.ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:default'
        $order.IsSet | Should -BeTrue
    }

    It 'gets an empty order where there is none' {
        $order = Get-MoltbotAuthOrder xai
        $order.IsSet | Should -BeFalse
        $order.ProfileId | Should -BeNullOrEmpty
    }

    It 'gets every order when no provider is named' {
        Set-TestStore @{ 'anthropic:a' = New-ApiKey anthropic; 'openai:a' = New-ApiKey openai } -Order ([ordered]@{ openai = @('openai:a'); anthropic = @('anthropic:a') })
        (Get-MoltbotAuthOrder).Provider | Should -BeExactly openai, anthropic
    }

    It 'gets nothing when no provider is named and there is no order' {
        Set-TestStore @{}
        Get-MoltbotAuthOrder | Should -BeNullOrEmpty
    }

    It 'is about the configured default agent' {
        Set-TestConfig @{ agents = @{ list = @(@{ id = 'main' }, @{ id = 'work'; default = $true }) } }
        (Get-MoltbotAuthOrder anthropic).Agent | Should -BeExactly work
    }

    It 'gets the order that another agent inherits' {
        $order = Get-MoltbotAuthOrder anthropic -Agent work
        $order.Agent | Should -BeExactly work
        $order.Path | Should -Be (Get-StorePath work)
        $order.ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:default'
    }

    It 'takes provider and agent from properties' {
        $orders = [pscustomobject]@{ Provider = 'anthropic'; Agent = 'work' }, [pscustomobject]@{ Provider = 'openai'; Agent = 'main' } | Get-MoltbotAuthOrder
        $orders.Agent | Should -BeExactly work, main
        $orders.IsSet | Should -BeExactly $true, $false
    }

    It 'ends with AgentNotFound for an unknown agent' {
        { Get-MoltbotAuthOrder -Agent nobody -ErrorAction Stop } | Should -Throw -ErrorId 'AgentNotFound,Moltbot.PowerShell.Commands.GetMoltbotAuthOrderCommand'
    }

    It 'ends with ProviderMissing when the provider is blank' {
        { Get-MoltbotAuthOrder ' ' -ErrorAction Stop } | Should -Throw -ErrorId 'ProviderMissing,*'
    }

    It 'ends with <Id> for <Name>' -ForEach @(
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Break = { Set-TestStore '[' } }
        @{ Name = 'a corrupt configuration'; Id = 'ConfigUnreadable'; Break = { Set-TestConfig '{{' } }
    ) {
        & $Break
        $before = Get-Fingerprint
        { Get-MoltbotAuthOrder -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'changes no file' {
        $before = Get-Fingerprint
        $null = Get-MoltbotAuthOrder
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'shows orders as a table' {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try {
            $lines = ('anthropic', 'xai' | ForEach-Object { Get-MoltbotAuthOrder $_ } | Out-String -Width 120).Trim() -split '\r?\n' | ForEach-Object TrimEnd
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }

        $lines | Should -BeExactly @(
            'Agent        Provider             ProfileId'
            '-----        --------             ---------'
            'main         anthropic            anthropic:work'
            '                                  anthropic:default'
            'main         xai                  (none)'
        )
    }
}
