#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    # That it ends with an error in a host that can ask nobody.
    function Assert-Question([string]$Id) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', (Get-Module Moltbot.PowerShell).Path).AddStatement().AddCommand('Repair-MoltbotInstallation').AddArgument($Id)
            $shell.Invoke() | Should -BeNullOrEmpty
            $shell.Streams.Error.Exception | ForEach-Object { "$_" } | Should -Match 'prompts the user'
        }
        finally {
            $shell.Dispose()
        }
    }

    function Get-Store([string]$Agent = 'main') { Get-Content -Raw -LiteralPath (Get-StorePath $Agent) | ConvertFrom-Json -AsHashtable }
}

AfterAll {
    Exit-TestHome
}

Describe 'Repair-MoltbotInstallation' {
    BeforeEach {
        Clear-TestHome
        Set-TestStore -Profiles ([ordered]@{ 'anthropic:a' = New-ApiKey anthropic; 'zai:b' = New-ApiKey zai }) -Order ([ordered]@{ anthropic = @('anthropic:gone', 'anthropic:a'); zai = @('zai:gone', 'zai:b') })
    }

    It 'mends the findings that are piped, and no others' {
        $result = Test-MoltbotInstallation | Where-Object { $_.Id -eq 'ORDER_NAMES_UNKNOWN_PROFILE' -and $_.Entry -eq 'order.zai' } | Repair-MoltbotInstallation
        $result | Should -BeOfType ([Moltbot.Core.Diagnosing.RepairedFinding])
        $result.Result | Should -Be Repaired
        $result.Action | Should -BeExactly 'Take zai:gone out of the order'
        $result.Undo | Should -BeExactly 'Set-MoltbotAuthOrder zai zai:gone, zai:b'
        (Get-Store).order.zai | Should -BeExactly @('zai:b')
        (Get-Store).order.anthropic | Should -BeExactly 'anthropic:gone', 'anthropic:a'
    }

    It 'mends a kind of finding wherever it is' {
        $null = Repair-MoltbotInstallation ORDER_NAMES_UNKNOWN_PROFILE
        (Get-Store).order.zai | Should -BeExactly @('zai:b')
        (Get-Store).order.anthropic | Should -BeExactly @('anthropic:a')
        Repair-MoltbotInstallation ORDER_NAMES_UNKNOWN_PROFILE | Should -BeNullOrEmpty
    }

    It 'mends findings that come from a file' {
        $path = Join-Path $env:HOME findings.csv
        Test-MoltbotInstallation -Only ORDER_NAMES_UNKNOWN_PROFILE | Export-Csv $path
        (Import-Csv $path | Repair-MoltbotInstallation).Result | Should -Be Repaired, Repaired
    }

    It 'mends only those of the agent and the profile that are named' {
        Set-TestStore -Agent work -Profiles @{ 'openai:x' = @{ provider = 'openai'; key = New-Secret }; 'openai:y' = @{ provider = 'openai'; key = New-Secret } }
        $null = Repair-MoltbotInstallation -Agent work -ProfileId openai:x
        (Get-Store work).profiles['openai:x'].type | Should -BeExactly api_key
        (Get-Store work).profiles['openai:y'].type | Should -BeNullOrEmpty
        (Get-Store).order.zai | Should -BeExactly 'zai:gone', 'zai:b'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-Fingerprint
        Repair-MoltbotInstallation -WhatIf | Should -BeNullOrEmpty
        Repair-MoltbotInstallation -Force -WhatIf | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'asks before a secret is removed, and removes none where nobody can be asked' {
        $copy = "$(Get-StorePath).bak"
        $old = New-ApiKey zai
        $old.key = New-Secret sk-removed-0123456789
        Set-TestFile $copy (ConvertTo-Json @{ profiles = @{ 'zai:old' = $old } } -Depth 5)
        Assert-Question BACKUP_HOLDS_REMOVED_SECRET
        Test-Path -LiteralPath $copy | Should -BeTrue

        (Repair-MoltbotInstallation BACKUP_HOLDS_REMOVED_SECRET -Force).Result | Should -Be Repaired
        Test-Path -LiteralPath $copy | Should -BeFalse
    }

    It 'asks before a directory is moved' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        $old = Join-Path $env:HOME .clawdbot
        Assert-Question LEGACY_STATE_DIRECTORY
        (Get-Item -Force -LiteralPath $old).LinkType | Should -BeNullOrEmpty

        (Repair-MoltbotInstallation LEGACY_STATE_DIRECTORY -Force).Result | Should -Be Repaired
        (Get-Item -Force -LiteralPath $old).LinkType | Should -BeExactly SymbolicLink
    }

    It 'writes an error for what it cannot mend, and goes on' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        Set-TestFile "$(Get-StatePath moltbot.json)" '{ plugins: { $include: "./gone.json5" } }'
        $result = Repair-MoltbotInstallation CONFIG_UNREADABLE -Force -ErrorAction SilentlyContinue
        $result | Should -BeNullOrEmpty
    }

    It 'completes the names of findings' {
        (Get-Completion 'Repair-MoltbotInstallation LOCK_ST').CompletionText | Should -BeExactly LOCK_STALE
    }
}
