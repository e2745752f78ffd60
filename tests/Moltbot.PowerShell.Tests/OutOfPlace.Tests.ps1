#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What belongs to no parameter may be a secret, so no error, transcript or $Error has it.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    # All that is left belongs to what this one runs.
    $cmdlets = (Get-Command -Module Moltbot.PowerShell).Where({ $_.Name -ne 'Invoke-MoltbotCommand' }).ForEach({ @{ Name = $_.Name; Command = $_ } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Set-TestConfig '{}'
}

AfterAll {
    Exit-TestHome
}

Describe '<Name>' -ForEach $cmdlets {
    It 'refuses what belongs to no parameter, and repeats it nowhere' {
        $Error.Clear()
        $transcript = Join-Path $env:HOME "$Name.txt"
        $secrets = 1..30 | ForEach-Object { "NEVERSHOWN-$_" }
        $null = Start-Transcript -LiteralPath $transcript
        try { & $Command @secrets } catch { $failure = $_; Write-Host $_ 6>$null } finally { $null = Stop-Transcript }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        $failure.Exception.Message | Should -Match 'It is not repeated, because it may be a secret'
        @($Error; $failure) | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        Get-Content -Raw -LiteralPath $transcript | Should -Not -Match NEVERSHOWN
    }

    It 'names a parameter that there is not' {
        $names = @{ NoSuchParameter = $true }
        { & $Command @names } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -PassThru | ForEach-Object { $_.Exception.Message } | Should -Match 'There is no parameter -NoSuchParameter here'
    }

    It 'shows nobody the parameter that catches it' {
        $catcher = $Command.Parameters.OutOfPlace
        $catcher.Attributes.DontShow | Should -Contain $true
        $catcher.Attributes.Position | Should -Be ([int]::MinValue)
        (Get-Completion "$Name -").CompletionText | Should -Not -Contain '-OutOfPlace'
    }
}

Describe 'what is repeated of a parameter that takes a secret' {
    It 'is nothing: <_>' -ForEach @(
        { Import-MoltbotApiKey zai -ApiKey NEVERSHOWN }
        { Import-MoltbotToken zai -Token NEVERSHOWN }
        { Import-MoltbotToken zai -ExpiresIn sk-test-0000000NEVERSHOWN }
        { Import-MoltbotApiKey zai -InputObject NEVERSHOWN }
        { Set-MoltbotEnvironmentVariable A_KEY -Value NEVERSHOWN }
        { Set-MoltbotEnvironmentVariable A_KEY -FromEnvironment NEVERSHOWN }
        { Start-MoltbotRotation zai:default -NewKey NEVERSHOWN }
        { Initialize-MoltbotAuth zai-api-key -AcceptRisk -Secret NEVERSHOWN }
    ) {
        $Error.Clear()
        $failure = $_ | Should -Throw -PassThru
        # The line itself is in a script of its own.
        $failure.Exception.Message | Should -Not -Match NEVERSHOWN
        "$($failure.TargetObject) $($failure.ErrorDetails) $($Error.Exception.Message)" | Should -Not -Match NEVERSHOWN
    }
}
