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
`$loud = @{ FromEnvironment = 'TEST_SECRET'; Verbose = `$true; Debug = `$true; Confirm = `$false } # -Debug asks in PowerShell 7.4
foreach (`$whatIf in `$true, `$false) {
    Import-MoltbotToken zai @loud -WhatIf:`$whatIf
    Import-MoltbotApiKey openai @loud -WhatIf:`$whatIf
    Import-MoltbotApiKey zai @loud -SetDefaultModel -WhatIf:`$whatIf
    Set-MoltbotEnvironmentVariable SOME_KEY @loud -WhatIf:`$whatIf
    Initialize-MoltbotAuth openrouter-api-key -AcceptRisk @loud -WhatIf:`$whatIf
}

`$other = @{ FromEnvironment = 'OTHER_SECRET'; Verbose = `$true; Debug = `$true; Confirm = `$false; SkipProbe = `$true }
Start-MoltbotRotation zai:default @loud -SkipProbe
Start-MoltbotRotation zai:default @other -WhatIf
Start-MoltbotRotation zai:default @other | Format-List * -Force
Get-MoltbotRotation | Format-List * -Force
Complete-MoltbotRotation zai:default -SkipProbe -Verbose -Debug -Confirm:`$false | Format-List * -Force
Undo-MoltbotRotation zai:default -Verbose -Debug -Confirm:`$false | Format-List * -Force
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

Describe 'a secret that a script block of Invoke-MoltbotCommand has' {
    It 'appears in no stream, no transcript and not in $Error, whatever the script block does with it' {
        Clear-TestHome
        Set-TestStore @{ 'zai:a' = [ordered]@{ type = 'api_key'; provider = 'zai'; key = New-Secret } }
        $transcript = Join-Path $env:HOME transcript.txt
        $script = Join-Path $env:HOME script.ps1
        Set-TestFile $script @"
Import-Module '$(Get-ManifestPath)'
`$null = Start-Transcript '$transcript'
function Use-Key { [CmdletBinding()] param(`$Key) throw "in a function `$Key" }
class Holder { [string]`$Key; Holder([string]`$key) { `$this.Key = `$key } }
`$list = [System.Collections.Generic.List[string]]::new()
`$blocks = { Write-Error `$env:ZAI_API_KEY }, { Write-Error `$env:ZAI_API_KEY -ErrorAction Stop }, { throw `$env:ZAI_API_KEY }, { [int]`$env:ZAI_API_KEY },
    { try { throw "caught `$env:ZAI_API_KEY" } catch { 'went on' } }, { Get-Item -LiteralPath `$env:ZAI_API_KEY }, { Get-Process -Name `$env:ZAI_API_KEY -ErrorAction Stop },
    { Write-Error other -TargetObject `$env:ZAI_API_KEY }, { Write-Error other -ErrorId `$env:ZAI_API_KEY -Category InvalidData -CategoryActivity `$env:ZAI_API_KEY }, { Use-Key `$env:ZAI_API_KEY },
    { & `$env:ZAI_API_KEY }, { [uri]::new(`$env:ZAI_API_KEY) }, { [datetime]::Parse(`$env:ZAI_API_KEY) }, { Invoke-Expression "this is `$env:ZAI_API_KEY no code (" }, { Write-Warning `$env:ZAI_API_KEY }, { Write-Host `$env:ZAI_API_KEY },
    { [pscustomobject]@{ Key = `$env:ZAI_API_KEY; Deep = @{ Key = `$env:ZAI_API_KEY } } }, { @{ Key = `$env:ZAI_API_KEY } }, { , @('a', `$env:ZAI_API_KEY) }, { Get-ChildItem Env:ZAI_API_KEY }, { [Holder]::new(`$env:ZAI_API_KEY) },
    { `$list.Add(`$env:ZAI_API_KEY); , `$list; `$list.Clear() }, { Write-Information @{ Key = `$env:ZAI_API_KEY } -InformationAction Continue }, { & '$(Get-EnginePath)' -NoProfile -NonInteractive -Command 'throw `$env:ZAI_API_KEY' }
foreach (`$block in `$blocks) {
    try { Invoke-MoltbotCommand zai `$block -Verbose -Debug } catch { `$_ | Format-List * -Force; Get-Error `$_ }
}

'errors: ' + `$Error.Count
`$Error | Format-List * -Force
Get-Error -Newest 40
`$null = Stop-Transcript
"@
        $shown = & (Get-EnginePath) -NoProfile -NonInteractive -File $script *>&1 | Out-String -Width 500
        $shown | Should -Match 'went on'
        $shown | Should -Match 'errors: \d\d'
        $shown | Should -Match 'in a function \*\*\*'
        $shown | Should -Not -Match NEVERSHOWN
        Get-Content -Raw -LiteralPath $transcript | Should -Match 'Cannot convert value'
        Get-Content -Raw -LiteralPath $transcript | Should -Not -Match NEVERSHOWN
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
