#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'a secret that is put in' {
    It 'appears in no stream, no transcript and no error view, and in no file that others can read' {
        Set-TestConfig "{} // mine`n"
        $env:TEST_SECRET = New-Secret
        $env:OTHER_SECRET = New-Secret 'of-a-rotation'
        $transcript = Join-Path $env:HOME transcript.txt
        $script = Join-Path $env:HOME script.ps1
        Set-TestFile $script @"
Import-Module '$(Get-ManifestPath)'
`$null = Start-Transcript '$transcript'
`$loud = @{ FromEnvironment = 'TEST_SECRET'; Verbose = `$true; Debug = `$true }
foreach (`$whatIf in `$true, `$false) {
    Import-MoltbotToken zai @loud -WhatIf:`$whatIf
    Import-MoltbotApiKey openai @loud -WhatIf:`$whatIf
    Import-MoltbotApiKey zai @loud -SetDefaultModel -WhatIf:`$whatIf
    Set-MoltbotEnvironmentVariable SOME_KEY @loud -WhatIf:`$whatIf
    Initialize-MoltbotAuth openrouter-api-key -AcceptRisk @loud -WhatIf:`$whatIf
}

`$other = @{ FromEnvironment = 'OTHER_SECRET'; Verbose = `$true; Debug = `$true; SkipProbe = `$true }
Start-MoltbotRotation zai:default @loud -SkipProbe
Start-MoltbotRotation zai:default @other -WhatIf
Start-MoltbotRotation zai:default @other | Format-List * -Force
Get-MoltbotRotation | Format-List * -Force
Complete-MoltbotRotation zai:default -SkipProbe -Verbose -Debug | Format-List * -Force
Undo-MoltbotRotation zai:default -Verbose -Debug | Format-List * -Force
Import-MoltbotToken -SetupToken @loud
Import-MoltbotToken zai -ProfileId zai:default @loud
Get-MoltbotEnvironmentVariable | Format-List * -Force
Get-MoltbotAuthProfile | Format-List * -Force
`$Error | Format-List * -Force
Get-Error -Newest 5
`$null = Stop-Transcript
"@
        $shown = & (Get-EnginePath) -NoProfile -NonInteractive -File $script *>&1 | Out-String -Width 500
        Remove-Item Env:TEST_SECRET, Env:OTHER_SECRET
        $shown | Should -Match 'Import a token of zai'
        $shown | Should -Match 'ProfileOfOtherKind'
        $shown | Should -Not -Match NEVERSHOWN
        Get-Content -Raw -LiteralPath $transcript | Should -Not -Match NEVERSHOWN

        $holders = Get-ChildItem -LiteralPath $env:HOME -Recurse -Force -File | Where-Object { Select-String -LiteralPath $_.FullName -Pattern NEVERSHOWN -Quiet }
        $holders.Name | Sort-Object | Should -BeExactly '.env', 'auth-profiles.json'
        if (-not $IsWindows) { $holders.UnixMode | Should -Be '-rw-------', '-rw-------' }
    }
}

Describe 'a secret in the wrong place' {
    It 'is not repeated by an error' {
        Set-TestConfig '{}'
        $model = '/password=NEVERSHOWN'
        $failure = { Set-MoltbotDefaultModel $model } | Should -Throw -PassThru
        $failure.Exception.Message | Should -BeLike 'Invalid model reference: /password=`*`*`* *'
        $failure.TargetObject | Should -BeExactly '/password=***'
        $failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
    }

    It 'is in no command line, and in the environment of nothing that is started' -Tag 'needs Linux' -Skip:(-not $IsLinux) {
        Clear-TestHome
        Set-TestConfig '{ env: { shellEnv: { enabled: true } } }'
        $recorder = Join-Path $env:HOME recorder
        Set-TestFile $recorder @'
#!/bin/sh
cat /proc/[0-9]*/cmdline /proc/$$/environ 2>/dev/null | tr '\0' '\n' >> "$HOME/seen"
exec /bin/sh "$@"
'@
        [System.IO.File]::SetUnixFileMode($recorder, 'UserRead, UserWrite, UserExecute')
        $env:SHELL = $recorder
        New-Secret | & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; `$input | Import-MoltbotToken zai" | Should -BeNullOrEmpty
        (Get-StoredProfile 'zai:manual').token | Should -BeExactly (New-Secret)
        $seen = Get-Content -Raw -LiteralPath (Join-Path $env:HOME seen)
        $seen | Should -Match 'Import-MoltbotToken zai'
        $seen | Should -Match 'env -0'
        $seen | Should -Not -Match NEVERSHOWN
    }
}
