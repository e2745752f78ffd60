#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What a cmdlet does is the same wherever a gateway keeps its credentials.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'an installation of <_>' -ForEach 'January', 'Today' {
    BeforeEach {
        Clear-TestHome
        New-LayoutInstallation $_
        $before = Get-Fingerprint
    }

    It 'is known as what it is' {
        $installation = Get-MoltbotInstallation | Where-Object IsInForce
        $installation.Layout | Should -Be $_
        $installation.Agents | Should -BeExactly main, work
    }

    It 'shows a profile to every agent' {
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly zai:a
        (Get-MoltbotAuthProfile -Agent work).ProfileId | Should -BeExactly zai:a
        (Get-MoltbotAuthProfile).MaskedValue | Should -Not -Match NEVERSHOWN
    }

    It 'is looked at without a trace' {
        $null = Get-MoltbotModelStatus
        $null = Get-MoltbotAuthCandidate zai
        $null = Get-MoltbotSessionModel -Agent *
        $null = Test-MoltbotSecretExposure -Quiet
        Test-MoltbotInstallation -ErrorVariable failures -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $failures | Should -BeNullOrEmpty
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'changes nothing with -WhatIf' {
        $null = New-Secret | Import-MoltbotApiKey zai -ProfileId zai:b -WhatIf
        Set-MoltbotAuthOrder zai zai:a -WhatIf
        Get-MoltbotAuthProfile | Remove-MoltbotAuthProfile -WhatIf
        Set-MoltbotDefaultModel zai/glm-4.7 -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'takes a key and a token, and gives them up' {
        $null = 'tok-0123456789-0123456789' | Import-MoltbotToken zai -ProfileId zai:t -ExpiresIn 30d
        $null = New-Secret | Import-MoltbotApiKey zai -ProfileId zai:own -Agent work
        (Get-MoltbotAuthProfile).ProfileId | Sort-Object | Should -BeExactly zai:a, zai:t
        (Get-MoltbotAuthProfile -Agent work).ProfileId | Sort-Object | Should -BeExactly zai:a, zai:own, zai:t
        (Get-MoltbotAuthProfile zai:t).ExpiresIn.TotalDays | Should -BeGreaterThan 29

        Remove-MoltbotAuthProfile zai:t -Confirm:$false
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly zai:a
    }

    It 'has its order set, read and cleared' {
        $null = New-Secret | Import-MoltbotApiKey zai -ProfileId zai:b
        'zai:b', 'zai:a' | Set-MoltbotAuthOrder zai
        (Get-MoltbotAuthOrder zai).ProfileId | Should -BeExactly zai:b, zai:a
        (Get-MoltbotAuthCandidate zai | Where-Object IsChosen).ProfileId | Should -BeExactly zai:b
        Clear-MoltbotAuthOrder zai
        (Get-MoltbotAuthOrder zai).IsSet | Should -BeFalse
    }

    It 'remembers failures, and forgets them' {
        Update-MoltbotAuthUsage zai:a -FailureReason auth
        (Get-MoltbotModelStatus).UnusableProfiles.ProfileId | Should -BeExactly zai:a
        (Get-MoltbotAuthProfile zai:a).ErrorCount | Should -Be 1
        Clear-MoltbotAuthCooldown zai:a
        (Get-MoltbotModelStatus).UnusableProfiles | Should -BeNullOrEmpty
    }

    It 'gives a credential to a script' {
        (Get-MoltbotCredential zai).Source | Should -BeExactly profile:zai:a
        Get-MoltbotCredential zai -AsPlainText | Should -BeExactly (New-Secret)
        Invoke-MoltbotCommand zai { "<$env:ZAI_API_KEY>" } | Should -BeExactly '<***>'
    }

    It 'has a key rotated and taken back' {
        $null = New-Secret sk-new-000000000 | Start-MoltbotRotation zai:a -SkipProbe
        Get-MoltbotCredential zai -AsPlainText | Should -BeExactly (New-Secret)
        $null = Complete-MoltbotRotation zai:a -SkipProbe
        Get-MoltbotCredential zai -AsPlainText | Should -BeExactly (New-Secret sk-new-000000000)
        $null = Undo-MoltbotRotation zai:a
        Get-MoltbotCredential zai -AsPlainText | Should -BeExactly (New-Secret)
    }

    It 'has its variables set' {
        Set-MoltbotEnvironmentVariable LEVEL -Value (ConvertTo-SecureString debug -AsPlainText)
        (Get-MoltbotEnvironmentVariable).Name | Should -BeExactly LEVEL
        Remove-MoltbotEnvironmentVariable LEVEL
        Get-MoltbotEnvironmentVariable | Should -BeNullOrEmpty
    }

    It 'has its models set, and keeps comments' {
        Set-MoltbotDefaultModel zai/glm-4.7
        Add-MoltbotModelFallback zai/glm-4.6
        Add-MoltbotModelAlias quick zai/glm-4.6
        (Get-MoltbotModelStatus).DefaultModel | Should -BeExactly zai/glm-4.7
        (Get-MoltbotModelStatus).Fallbacks | Should -BeExactly zai/glm-4.6
        (Get-MoltbotModelStatus).AliasedModels['quick'] | Should -BeExactly zai/glm-4.6
        Get-Content -Raw (Get-MoltbotInstallation | Where-Object IsInForce).ConfigPath | Should -Match '// kept'
    }

    It 'is saved and put back' {
        $copy = Join-Path $env:HOME copy.tar.gz
        $null = Backup-MoltbotInstallation $copy
        Remove-MoltbotAuthProfile zai:a -Confirm:$false
        $null = Restore-MoltbotInstallation $copy -Confirm:$false
        (Get-MoltbotAuthProfile).ProfileId | Should -BeExactly zai:a
    }

    It 'is watched' {
        $pass = Invoke-MoltbotAuthMonitor
        $pass.Errors | Should -BeNullOrEmpty
        (Get-MoltbotInstallation | Where-Object IsInForce).StateDirectory | Should -BeExactly $pass.StateDirectory
    }

    It 'says of what does not exist that it does not, and changes nothing' {
        (Invoke-Recorded { Remove-MoltbotAuthProfile zai:b -Confirm:$false }).Failure.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*'
        (Invoke-Recorded { Set-MoltbotAuthOrder zai zai:b }).Failure.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*'
        (Invoke-Recorded { Start-MoltbotRotation zai:b -NewKey (ConvertTo-SecureString x -AsPlainText) }).Failure.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*'
        Get-Fingerprint | Should -BeExactly $before
    }
}
