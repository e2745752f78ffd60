#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Thread jobs, ForEach-Object -Parallel and pools of runspaces share one process: its environment, its standard streams
# and everything static. What one of them does must not reach another.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    $hasVaults = Test-VaultModule
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $manifest = Get-ManifestPath
    $engine = Get-EnginePath
    $mainKey = 'sk-main-000000000-NEVERSHOWN-NEVERSHOWN-99999999'
    $workKey = 'sk-work-000000000-NEVERSHOWN-NEVERSHOWN-99999999'

    function Get-ProcessVariable([string]$Name) { [System.Environment]::GetEnvironmentVariable($Name) }

    # A runspace of its own that runs a script with the module. It meets the test in $Gate: Open lets one through, Pass
    # waits to be let through, and no longer than a test may take.
    function Start-Run([string]$Script, [hashtable]$Variables = @{}) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$Variables, `$Gates) Import-Module '$manifest'; foreach (`$name in `$Variables.Keys) { Set-Variable `$name `$Variables[`$name] }; $Script").AddArgument($Variables).AddArgument($gates)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        @{ Shell = $shell; Output = $output; Handle = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output) }
    }

    function Complete-Run($Run) {
        try {
            if (-not $Run.Handle.AsyncWaitHandle.WaitOne(30000)) { throw 'The run does not end.' }
            $null = $Run.Shell.EndInvoke($Run.Handle)
            $Run.Output
        }
        finally {
            $Run.Shell.Dispose()
        }
    }

    function Wait-Until([scriptblock]$Condition) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            if ($clock.Elapsed.TotalSeconds -gt 30) { throw "It did not come to it: $Condition" }
            [System.Threading.Thread]::Sleep(5)
        }
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'Several runspaces in one process' {
    BeforeEach {
        Clear-TestState
        New-TestInstallation
        Set-TestStore @{ 'zai:a' = [ordered]@{ type = 'api_key'; provider = 'zai'; key = $mainKey }; 'openai:a' = New-ApiKey openai }
        Set-TestStore -Agent work @{ 'zai:b' = [ordered]@{ type = 'api_key'; provider = 'zai'; key = $workKey } } -Order @{ zai = @('zai:b') }
        $env:ZAI_API_KEY = 'from outside'
        $gates = @{}
        'inA', 'outA', 'inB', 'outB' | ForEach-Object { $gates[$_] = [System.Threading.ManualResetEventSlim]::new() }
        $holding = '{0} {{ $Gates["in{1}"].Set(); [void]$Gates["out{1}"].Wait(30000); $env:ZAI_API_KEY }} -NoMask'
    }

    AfterEach {
        $gates.Values | ForEach-Object Set
        Remove-Item Env:ZAI_API_KEY, Env:OPENAI_API_KEY -ErrorAction Ignore
    }

    Context 'Invoke-MoltbotCommand with the same credential' {
        It 'keeps it until the last script block ends, when the <First> one ends first' -ForEach @(
            @{ First = 'earlier'; Order = 'A', 'B' }
            @{ First = 'later'; Order = 'B', 'A' }
        ) {
            $runs = @{}
            foreach ($name in 'A', 'B') {
                $runs[$name] = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', $name)
                $gates["in$name"].Wait(30000) | Should -BeTrue
            }

            foreach ($name in $Order) {
                Get-ProcessVariable ZAI_API_KEY | Should -BeExactly $mainKey
                $gates["out$name"].Set()
                Complete-Run $runs[$name] | Should -BeExactly $mainKey
            }

            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'gives back a variable that was not set' {
            Remove-Item Env:ZAI_API_KEY
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel { Import-Module $using:manifest; Invoke-MoltbotCommand zai { [Environment]::GetEnvironmentVariable('ZAI_API_KEY') } -NoMask } | Should -BeExactly (@($mainKey) * 8)
            Get-ProcessVariable ZAI_API_KEY | Should -BeNullOrEmpty
        }

        It 'is not disturbed by a script block that fails' {
            $run = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', 'A')
            $gates.inA.Wait(30000) | Should -BeTrue
            { Invoke-MoltbotCommand zai { throw 'oops' } } | Should -Throw oops
            $gates.outA.Set()
            Complete-Run $run | Should -BeExactly $mainKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'works in thread jobs' {
            $jobs = 1..4 | ForEach-Object { Start-ThreadJob { Import-Module $using:manifest; Invoke-MoltbotCommand zai { [Environment]::GetEnvironmentVariable('ZAI_API_KEY') } -NoMask } }
            $jobs | Receive-Job -Wait -AutoRemoveJob | Should -BeExactly (@($mainKey) * 4)
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }
    }

    Context 'Invoke-MoltbotCommand with another credential' {
        It 'waits with a warning until the first script block has ended' {
            $first = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', 'A')
            $gates.inA.Wait(30000) | Should -BeTrue
            $second = Start-Run ($holding -f 'Invoke-MoltbotCommand zai -Agent work', 'B')
            Wait-Until { $second.Shell.Streams.Warning.Count -gt 0 }
            $second.Shell.Streams.Warning[0].Message | Should -BeLike 'ZAI_API_KEY has another value in this process until*Start-Job*'
            $gates.inB.IsSet | Should -BeFalse
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly $mainKey

            $gates.outA.Set()
            Complete-Run $first | Should -BeExactly $mainKey
            $gates.inB.Wait(30000) | Should -BeTrue
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly $workKey
            $gates.outB.Set()
            Complete-Run $second | Should -BeExactly $workKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'never gives a script block the other one, however many there are' {
            $seen = 1..24 | ForEach-Object -ThrottleLimit 8 -Parallel {
                Import-Module $using:manifest
                $agent = $_ % 2 ? 'main' : 'work'
                Invoke-MoltbotCommand zai -Agent $agent -NoMask -WarningAction Ignore {
                    $before = $env:ZAI_API_KEY
                    $null = [System.Threading.Thread]::Yield()
                    "$args $before $env:ZAI_API_KEY"
                } $agent
            }
            $seen | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Count) $($_.Name)" } |
                Should -BeExactly "12 main $mainKey $mainKey", "12 work $workKey $workKey"
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'can be stopped while it waits' {
            $first = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', 'A')
            $gates.inA.Wait(30000) | Should -BeTrue
            $second = Start-Run ($holding -f 'Invoke-MoltbotCommand zai -Agent work', 'B')
            Wait-Until { $second.Shell.Streams.Warning.Count -gt 0 }

            $second.Shell.Stop()
            $second.Shell.InvocationStateInfo.State | Should -Be Stopped
            $second.Shell.Dispose()

            $gates.outA.Set()
            Complete-Run $first | Should -BeExactly $mainKey
            $gates.inB.IsSet | Should -BeFalse
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'runs when the runspace of the first is closed in the middle' {
            $first = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', 'A')
            $gates.inA.Wait(30000) | Should -BeTrue
            $second = Start-Run ($holding -f 'Invoke-MoltbotCommand zai -Agent work', 'B')
            Wait-Until { $second.Shell.Streams.Warning.Count -gt 0 }

            $gates.outB.Set()
            $closing = $first.Shell.Runspace
            $opener = Start-ThreadJob { ($using:gates).outA.Set() }
            $closing.Dispose()
            $opener | Wait-Job | Remove-Job

            Complete-Run $second | Should -BeExactly $workKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'waits while the script block of the first has changed the variable itself' {
            $first = Start-Run '$env:ZAI_API_KEY = $null; Invoke-MoltbotCommand zai { $env:ZAI_API_KEY = "mine"; $Gates.inA.Set(); [void]$Gates.outA.Wait(30000) }'
            $gates.inA.Wait(30000) | Should -BeTrue
            $second = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', 'B')
            Wait-Until { $second.Shell.Streams.Warning.Count -gt 0 }
            $gates.outA.Set(); $gates.outB.Set()
            Complete-Run $second | Should -BeExactly $mainKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly mine
        }
    }

    Context 'Invoke-MoltbotCommand inside of a script block of another' {
        It 'has its own credential at once, and the outer one has its own again' {
            $seen = Invoke-MoltbotCommand zai -NoMask {
                $env:ZAI_API_KEY
                Invoke-MoltbotCommand zai -Agent work -NoMask { $env:ZAI_API_KEY; Invoke-MoltbotCommand zai -NoMask { $env:ZAI_API_KEY } }
                $env:ZAI_API_KEY
            }
            $seen | Should -BeExactly $mainKey, $workKey, $mainKey, $mainKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'has its own further down the pipeline, too' {
            $seen = Invoke-MoltbotCommand zai -NoMask { $env:ZAI_API_KEY; $env:ZAI_API_KEY } | ForEach-Object { $_; Invoke-MoltbotCommand zai -Agent work -NoMask { $env:ZAI_API_KEY } }
            $seen | Should -BeExactly $mainKey, $workKey, $mainKey, $workKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'gives the same to the runspaces that the script block starts' {
            Invoke-MoltbotCommand zai -NoMask {
                1..4 | ForEach-Object -Parallel { Import-Module $using:manifest; Invoke-MoltbotCommand zai -NoMask { [Environment]::GetEnvironmentVariable('ZAI_API_KEY') } }
            } | Should -BeExactly (@($mainKey) * 4)
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'is refused in a <Name> that the script block waits for, instead of waiting for it' -ForEach @(
            @{ Name = 'thread job'; Block = { Start-ThreadJob { Import-Module $using:manifest; try { Invoke-MoltbotCommand zai -Agent work { 'ran' } } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Category } } | Receive-Job -Wait } }
            @{ Name = 'parallel runspace'; Block = { 1 | ForEach-Object -Parallel { Import-Module $using:manifest; try { Invoke-MoltbotCommand zai -Agent work { 'ran' } } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Category } } } }
        ) {
            Invoke-MoltbotCommand zai $Block | Should -BeExactly 'VariableInUse,Moltbot.PowerShell.Commands.InvokeMoltbotCommandCommand', 'ResourceBusy'
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'is refused while another runspace needs what the outer one has' {
            $other = Start-Run ($holding -f 'Invoke-MoltbotCommand zai', 'A')
            $gates.inA.Wait(30000) | Should -BeTrue
            $seen = Invoke-MoltbotCommand zai -NoMask { try { Invoke-MoltbotCommand zai -Agent work { 'ran' } } catch { $_.Exception.Message }; $env:ZAI_API_KEY }
            $seen[0] | Should -BeLike 'ZAI_API_KEY has another value in this process as long as*Run a program*'
            $seen[1] | Should -BeExactly $mainKey
            $gates.outA.Set()
            Complete-Run $other | Should -BeExactly $mainKey
        }
    }

    Context 'a variable of a script block that runs elsewhere' {
        BeforeEach {
            Remove-Item Env:ZAI_API_KEY
            $elsewhere = Start-Run ($holding -f 'Invoke-MoltbotCommand zai, openai', 'A')
            $gates.inA.Wait(30000) | Should -BeTrue
        }

        AfterEach {
            $gates.outA.Set()
            Complete-Run $elsewhere | Should -BeExactly $mainKey
            Get-ProcessVariable ZAI_API_KEY | Should -BeNullOrEmpty
        }

        It 'is no credential for others' {
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly $mainKey
            Set-TestStore @{ 'openai:a' = New-ApiKey openai }
            { Get-MoltbotCredential zai -ErrorAction Stop } | Should -Throw -ErrorId 'CredentialNotFound*'
            (Get-MoltbotModelStatus -Provider zai).Providers.Where({ $_.Provider -eq 'zai' }).CredentialSourceName | Should -Not -Match env
        }

        It 'is not imported by others' {
            { Import-MoltbotApiKey zai -FromEnvironment ZAI_API_KEY } | Should -Throw -ErrorId 'CredentialInvalid*'
        }

        It 'is not in the environment of a program' {
            Set-TestStore -Agent work @{ 'groq:b' = New-ApiKey groq }
            Invoke-MoltbotCommand groq -Agent work $engine -- -NoProfile -NonInteractive -Command '"[$env:ZAI_API_KEY][$env:OPENAI_API_KEY] $($env:GROQ_API_KEY.Length)"' | Should -BeExactly '[][] 48'
        }
    }

    It 'sees the variables of the script block around it in a program' {
        Invoke-MoltbotCommand zai -NoMask { Invoke-MoltbotCommand openai $engine -- -NoProfile -NonInteractive -Command '"$env:ZAI_API_KEY $($env:OPENAI_API_KEY.Length)"' } | Should -BeExactly "$mainKey 48"
    }

    It 'never has the variables of a program' {
        $go = Join-Path $env:HOME go
        $script = "[Console]::Out.WriteLine(`$env:ZAI_API_KEY.Length); while (-not [System.IO.File]::Exists('$go')) { [System.Threading.Thread]::Sleep(5) }"
        $run = Start-Run 'Invoke-MoltbotCommand zai $engine -- -NoProfile -NonInteractive -Command $script' @{ engine = $engine; script = $script }
        Wait-Until { $run.Output.Count -gt 0 }
        Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        Set-Content -LiteralPath $go x
        Complete-Run $run | Should -BeExactly 48
    }

    Context 'everything else that a process has once' {
        It 'has the formatted views in every runspace of a pool' {
            $pool = [runspacefactory]::CreateRunspacePool(3, 3)
            $pool.Open()
            $meeting = [System.Threading.Barrier]::new(3)
            $shells = 1..3 | ForEach-Object {
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $null = $shell.AddScript("param(`$Meeting) Import-Module '$manifest'; [void]`$Meeting.SignalAndWait(30000); `$null = Get-MoltbotModelStatus; [void]`$Meeting.SignalAndWait(30000); @(Get-FormatData Moltbot.Core.*).Count -gt 0").AddArgument($meeting)
                @{ Shell = $shell; Handle = $shell.BeginInvoke() }
            }
            $shells | ForEach-Object { $_.Shell.EndInvoke($_.Handle) } | Should -BeExactly $true, $true, $true
            $pool.Dispose()
        }

        It 'has the formatted views when the runspace that loaded them first is gone' {
            $counts = 1..2 | ForEach-Object {
                $run = Start-Run '$null = Get-MoltbotModelStatus; @(Get-FormatData Moltbot.Core.*).Count'
                Complete-Run $run
            }
            $counts[0] | Should -BeGreaterThan 0
            $counts[1] | Should -Be $counts[0]
        }

        It 'has the formatted views as long as it has the module, and again when it imports it again' {
            $run = Start-Run @'
function Measure-View { @(Get-FormatData -TypeName Moltbot.*).Count }
$null = Get-MoltbotAgent
$with = Measure-View
"listed: $(@(Get-Module Moltbot.*).Count)"
Remove-Module Moltbot.PowerShell
"without: $(Measure-View)"
Import-Module $manifest
$null = Get-MoltbotAgent
"again: $((Measure-View) -eq $with -and $with -gt 0)"
'@ @{ manifest = $manifest }

            Complete-Run $run | Should -Be 'listed: 1', 'without: 0', 'again: True'
        }

        It 'sets $LASTEXITCODE of its own runspace' {
            $global:LASTEXITCODE = 77
            $shell, $option = $IsWindows ? @('cmd', '/c') : @('sh', '-c')
            $codes = 1..4 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                Invoke-MoltbotCommand openai $using:shell -- $using:option "exit $_"
                "$_ $LASTEXITCODE"
            }
            $codes | Sort-Object | Should -BeExactly '1 1', '2 2', '3 3', '4 4'
            $global:LASTEXITCODE | Should -Be 77
        }

        It 'starts at the location of its own runspace' {
            $homeDirectory = $env:HOME
            $paths = 1..4 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                Set-Location (New-Item -ItemType Directory -Force (Join-Path $using:homeDirectory "place$_"))
                (Set-MoltbotEnvironmentVariable -StateDirectory state -Name PLACE -Value (ConvertTo-SecureString "$_" -AsPlainText -Force) -PassThru).Path
            }
            $paths | Sort-Object | Should -BeExactly @(1..4 | ForEach-Object { Join-Path $env:HOME "place$_" state .env })
        }

        It 'changes one store without losing a change of another' {
            1..12 | ForEach-Object -ThrottleLimit 6 -Parallel {
                Import-Module $using:manifest
                Import-MoltbotApiKey zai -ProfileId "zai:p$_" -ApiKey (ConvertTo-SecureString "key-of-$_-0123456789" -AsPlainText -Force) -NoConfig -WarningAction Ignore
            }
            @(Get-MoltbotAuthProfile zai:p*).Count | Should -Be 12
        }

        It 'hands standard input to one, and tells the other that nothing is left' {
            $answers = Invoke-WithInput "$workKey`n" @'
1..2 | ForEach-Object { Start-ThreadJob { param($Manifest, $Id) Import-Module $Manifest; try { Import-MoltbotApiKey zai -ProfileId "zai:in$Id" -FromStandardInput -NoConfig; "in $Id" } catch { $_.FullyQualifiedErrorId } } -ArgumentList (Get-Module Moltbot.PowerShell).Path.Replace('.dll', '.psd1'), $_ } | Receive-Job -Wait
'@
            @($answers -like 'in ?').Count | Should -Be 1
            @($answers -like 'CredentialInvalid,*').Count | Should -Be 1
            (Get-StoredProfile "zai:$($answers -like 'in ?' -replace ' ')").key | Should -BeExactly $workKey
        }
    }

    Context 'vaults' -Tag 'needs SecretManagement and SecretStore' -Skip:(-not $hasVaults) {
        BeforeAll {
            Register-TestVault
            Set-Secret -Vault SecretStore -Name zai -Secret (New-Secret)
        }

        It 'are asked by script blocks in several runspaces' {
            Set-TestStore @{ 'zai:a' = New-KeyReference zai SecretStore/zai }
            1..4 | ForEach-Object -Parallel { Import-Module $using:manifest; Invoke-MoltbotCommand zai { [Environment]::GetEnvironmentVariable('ZAI_API_KEY') } -NoMask } | Should -BeExactly (@(New-Secret) * 4)
            Get-ProcessVariable ZAI_API_KEY | Should -BeExactly 'from outside'
        }

        It 'that ask for a profile whose secret is in a vault are refused, instead of waiting for themselves' {
            Register-AskingVault Asking "Import-Module '$manifest'; Get-MoltbotCredential openai -AsPlainText"
            Set-TestStore @{ 'zai:a' = New-KeyReference zai Asking/zai; 'openai:a' = New-KeyReference openai SecretStore/zai }
            $call = Invoke-Recorded { Get-MoltbotCredential zai }
            $call.Errors[0].FullyQualifiedErrorId | Should -BeLike 'SecretElsewhere,*'
            Get-MoltbotCredential openai -AsPlainText | Should -BeExactly (New-Secret)
        }
    }
}
