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

    # All that a person or a log can see of the errors so far.
    function Get-Everything {
        $failures = @($Error)
        $failures | ForEach-Object { $_; $_.InvocationInfo; $_.InvocationInfo.BoundParameters; $_.Exception; $_.CategoryInfo } | Format-List * -Force | Out-String -Width 500
        $failures | Get-Error | Out-String -Width 500
        $failures | Out-String -Width 500
    }
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
        if ($Name -in 'Move-MoltbotCredential', 'Update-MoltbotAuthUsage') {
            # Those have no positions, so that the binder misses what they need first.
            $failure.FullyQualifiedErrorId | Should -BeLike 'MissingMandatoryParameter,*'
        }
        else {
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            $failure.Exception.Message | Should -Match 'It is not repeated, because it may be a secret'
        }
        Get-Everything | Should -Not -Match NEVERSHOWN
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
        $failure.Exception.Message | Should -Not -Match NEVERSHOWN
        Get-Everything | Should -Not -Match NEVERSHOWN
    }
}

Describe 'a script' {
    BeforeAll {
        $log = Join-Path $env:HOME 'log.txt'
        $lines = @(
            'Import-MoltbotToken zai sk-NEVERSHOWN-1'
            'Import-MoltbotToken zai -Token sk-NEVERSHOWN-2'
            'Import-MoltbotApiKey zai -InputObject NEVERSHOWN-3'
            'Import-MoltbotApiKey zai -NoSuchParameter NEVERSHOWN-4'
            'Set-MoltbotEnvironmentVariable A_KEY NEVERSHOWN-5'
            'Start-MoltbotRotation zai:default -ExpiresIn sk-test-0000000NEVERSHOWN-6'
            'Get-MoltbotAuthProfile sk-ant-api03-NEVERSHOWN-NEVERSHOWN-NEVERSHOWN-7'
            "Get-MoltbotAuthProfile ``"
            '    sk-ant-api03-NEVERSHOWN-NEVERSHOWN-NEVERSHOWN-8'
            'Get-MoltbotContext NEVERSHOWN-9'
        )
        $script = Join-Path $env:HOME 'script.ps1'
        Set-Content -LiteralPath $script -Value @(
            "Import-Module '$(Get-ManifestPath)'"
            "`$null = Start-Transcript -LiteralPath '$log'"
            $lines
            '$null = Stop-Transcript'
            '"ERRORS $($Error.Count)"'
            '$Error | Format-List * -Force | Out-String -Width 500'
            '$Error.InvocationInfo | Format-List * -Force | Out-String -Width 500'
        )
        # What is cut out is marked with a sign that not every code page of Windows has.
        $encoding = [Console]::OutputEncoding
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
        try { $output = & (Get-EnginePath) -NoProfile -NonInteractive -File $script 2>&1 | Out-String -Width 500 } finally { [Console]::OutputEncoding = $encoding }
    }

    It 'has errors that quote no secret of its lines' {
        $output | Should -Match 'ERRORS 9'
        $output | Should -Not -Match NEVERSHOWN
        $output | Should -Match 'There is more here than the parameters take'
        $output | Should -Match 'must not stand on the command line as plain text'
        $output | Should -Match 'There is no parameter -NoSuchParameter here'
    }

    It 'has a transcript that has none' {
        Get-Content -Raw -LiteralPath $log | Should -Match 'There is more here'
        Get-Content -Raw -LiteralPath $log | Should -Not -Match NEVERSHOWN
    }

    It 'has errors that say where they come from' {
        $output | Should -Match 'script\.ps1:3'
        $output | Should -Match 'Import-MoltbotToken \u2026'
    }
}
