#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Set-MoltbotDefaultModel' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'changes the default and keeps comments' {
        Set-TestConfig "{ // mine`n agents: {} }"
        (Set-MoltbotDefaultModel Z.AI/glm-9 -PassThru).ToString() | Should -BeExactly zai/glm-9
        Get-Content -Raw (Get-StatePath moltbot.json) | Should -Match '// mine'
        (Get-MoltbotModel | Where-Object IsDefault).Model | Should -BeExactly zai/glm-9
        Set-MoltbotDefaultModel acme/eye -Image
        (Get-MoltbotModel acme/eye).IsImage | Should -BeTrue
    }

    It 'gives an agent a model of its own' {
        (Set-MoltbotDefaultModel acme/k1 -Agent work -PassThru).ToString() | Should -BeExactly acme/k1
        (Get-MoltbotModel -Agent work | Where-Object IsDefault).Model | Should -BeExactly acme/k1
        (Get-MoltbotModel | Where-Object IsDefault).Model | Should -BeExactly anthropic/claude-opus-4-5
    }

    It 'warns of <Name> and sets it all the same' -ForEach @(
        @{ Name = 'a provider that nobody knows'; Model = 'opnai/gpt-5.2'; Warning = '*No provider opnai is known*Did you mean openai*' }
        @{ Name = 'a model without a credential'; Model = 'zai/glm-9'; Warning = '*no credential for zai*Import-MoltbotApiKey zai stores one.' }
        @{ Name = 'a word that is no alias'; Model = 'gpx'; Warning = '*"gpx" is no alias, so it means anthropic/gpx*Did you mean gpt*' }
    ) {
        Add-MoltbotModelAlias gpt openai/gpt-5.2
        $call = Invoke-Recorded { Set-MoltbotDefaultModel $Model -PassThru }
        $call.Warnings.Message | Should -BeLike $Warning
        @($call.Warnings).Count | Should -Be 1
        $call.Output | Should -HaveCount 1
    }

    It 'warns of nothing where nothing is wrong' {
        (Invoke-Recorded { Set-MoltbotDefaultModel openai/gpt-5.3 }).Warnings | Should -BeNullOrEmpty
    }

    It 'ends with AgentNotFound for <Name> and leaves every file byte-identical' -ForEach @(
        @{ Name = 'an unknown agent'; Agent = 'nobody'; Message = 'There is: work, main' }
        @{ Name = 'an agent without an entry'; Agent = 'main'; Message = 'has no entry in agents.list' }
    ) {
        Set-TestConfig '{ agents: { list: [{ id: "work" }] } }'
        $before = Get-Fingerprint
        foreach ($whatIf in $true, $false) {
            { Set-MoltbotDefaultModel acme/k1 -Agent $Agent -WhatIf:$whatIf } | Should -Throw -ErrorId 'AgentNotFound,Moltbot.PowerShell.Commands.SetMoltbotDefaultModelCommand' -PassThru |
                ForEach-Object { $_.Exception.Message } | Should -Match $Message
        }
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'shows whose model it is' {
        Set-MoltbotDefaultModel acme/k1 -PassThru | Out-String | Should -Match '(?s)Agent +Image Model.+\(all\)\S* +no +acme/k1'
        Set-MoltbotDefaultModel acme/k1 -Agent work -PassThru | Out-String | Should -Match '(?s)Agent +Image Model.+work +no +acme/k1'
    }

    It 'sets a model that Get-MoltbotModel lists: of its agent, or of all' {
        Get-MoltbotModel openai/* -Agent work | Set-MoltbotDefaultModel
        (Get-MoltbotModel -Agent work | Where-Object IsDefault).Model | Should -BeExactly openai/gpt-5.2
        (Get-MoltbotModel | Where-Object IsDefault).Model | Should -BeExactly anthropic/claude-opus-4-5
        Get-MoltbotModel openai/* | Set-MoltbotDefaultModel
        (Get-MoltbotModel | Where-Object IsDefault).Model | Should -BeExactly openai/gpt-5.2
    }

    It 'sets no default of all for an agent without a name: <Name>' -ForEach @{ Name = 'empty'; Agent = '' }, @{ Name = 'null'; Agent = $null } {
        $before = Get-Fingerprint
        { Set-MoltbotDefaultModel acme/k1 -Agent $Agent } | Should -Throw -ErrorId 'InvalidArgument,*'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes no agent for the image model' {
        { Set-MoltbotDefaultModel acme/k1 -Agent work -Image } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'leaves every file byte-identical with -WhatIf' {
        $before = Get-Fingerprint
        Set-MoltbotDefaultModel acme/k1 -WhatIf
        Set-MoltbotDefaultModel acme/k1 -Agent work -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with ModelNotFound and leaves every file byte-identical' {
        $before = Get-Fingerprint
        { Set-MoltbotDefaultModel / } | Should -Throw -ErrorId 'ModelNotFound,Moltbot.PowerShell.Commands.SetMoltbotDefaultModelCommand'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'completes its argument' {
        Add-MoltbotModelAlias fast openai/gpt-5.2
        (Get-Completion 'Set-MoltbotDefaultModel fa').CompletionText | Should -BeExactly fast
        (Get-Completion 'Set-MoltbotDefaultModel x -Agent wo').CompletionText | Should -BeExactly work
    }
}
