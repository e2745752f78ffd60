#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Update-MoltbotAuthUsage' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'puts a profile into cooldown for <Reason>' -ForEach @(
        @{ Reason = 'rate_limit'; Kind = 'Cooldown' }
        @{ Reason = 'auth'; Kind = 'Cooldown' }
        @{ Reason = 'timeout'; Kind = 'Cooldown' }
        @{ Reason = 'format'; Kind = 'Cooldown' }
        @{ Reason = 'unknown'; Kind = 'Cooldown' }
        @{ Reason = 'billing'; Kind = 'Disabled' }
    ) {
        $updated = Update-MoltbotAuthUsage openai:default -FailureReason $Reason -PassThru
        $updated | Should -BeOfType ([Moltbot.Core.Health.ProfileStatus])
        $updated.Unusable.State | Should -BeExactly $Kind
        $updated.ErrorCount | Should -Be 1
        $updated.FailureCounts[$Reason] | Should -Be 1
    }

    It 'explains the switch to the next candidate' {
        Update-MoltbotAuthUsage anthropic:work -FailureReason rate_limit
        (Get-MoltbotAuthCandidate anthropic -Chosen).ProfileId | Should -BeExactly anthropic:default
        (Get-MoltbotAuthCandidate anthropic).Where({ $_.ProfileId -eq 'anthropic:work' }).State | Should -Be Cooldown
    }

    It 'forgets the failures and the cooldown of a profile after a success' {
        Update-MoltbotAuthUsage openai:default -FailureReason billing
        $updated = Update-MoltbotAuthUsage openai:default -Succeeded -PassThru
        $updated.Unusable | Should -BeNullOrEmpty
        $updated.ErrorCount | Should -Be 0
        (Get-Content -Raw (Get-StorePath) | ConvertFrom-Json).lastGood.openai | Should -BeExactly openai:default
    }

    It 'tells the reason from <Name>' -ForEach @(
        @{ Name = 'a status'; Run = { Update-MoltbotAuthUsage openai:default -StatusCode 429 }; Reason = 'rate_limit' }
        @{ Name = 'a message'; Run = { Update-MoltbotAuthUsage openai:default -Message 'Your credit balance is too low' }; Reason = 'billing' }
        @{ Name = 'a web error'; Run = { Update-MoltbotAuthUsage openai:default -ErrorRecord ([System.Management.Automation.ErrorRecord]::new([System.Net.Http.HttpRequestException]::new('no', $null, 401), 'x', 'NotSpecified', $null)) }; Reason = 'auth' }
        @{ Name = 'a caught time-out'; Run = { try { throw [TimeoutException]::new() } catch { Update-MoltbotAuthUsage openai:default -ErrorRecord $_ } }; Reason = 'timeout' }
    ) {
        & $Run
        (Get-MoltbotAuthProfile openai:default).FailureCounts.Keys | Should -BeExactly $Reason
    }

    # As Invoke-RestMethod and Invoke-WebRequest write them: the answer's text is in ErrorDetails.
    It 'tells the reason from the answer <Status> "<Answer>" to a web cmdlet' -ForEach @(
        @{ Status = 429; Answer = ''; Reason = 'rate_limit' }
        @{ Status = 403; Answer = '{"error":{"message":"nope"}}'; Reason = 'auth' }
        @{ Status = 402; Answer = ''; Reason = 'billing' }
        @{ Status = 400; Answer = '{"error":{"message":"Your credit balance is too low"}}'; Reason = 'billing' }
        @{ Status = 503; Answer = '{"type":"overloaded_error"}'; Reason = 'rate_limit' }
        @{ Status = 404; Answer = '{"error":"model not found"}'; Reason = $null }
    ) {
        $response = [System.Net.Http.HttpResponseMessage]::new($Status)
        $exception = [Microsoft.PowerShell.Commands.HttpResponseException]::new("Response status code does not indicate success: $Status.", $response)
        $record = [System.Management.Automation.ErrorRecord]::new($exception, 'WebCmdletWebResponseException', 'InvalidOperation', $null)
        if ($Answer) { $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($Answer) }
        Update-MoltbotAuthUsage openai:default -ErrorRecord $record -WarningAction Ignore
        (Get-MoltbotAuthProfile openai:default).FailureCounts.Keys | Should -BeExactly $Reason
    }

    It 'tells the reason from what Invoke-RestMethod throws' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $answering = $listener.AcceptTcpClientAsync()
        $request = [powershell]::Create().AddCommand('Invoke-RestMethod').AddParameter('Uri', "http://$($listener.LocalEndpoint)/")
        $run = $request.BeginInvoke()
        $stream = $answering.GetAwaiter().GetResult().GetStream()
        $null = $stream.Read([byte[]]::new(4096))
        $stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 429 Too Many Requests`r`nContent-Length: 2`r`nConnection: close`r`n`r`n{}"))
        $stream.Dispose()
        $failure = try { $request.EndInvoke($run) } catch { $_.Exception.InnerException.ErrorRecord }
        $listener.Stop()
        Update-MoltbotAuthUsage openai:default -ErrorRecord $failure
        (Get-MoltbotAuthProfile openai:default).FailureCounts.Keys | Should -BeExactly rate_limit
    }

    It 'records nothing where another credential would not help' {
        $before = Get-Fingerprint
        $run = Invoke-Recorded { Update-MoltbotAuthUsage openai:default -Message 'model not found' }
        $run.Warnings.Message | Should -Match 'Nothing was recorded'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'points to an API key where a token is for Claude Code only' {
        $run = Invoke-Recorded { Update-MoltbotAuthUsage anthropic:work -StatusCode 400 -Message 'This credential is only authorized for use with Claude Code and cannot be used for other API requests.' }
        $run.Warnings[0].Message | Should -Match 'Import-MoltbotApiKey.+Set-MoltbotAuthOrder'
    }

    It 'writes what an agent inherits into its own store' {
        $before = (Get-FileHash (Get-StorePath)).Hash
        Update-MoltbotAuthUsage openai:default -Agent work -FailureReason auth
        (Get-FileHash (Get-StorePath)).Hash | Should -BeExactly $before
        $own = Get-Content -Raw (Get-StorePath work) | ConvertFrom-Json -AsHashtable
        $own.usageStats.Keys | Should -BeExactly openai:default
        $own.profiles.Keys | Should -BeExactly openai:work
    }

    It 'takes profiles from the pipeline' {
        (Get-MoltbotAuthProfile -Provider openai | Update-MoltbotAuthUsage -FailureReason timeout -PassThru).ProfileId | Should -BeExactly openai:default
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-Fingerprint
        Update-MoltbotAuthUsage openai:default -FailureReason auth -WhatIf
        Update-MoltbotAuthUsage openai:default -Succeeded -WhatIf
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'ends with ProfileNotFound for an unknown profile and changes nothing' {
        $before = Get-Fingerprint
        { Update-MoltbotAuthUsage openai:gone -Succeeded } | Should -Throw -ErrorId 'ProfileNotFound,Moltbot.PowerShell.Commands.UpdateMoltbotAuthUsageCommand'
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'refuses a reason that there is not' {
        { Update-MoltbotAuthUsage openai:default -FailureReason bored } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'completes profiles and reasons' {
        (Get-Completion 'Update-MoltbotAuthUsage openai').ListItemText | Should -BeExactly openai:default
        (Get-Completion 'Update-MoltbotAuthUsage x -FailureReason ra').CompletionText | Should -BeExactly rate_limit
    }
}
