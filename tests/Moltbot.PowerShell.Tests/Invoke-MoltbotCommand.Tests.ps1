#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    $hasVaults = Test-VaultModule
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $pwsh = Get-EnginePath
}

AfterAll {
    Exit-TestHome
}

Describe 'Invoke-MoltbotCommand' {
    BeforeEach {
        Clear-TestState
        New-TestInstallation
        $env:ZAI_API_KEY = 'from outside'
    }

    AfterEach {
        Remove-Item Env:ZAI_API_KEY -ErrorAction Ignore
    }

    Context 'a script block' {
        It 'has the credentials in its environment, and only it' {
            Invoke-MoltbotCommand openai, anthropic { "$($env:OPENAI_API_KEY.Length) $($env:ANTHROPIC_OAUTH_TOKEN.Length)" } | Should -BeExactly '48 48'
            $env:OPENAI_API_KEY | Should -BeNullOrEmpty
            $env:ANTHROPIC_OAUTH_TOKEN | Should -BeNullOrEmpty
        }

        It 'sees no other variable of the provider, which could win, and leaves it as it was' {
            Set-TestStore @{ 'zai:a' = New-ApiKey zai }
            $env:Z_AI_API_KEY = 'another'
            Invoke-MoltbotCommand zai { "$($env:ZAI_API_KEY.Length) '$env:Z_AI_API_KEY'" } | Should -BeExactly "48 ''"
            $env:ZAI_API_KEY | Should -BeExactly 'from outside'
            $env:Z_AI_API_KEY | Should -BeExactly another
            Remove-Item Env:Z_AI_API_KEY
        }

        It 'restores the environment after <Name>' -ForEach @(
            @{ Name = 'an error'; Id = 'mine'; Block = { Write-Error stop -ErrorId mine -ErrorAction Stop } }
            @{ Name = 'an exception'; Id = 'oops'; Block = { throw 'oops' } }
        ) {
            Set-TestStore @{ 'zai:a' = New-ApiKey zai }
            { Invoke-MoltbotCommand zai $Block } | Should -Throw -ErrorId "$Id*"
            $env:ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'restores the environment when the pipeline is stopped' {
            Set-TestStore @{ 'zai:a' = New-ApiKey zai }
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; Invoke-MoltbotCommand zai { 'ready'; while (`$true) { [System.Threading.Thread]::Sleep(1) } }")
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $null = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            while ($output.Count -eq 0) { Start-Sleep -Milliseconds 10 }
            [System.Environment]::GetEnvironmentVariable('ZAI_API_KEY') | Should -BeExactly (New-Secret)
            $shell.Stop()
            $shell.Dispose()
            [System.Environment]::GetEnvironmentVariable('ZAI_API_KEY') | Should -BeExactly 'from outside'
        }

        It 'gives its objects one by one' {
            $first = Invoke-MoltbotCommand openai { 1..3; Set-Content -LiteralPath reached x } | Select-Object -First 1
            $first | Should -Be 1
            'reached' | Should -Not -Exist
            $env:OPENAI_API_KEY | Should -BeNullOrEmpty
            (Invoke-MoltbotCommand openai { [pscustomobject]@{ A = 1 }; $null; 'text' }).Count | Should -Be 3
        }

        It 'sees the variables of the caller and gets arguments' {
            $mine = 'mine'
            Invoke-MoltbotCommand openai { "$mine $args" } 1 2 | Should -BeExactly 'mine 1 2'
        }

        It 'finds what it names as the caller would: <Name>' -ForEach @(
            @{ Name = 'a function, and what that names'; Block = { Get-Outer }; Expected = 'outer: mine' }
            @{ Name = 'an alias'; Block = { outer }; Expected = 'outer: mine' }
            @{ Name = 'a splatted table'; Block = { Join-Path @parts }; Expected = [System.IO.Path]::Combine('a', 'b') }
            @{ Name = 'a script block in a variable'; Block = { & $mineIs }; Expected = 'it is mine' }
            @{ Name = 'a module that was imported by its path'; Block = { (Get-MoltbotContext) ?? 'none' }; Expected = 'none' }
            @{ Name = 'preferences'; Block = { "$ErrorActionPreference" }; Expected = 'SilentlyContinue' }
            @{ Name = 'the location'; Block = { "$PWD" }; Expected = '$PWD' }
        ) {
            function Get-Inner { "outer: $mine" }
            function Get-Outer { Get-Inner }
            Set-Alias outer Get-Outer
            $mine = 'mine'
            $parts = @{ Path = 'a'; ChildPath = 'b' }
            $mineIs = { "it is $mine" }
            $ErrorActionPreference = 'SilentlyContinue'
            Invoke-MoltbotCommand openai $Block | Should -BeExactly $ExecutionContext.InvokeCommand.ExpandString($Expected)
        }

        It 'sets variables of its own, and of the session only where it says so' {
            $global:testGlobal = $mine = 'before'
            Invoke-MoltbotCommand openai { $mine = 'changed'; $global:testGlobal = 'changed' }
            $mine | Should -BeExactly before
            $global:testGlobal | Should -BeExactly changed
            Remove-Variable testGlobal -Scope Global
        }

        It 'gives objects whose texts hold a secret with their members, and others as they are' {
            $object = Invoke-MoltbotCommand openai { [pscustomobject]@{ PSTypeName = 'Mine'; Key = "key $env:OPENAI_API_KEY"; Number = 1; Deep = @{ Key = $env:OPENAI_API_KEY } } }
            $object.PSTypeNames[0] | Should -BeExactly Mine
            $object.Key | Should -BeExactly 'key ***'
            $object.Number | Should -Be 1
            $object.Deep.Key | Should -BeExactly '***'
            (Invoke-MoltbotCommand openai { Get-ChildItem Env:OPENAI_API_KEY }).Value | Should -BeExactly '***'
            Invoke-MoltbotCommand openai { [version]'1.2'; Get-Item -LiteralPath . } | ForEach-Object { $_.GetType().Name } | Should -BeExactly Version, DirectoryInfo
        }

        It 'writes to the streams that it meant, without secrets' {
            $all = Invoke-MoltbotCommand openai {
                "output $env:OPENAI_API_KEY"
                Write-Error "error $env:OPENAI_API_KEY"
                Write-Warning "warning $env:OPENAI_API_KEY"
                Write-Host "host $env:OPENAI_API_KEY"
                Write-Information "information $env:OPENAI_API_KEY"
                Write-Verbose "verbose $env:OPENAI_API_KEY" -Verbose
            } -Verbose *>&1
            $texts = $all.ForEach({ "$_" }) -match '\*\*\*'
            $texts | Should -BeExactly 'output ***', 'error ***', 'warning ***', 'host ***', 'information ***', 'verbose ***'
            "$all" | Should -Not -Match NEVERSHOWN
            $all.Where({ $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -Be 1
            $all.Where({ $_ -is [System.Management.Automation.WarningRecord] }).Count | Should -Be 1
        }

        It 'masks the error that ends it' {
            $call = Invoke-Recorded { Invoke-MoltbotCommand openai { throw "no $env:OPENAI_API_KEY" } }
            $call.Failure.Exception.Message | Should -BeExactly 'no ***'
            $call.Failure | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        }

        It 'masks nothing with -NoMask' {
            Invoke-MoltbotCommand openai { $env:OPENAI_API_KEY } -NoMask | Should -BeExactly (New-Secret)
        }

        It 'passes on the exit code of a program in it' {
            Invoke-MoltbotCommand openai { & $pwsh -NoProfile -Command 'exit 7' }
            $LASTEXITCODE | Should -Be 7
        }
    }

    Context 'a program' {
        It 'has the credentials in its environment, and this process has not' {
            Invoke-MoltbotCommand openai $pwsh -- -NoProfile -NonInteractive -Command '"$($env:OPENAI_API_KEY.Length)"' | Should -BeExactly 48
            $env:OPENAI_API_KEY | Should -BeNullOrEmpty
        }

        It 'is masked on both of its streams, and its standard error is no error' {
            $text = Invoke-TestShell "`$ErrorActionPreference = 'Stop'; Invoke-MoltbotCommand openai '$pwsh' -- -NoProfile -NonInteractive -Command '[Console]::Out.WriteLine(`"out `$env:OPENAI_API_KEY`"); [Console]::Error.WriteLine(`"err `$env:OPENAI_API_KEY`")'; `$Error.Count"
            $text | Sort-Object | Should -BeExactly '0', 'err ***', 'out ***'
        }

        It 'is not masked with -NoMask' {
            Invoke-MoltbotCommand openai -NoMask $pwsh -- -NoProfile -NonInteractive -Command '$env:OPENAI_API_KEY' | Should -BeExactly (New-Secret)
        }

        It 'gives its exit code as $LASTEXITCODE' {
            Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command 'exit 9'
            $LASTEXITCODE | Should -Be 9
        }

        It 'runs where the session is' {
            Set-Location (Get-StatePath)
            Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command '(Get-Location).Path' | Should -BeExactly (Get-StatePath).TrimEnd('/', '\')
            Set-Location $env:HOME
        }

        It 'takes arguments as they are' {
            Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command '$args -join "|"' | Should -BeNullOrEmpty
            Set-Content -LiteralPath (Get-StatePath echo.ps1) -Value '$args -join "|"'
            Invoke-MoltbotCommand openai $pwsh -- -NoProfile -File (Get-StatePath echo.ps1) 'a b' '' '"q"' '$x' | Should -BeExactly 'a b||"q"|$x'
        }

        It 'is ended when the pipeline is' {
            $first = Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command "[Console]::Out.WriteLine(`$PID); [System.Threading.Thread]::Sleep(60000)" | Select-Object -First 1
            { Get-Process -Id $first -ErrorAction Stop } | Should -Throw
        }

        It 'is ended at once when the pipeline is stopped, also when it prints nothing' {
            Set-Content -LiteralPath wait.ps1 -Value "Set-Content -LiteralPath started -Value `$PID; [System.Threading.Thread]::Sleep(600000)"
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; Set-Location '$PWD'; Invoke-MoltbotCommand openai '$pwsh' -- -NoProfile -File wait.ps1")
            $null = $shell.BeginInvoke()
            while (-not (Get-Content -LiteralPath started -ErrorAction Ignore)) { Start-Sleep -Milliseconds 10 }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -BeExactly Stopped
            $shell.Dispose()
            { Get-Process -Id (Get-Content -LiteralPath started) -ErrorAction Stop } | Should -Throw
        }

        It 'is ended when a command behind it fails, with the error of that' {
            $pipeline = { Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command "[Console]::Out.WriteLine(`$PID); [System.Threading.Thread]::Sleep(600000)" | ForEach-Object { $script:started = $_; throw 'behind' } }
            $pipeline | Should -Throw behind
            { Get-Process -Id $started -ErrorAction Stop } | Should -Throw
        }

        It 'gives all of its lines, in their order' {
            Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command '1..3000' | Should -Be (1..3000)
        }
    }

    Context 'input' {
        It 'reaches a script block as it does without the cmdlet: <Name>' -ForEach @(
            @{ Name = 'with $input'; Block = { @($input) -join ',' }; Expected = '1,2,3' }
            @{ Name = 'with a process block'; Block = { process { "<$_>" } }; Expected = '<1>', '<2>', '<3>' }
            @{ Name = 'with a parameter'; Block = { param([Parameter(ValueFromPipeline)]$Number) process { $Number + 1 } }; Expected = 2, 3, 4 }
        ) {
            1..3 | Invoke-MoltbotCommand openai $Block | Should -BeExactly $Expected
        }

        It 'is none where there is no pipeline' {
            Invoke-MoltbotCommand openai { @($input).Count } | Should -Be 0
        }

        It 'may be empty' {
            @() | Invoke-MoltbotCommand openai { @($input).Count } | Should -Be 0
        }

        It 'is no name of an installation or an agent' {
            $object = [pscustomobject]@{ Agent = 'nope'; StateDirectory = '/nowhere' }
            $object | Invoke-MoltbotCommand openai { process { "$($_.Agent) $($env:OPENAI_API_KEY.Length)" } } | Should -BeExactly 'nope 48'
        }

        It 'reaches a program as <Name>' -ForEach @(
            @{ Name = 'lines'; Source = { "$([char]0xE4)", 'two words', '' }; Expected = "$([char]0xE4)|two words||" }
            @{ Name = 'numbers'; Source = { 1.5, $true }; Expected = '1.5|True|' }
            @{ Name = 'bytes'; Source = { , [byte[]](65, 66) }; Expected = 'AB' }
        ) {
            Set-Content -LiteralPath read.ps1 -Value '[Console]::InputEncoding = [System.Text.UTF8Encoding]::new(); [Console]::In.ReadToEnd().Replace("`r", "").Replace("`n", "|")'
            & $Source | Invoke-MoltbotCommand openai $pwsh -- -NoProfile -File read.ps1 | Should -BeExactly $Expected
        }

        It 'reaches a program as objects are shown' {
            Set-Content -LiteralPath read.ps1 -Value '[Console]::In.ReadToEnd()'
            "$([pscustomobject]@{ Name = 'first' } | Invoke-MoltbotCommand openai $pwsh -- -NoProfile -File read.ps1)" | Should -Match 'Name.*first'
        }
    }

    Context 'success' {
        It '$? is <Expected> after <Name>' -ForEach @(
            @{ Name = 'a program that ends with 0'; Command = { Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command 'exit 0'; $? }; Expected = $true }
            @{ Name = 'a program that ends with 3'; Command = { Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command 'exit 3'; $? }; Expected = $false }
            @{ Name = 'a script block'; Command = { Invoke-MoltbotCommand openai { 1 }; $? }; Expected = $true }
            @{ Name = 'a script block whose last program failed, as after &'; Command = { Invoke-MoltbotCommand openai { & $pwsh -NoProfile -Command 'exit 3' }; $? }; Expected = $true }
        ) {
            $Error.Clear()
            @(& $Command)[-1] | Should -Be $Expected
            $Error.Count | Should -Be 0
            (Get-Variable ErrorActionPreference -Scope 0 -ErrorAction Ignore) | Should -BeNullOrEmpty
        }

        It 'a failed program is an error with $PSNativeCommandUseErrorActionPreference' {
            $call = Invoke-Recorded { $PSNativeCommandUseErrorActionPreference = $true; Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command 'exit 3' }
            $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'ProgramExitedWithNonZeroCode,Moltbot.PowerShell.Commands.InvokeMoltbotCommandCommand'
            $call.Errors[0].Exception.Message | Should -BeLike '*ended with non-zero exit code: 3*'
            $LASTEXITCODE | Should -Be 3
        }

        It 'a failed program ends a script that stops at errors, where that is wanted' {
            $script = { $ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true; Invoke-MoltbotCommand openai $pwsh -- -NoProfile -Command 'exit 3'; Set-Content -LiteralPath reached x }
            $script | Should -Throw -ErrorId 'ProgramExitedWithNonZeroCode,*'
            'reached' | Should -Not -Exist
        }

        It 'a failed program is an error with -ErrorAction Stop' {
            { Invoke-MoltbotCommand openai $pwsh -ErrorAction Stop -- -NoProfile -Command 'exit 3' } | Should -Throw -ErrorId 'ProgramExitedWithNonZeroCode,*'
        }
    }

    Context 'bad input' {
        It 'ends with <Id> for <Name> and runs nothing' -ForEach @(
            @{ Name = 'a provider without a credential'; Id = 'CredentialNotFound'; Message = 'groq'; Command = { Invoke-MoltbotCommand openai, groq { Set-Content ran x } } }
            @{ Name = 'a provider without a variable'; Id = 'ProfileOfOtherProvider'; Message = 'No environment variable is known'; Prepare = { Set-TestStore @{ 'my-proxy:a' = New-ApiKey my-proxy } }; Command = { Invoke-MoltbotCommand my-proxy { Set-Content ran x } } }
            @{ Name = 'a program that does not exist'; Id = 'ProgramNotFound'; Message = 'There is no program no-such-program'; Command = { Invoke-MoltbotCommand openai no-such-program } }
            @{ Name = 'a file that is no program'; Id = 'ProgramNotExecutable'; Message = 'not a program that may be run'; Command = { Invoke-MoltbotCommand openai (Join-Path $env:HOME no-program) } }
            @{ Name = 'a cmdlet in the place of a program'; Id = 'ProgramNotFound'; Message = 'script block'; Command = { Invoke-MoltbotCommand openai Get-Process } }
        ) {
            if ($Prepare) { & $Prepare }
            Set-Content -LiteralPath no-program -Value text
            $before = Get-Fingerprint
            $call = Invoke-Recorded $Command
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.InvokeMoltbotCommandCommand"
            $call.Failure.Exception.Message | Should -Match $Message
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context 'a script of cmd.exe' -Tag 'needs Windows' -Skip:(-not $IsWindows) {
        BeforeEach {
            Set-TestStore @{ 'zai:a' = New-ApiKey zai }
            $script = Join-Path $TestDrive 'a b.cmd'
            # With %~1, which takes the quotes away, a script runs what is in its arguments however they are handed over.
            Set-Content -LiteralPath $script "@echo off`r`necho [%1]"
        }

        It 'runs nothing that is in its arguments' {
            Invoke-MoltbotCommand zai $script 'x" & echo INJECTED & "' | Should -HaveCount 1
        }

        It 'is not started with an argument that cannot be handed over' {
            { Invoke-MoltbotCommand zai $script "a`nb" } | Should -Throw -ErrorId 'InvalidArgument*'
        }
    }

    Context 'a secret in a vault' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        BeforeAll {
            Register-TestVault
            Set-Secret -Vault SecretStore -Name zai -Secret (New-Secret)
        }

        It 'reaches the command' {
            Set-TestStore @{ 'zai:a' = New-KeyReference zai SecretStore/zai }
            Invoke-MoltbotCommand zai { "key $env:ZAI_API_KEY" } | Should -BeExactly 'key ***'
        }

        It 'gives way to the next profile with a warning' {
            Set-TestStore ([ordered]@{ 'zai:a' = New-KeyReference zai SecretStore/gone; 'zai:b' = New-ApiKey zai }) -Order @{ zai = @('zai:a', 'zai:b') }
            $call = Invoke-Recorded { Invoke-MoltbotCommand zai { $env:ZAI_API_KEY.Length } }
            "$($call.Warnings)" | Should -Match 'holds no secret "gone"'
            $call.Output | Should -Be 48
        }
    }

    It 'completes providers' {
        (Get-Completion 'Invoke-MoltbotCommand openr').CompletionText | Should -BeExactly openrouter
    }
}
