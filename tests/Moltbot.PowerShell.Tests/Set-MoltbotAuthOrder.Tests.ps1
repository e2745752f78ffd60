#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Set-MoltbotAuthOrder' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'sets the order and says nothing' {
        Set-MoltbotAuthOrder anthropic anthropic:backup, anthropic:work | Should -BeNullOrEmpty
        (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly 'anthropic:backup', 'anthropic:work'
    }

    It 'changes the order in the store and nothing else' {
        $before = Get-Content -Raw -LiteralPath (Get-StorePath) | ConvertFrom-Json -AsHashtable
        Set-MoltbotAuthOrder anthropic anthropic:backup
        $after = Get-Content -Raw -LiteralPath (Get-StorePath) | ConvertFrom-Json -AsHashtable
        $after.order.anthropic | Should -BeExactly 'anthropic:backup'
        $after.Remove('order')
        $before.Remove('order')
        $after | ConvertTo-Json -Depth 5 | Should -BeExactly ($before | ConvertTo-Json -Depth 5)
    }

    It 'returns the order with -PassThru' {
        $order = Set-MoltbotAuthOrder 'Anthropic' anthropic:backup -PassThru
        $order | Should -BeOfType ([Moltbot.Core.Selection.AuthOrder])
        $order.Provider | Should -BeExactly anthropic
        $order.ProfileId | Should -BeExactly 'anthropic:backup'
    }

    It 'leaves out blanks and what is named twice' {
        (Set-MoltbotAuthOrder anthropic ' anthropic:work ', '', anthropic:work, anthropic:backup -PassThru).ProfileId |
            Should -BeExactly 'anthropic:work', 'anthropic:backup'
    }

    It 'writes the agent''s own store only' {
        $main = (Get-FileHash (Get-StorePath)).Hash
        Set-MoltbotAuthOrder anthropic anthropic:backup -Agent work
        (Get-FileHash (Get-StorePath)).Hash | Should -BeExactly $main
        (Get-MoltbotAuthOrder anthropic -Agent work).ProfileId | Should -BeExactly 'anthropic:backup'
        (Get-Content -Raw -LiteralPath (Get-StorePath work) | ConvertFrom-Json).profiles.PSObject.Properties.Name | Should -BeExactly 'openai:work'
    }

    Context 'pipeline' {
        It 'restores an order' {
            $kept = Get-MoltbotAuthOrder
            Clear-MoltbotAuthOrder anthropic
            $kept | Set-MoltbotAuthOrder
            (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:default'
        }

        It 'makes one order of profiles that come one by one' {
            $orders = Get-MoltbotAuthProfile anthropic:* | Sort-Object ProfileId -Descending | Set-MoltbotAuthOrder -PassThru
            $orders | Should -HaveCount 1
            $orders.ProfileId | Should -BeExactly 'anthropic:work', 'anthropic:me@example.com', 'anthropic:default', 'anthropic:backup'
        }

        It 'makes an order for each provider and agent' {
            $orders = @(Get-MoltbotAuthProfile; Get-MoltbotAuthProfile openai:* -Agent work) | Set-MoltbotAuthOrder -PassThru
            $orders.ForEach{ "$($_.Agent) $($_.Provider) $($_.ProfileId.Count)" } | Should -BeExactly 'main anthropic 4', 'main openai 1', 'work openai 2'
        }

        It 'writes the store once for one order' {
            $calls = Invoke-Recorded { Get-MoltbotAuthProfile anthropic:* | Set-MoltbotAuthOrder -WhatIf -Verbose }
            $calls.Errors | Should -BeNullOrEmpty
            Get-MoltbotAuthProfile anthropic:* | Set-MoltbotAuthOrder -PassThru | Should -HaveCount 1
        }

        It 'gives an order to another agent' {
            $order = Get-MoltbotAuthOrder anthropic | Set-MoltbotAuthOrder -Agent work -PassThru
            $order.Agent | Should -BeExactly work
            (Get-Content -Raw -LiteralPath (Get-StorePath work) | ConvertFrom-Json).order.anthropic | Should -BeExactly 'anthropic:work', 'anthropic:default'
        }

        It 'goes on after an order that cannot be set' {
            $call = Invoke-Recorded {
                [pscustomobject]@{ Provider = 'anthropic'; ProfileId = 'anthropic:nope' }, [pscustomobject]@{ Provider = 'openai'; ProfileId = 'openai:default' } |
                    Set-MoltbotAuthOrder -PassThru
            }
            $call.Failure | Should -BeNullOrEmpty
            $call.Errors.FullyQualifiedErrorId | Should -BeExactly 'ProfileNotFound,Moltbot.PowerShell.Commands.SetMoltbotAuthOrderCommand'
            $call.Output.Provider | Should -BeExactly openai
        }

        It 'does nothing when nothing comes' {
            $before = Get-Fingerprint
            Get-MoltbotAuthProfile nothing* | Set-MoltbotAuthOrder
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context '-RemoveUnknown' {
        BeforeEach {
            $config = "{`n  // ours`n  auth: { order: { OpenAI: ['openai:gone', 'openai:work'], zai: ['zai:gone'] } },`n  agents: { list: [{ id: 'main' }, { id: 'work' }] },`n}"
            Set-TestConfig $config
            Set-TestStore -Profiles @{ 'anthropic:work' = New-ApiKey anthropic } -Order ([ordered]@{ anthropic = @('anthropic:gone', 'anthropic:work'); google = @('google:gone') })
        }

        It 'takes profiles that do not exist out of the orders of the store and of the configuration' {
            $repaired = Set-MoltbotAuthOrder -RemoveUnknown -PassThru
            $repaired | Should -BeOfType ([Moltbot.Core.Selection.AuthOrder])
            $repaired.ForEach{ "$($_.Provider): $($_.ProfileId -join ' ')" } | Should -BeExactly 'anthropic: anthropic:work', 'google: ', 'openai: openai:work', 'zai: '
            $repaired.UnknownProfileId | Should -BeNullOrEmpty
            (Get-Content -Raw (Get-StorePath) | ConvertFrom-Json).order | ConvertTo-Json -Compress | Should -BeExactly '{"anthropic":["anthropic:work"]}'
            $text = Get-Content -Raw (Get-StatePath moltbot.json)
            $text | Should -Match '// ours'
            $text | Should -Match ([regex]::Escape("auth: { order: { OpenAI: ['openai:work'] } }"))
            $before = Get-Fingerprint
            Set-MoltbotAuthOrder -RemoveUnknown -PassThru | Should -BeNullOrEmpty
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'repairs only the provider that is named' {
            (Set-MoltbotAuthOrder zai -RemoveUnknown -PassThru).Path | Should -BeExactly (Get-StatePath moltbot.json)
            (Get-MoltbotAuthOrder anthropic -WarningAction Ignore).UnknownProfileId | Should -BeExactly anthropic:gone
        }

        It 'says what would be done, where, and leaves every file byte-identical with -WhatIf' {
            $before = Get-Fingerprint
            $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; Set-MoltbotAuthOrder -RemoveUnknown -WhatIf" | Out-String -Width 500
            $text | Should -Match ([regex]::Escape((Get-StorePath)))
            $text | Should -Match 'Take anthropic:gone out of the anthropic order'
            $text | Should -Match ([regex]::Escape((Get-StatePath moltbot.json)))
            $text | Should -Match 'Take openai:gone out of the openai order'
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'changes nothing while another agent''s profiles cannot be told' {
            Set-TestStore '{oops' -Agent work
            $before = Get-Fingerprint
            { Set-MoltbotAuthOrder openai -RemoveUnknown } | Should -Throw -ErrorId 'StoreUnreadable,*'
            Get-Fingerprint | Should -BeExactly $before
        }
    }

    Context '-WhatIf and -Confirm' {
        It 'leaves every file byte-identical' {
            $before = Get-Fingerprint
            Set-MoltbotAuthOrder anthropic anthropic:backup -WhatIf
            Get-MoltbotAuthProfile | Set-MoltbotAuthOrder -Agent work -WhatIf -ErrorAction Ignore
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'creates nothing for an agent without a store' {
            Remove-Item -LiteralPath (Get-StatePath agents/work) -Recurse
            $before = Get-Fingerprint
            Set-MoltbotAuthOrder anthropic anthropic:backup -Agent work -WhatIf
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'says what would be done, and where' {
            $manifest = Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.PowerShell.psd1
            $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Set-MoltbotAuthOrder anthropic anthropic:backup, anthropic:work -WhatIf" | Out-String
            $text | Should -Match 'Set the anthropic order to anthropic:backup, anthropic:work'
            $text | Should -Match ([regex]::Escape((Get-StorePath)))
        }

        It 'refuses bad input all the same' {
            { Set-MoltbotAuthOrder anthropic anthropic:nope -WhatIf } | Should -Throw -ErrorId 'ProfileNotFound,*'
            { Set-MoltbotAuthOrder anthropic openai:default -WhatIf } | Should -Throw -ErrorId 'ProfileOfOtherProvider,*'
        }

        It 'can ask before it changes something' {
            (Get-Command Set-MoltbotAuthOrder).Parameters.Keys | Should -Contain Confirm
            $ConfirmPreference = 'Low'
            Set-MoltbotAuthOrder anthropic anthropic:backup -Confirm:$false
            (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly 'anthropic:backup'
        }
    }

    Context 'bad input' {
        It 'ends with <Id> for <Name> and leaves every file byte-identical' -ForEach @(
            @{ Name = 'an unknown profile'; Id = 'ProfileNotFound'; Category = 'ObjectNotFound'; Message = 'anthropic:nope.*There is: anthropic:default'
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work, anthropic:nope }
            }
            @{ Name = 'a profile of another provider'; Id = 'ProfileOfOtherProvider'; Category = 'InvalidArgument'; Message = 'is for openai, not anthropic'
                Command = { Set-MoltbotAuthOrder anthropic openai:default }
            }
            @{ Name = 'an empty order'; Id = 'OrderEmpty'; Category = 'InvalidArgument'; Message = 'Missing profile ids'
                Command = { Set-MoltbotAuthOrder anthropic @() }
            }
            @{ Name = 'an order of blanks'; Id = 'OrderEmpty'; Category = 'InvalidArgument'; Message = 'Missing profile ids'
                Command = { Set-MoltbotAuthOrder anthropic '', ' ' }
            }
            @{ Name = 'a blank provider'; Id = 'ProviderMissing'; Category = 'InvalidArgument'; Message = 'Missing provider'
                Command = { Set-MoltbotAuthOrder '' anthropic:work }
            }
            @{ Name = 'an unknown agent'; Id = 'AgentNotFound'; Category = 'ObjectNotFound'; Message = 'main, work'
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work -Agent nobody }
            }
            @{ Name = 'a corrupt store'; Id = 'StoreUnreadable'; Category = 'InvalidData'; Message = 'line 1, column 2'; Break = { Set-TestStore '{oops' }
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work }
            }
            @{ Name = 'a store that is a directory'; Id = 'StoreUnreadable'; Category = 'ReadError'; Message = 'is a directory'
                Break = { Remove-Item -LiteralPath (Get-StorePath); $null = New-Item -ItemType Directory (Get-StorePath) }
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work }
            }
            @{ Name = 'a corrupt configuration'; Id = 'ConfigUnreadable'; Category = 'InvalidData'; Message = 'moltbot.json'; Break = { Set-TestConfig '{,}' }
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work }
            }
            @{ Name = 'a cyclic include'; Id = 'ConfigUnreadable'; Category = 'InvalidData'; Message = 'moltbot.json'; Break = { Set-TestConfig '{ "$include": "./moltbot.json" }' }
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work }
            }
            @{ Name = 'a missing variable'; Id = 'ConfigUnreadable'; Category = 'InvalidData'; Message = 'NOT_THERE'; Break = { Set-TestConfig '{ "env": { "vars": { "A": "${NOT_THERE}" } } }' }
                Command = { Set-MoltbotAuthOrder anthropic anthropic:work }
            }
        ) {
            if ($Break) { & $Break }
            $before = Get-Fingerprint
            $call = Invoke-Recorded $Command
            $call.Failure.FullyQualifiedErrorId | Should -BeExactly "$Id,Moltbot.PowerShell.Commands.SetMoltbotAuthOrderCommand"
            $call.Failure.CategoryInfo.Category | Should -Be $Category
            $call.Failure.Exception.Message | Should -Match $Message
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'has no secret in an error' {
            Set-TestStore "{ `"key`": `"$(New-Secret)`" oops"
            $null = Invoke-Recorded { Set-MoltbotAuthOrder anthropic anthropic:work }
            $Error[0] | Format-List * -Force | Out-String -Width 500 | Should -Not -Match NEVERSHOWN
        }
    }

    Context 'lock' {
        BeforeEach {
            $lock = "$(Get-StorePath).lock"
            $null = New-Item -ItemType Directory -Path $lock
        }

        It 'waits no longer when the pipeline is stopped, and leaves another''s lock alone' {
            $before = Get-Fingerprint
            $manifest = Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.PowerShell.psd1
            $session = [powershell]::Create()
            $null = $session.AddScript("Import-Module '$manifest'; Set-MoltbotAuthOrder anthropic anthropic:backup -Verbose")
            $run = $session.BeginInvoke()
            $started = [datetime]::UtcNow
            while (@($session.Streams.Verbose).Where({ $_.Message -match 'Set the anthropic order' }).Count -eq 0 -and [datetime]::UtcNow -lt $started.AddSeconds(30)) { Start-Sleep -Milliseconds 20 }
            $run.IsCompleted | Should -BeFalse
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $session.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            $session.Dispose()
            Get-Fingerprint | Should -BeExactly $before
        }

        It 'takes over a lock that its owner left behind' {
            (Get-Item -LiteralPath $lock).LastWriteTimeUtc = [datetime]::UtcNow.AddMinutes(-2)
            Set-MoltbotAuthOrder anthropic anthropic:backup
            (Get-MoltbotAuthOrder anthropic).ProfileId | Should -BeExactly 'anthropic:backup'
            Test-Path -LiteralPath $lock | Should -BeFalse
        }
    }
}
