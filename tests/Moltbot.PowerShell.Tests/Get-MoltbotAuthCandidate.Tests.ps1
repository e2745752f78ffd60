#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotAuthCandidate' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
        Remove-Item Env:OPENAI_API_KEY -ErrorAction Ignore
    }

    It 'marks the one that is used and says why the others are not' {
        $candidates = Get-MoltbotAuthCandidate Anthropic
        $candidates | Should -BeOfType ([Moltbot.Core.Resolving.AuthCandidate])
        $candidates.ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:default', 'anthropic:me@example.com', 'anthropic:backup'
        $candidates.State | Should -BeExactly Chosen, Standby, ExcludedByOrder, ExcludedByOrder
        $candidates[0].IsChosen | Should -BeTrue
        $candidates[1].Reason | Should -BeExactly 'tried if anthropic:work fails'
    }

    It 'ends with the environment, which profiles shadow' {
        $env:OPENAI_API_KEY = 'sk-test-000000000-NEVERSHOWN-NEVERSHOWN-99999999'
        $candidates = Get-MoltbotAuthCandidate openai
        $candidates[-1].Source | Should -BeExactly 'env: OPENAI_API_KEY'
        $candidates[-1].State | Should -Be Shadowed
        "$($candidates | Out-String)" | Should -Not -Match NEVERSHOWN
    }

    It 'gets only what is used with -Chosen' {
        (Get-MoltbotAuthCandidate anthropic -Chosen).ProfileId | Should -BeExactly anthropic:work
    }

    It 'warns when nothing can be used' {
        $run = Invoke-Recorded { Get-MoltbotAuthCandidate xai }
        $run.Output | Should -BeNullOrEmpty
        $run.Warnings.Message | Should -Match 'no credential for xai'
    }

    It 'takes providers from the pipeline, as texts and as properties' {
        ('anthropic', 'openai' | Get-MoltbotAuthCandidate -Chosen).ProfileId | Should -BeExactly anthropic:work, openai:default
        ([pscustomobject]@{ Provider = 'openai'; Agent = 'work' } | Get-MoltbotAuthCandidate).ProfileId | Should -BeExactly openai:default, openai:work
    }

    It 'ends with <Id> for <Name>' -ForEach @(
        @{ Name = 'a blank provider'; Id = 'ProviderMissing'; Run = { Get-MoltbotAuthCandidate ' ' } }
        @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Run = { Get-MoltbotAuthCandidate anthropic -Agent nobody } }
        @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Run = { Set-TestStore '['; Get-MoltbotAuthCandidate anthropic } }
    ) {
        { $ErrorActionPreference = 'Stop'; & $Run } | Should -Throw -ErrorId "$Id,Moltbot.PowerShell.Commands.GetMoltbotAuthCandidateCommand"
    }

    It 'changes no file' {
        $before = Get-Fingerprint
        $null = Get-MoltbotAuthCandidate anthropic
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes providers' {
        (Get-Completion 'Get-MoltbotAuthCandidate anth').CompletionText | Should -Contain anthropic
    }

    It 'answers "why this key?" on one screen' {
        Set-TestStore ([ordered]@{ 'zai:a' = New-ApiKey zai; 'zai:b' = New-ApiKey zai }) -Order @{ zai = @('zai:a', 'zai:b') } `
            -UsageStats @{ 'zai:a' = @{ cooldownUntil = Get-UnixTime 3:00; errorCount = 1; failureCounts = @{ rate_limit = 1 } } }
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try {
            $lines = (Get-MoltbotAuthCandidate zai | Out-String -Width 160).Trim() -split '\r?\n' | ForEach-Object TrimEnd
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }

        $lines[0].Trim() | Should -BeExactly 'Candidates: zai, agent main, by the order override in the store'
        $lines[4] | Should -Match '^> used +zai:b +the first that can be used while zai:a.+sk-\S+$'
        $lines -match '^  cooldown 3h +zai:a +in cooldown until .+sk-\S+$' | Should -HaveCount 1
    }
}
