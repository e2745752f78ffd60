#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What is sent, and what answers mean, is tested in the core. Here a small host on this machine stands in for a provider.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $good = 'zz-good-key-NEVERSHOWN-0123456789'
    $bad = 'yy-bad-key-NEVERSHOWN-0123456789'

    # Answers each connection by what its request holds, until it is stopped.
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $requests = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
            param($listener, $requests)
            while ($true) {
                $client = $listener.AcceptTcpClient()
                $stream = $client.GetStream()
                $text = ''
                $buffer = [byte[]]::new(8192)
                while (-not $text.Contains("`r`n`r`n") -and ($read = $stream.Read($buffer, 0, $buffer.Length))) { $text += [System.Text.Encoding]::ASCII.GetString($buffer, 0, $read) }
                $requests.Enqueue($text)
                $key = $text -match 'Bearer (\S+)' ? $Matches[1] : 'nothing'
                if ($key -like 'slow*') { $held = @($held) + $client; continue }
                $body = $key -like 'zz-good*' ? '{"data":[],"choices":[{}]}' : "{`"error`":{`"message`":`"there is no $key`"}}"
                $status = $key -like 'zz-good*' ? '200 OK' : '401 Unauthorized'
                $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $status`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n$body")
                $stream.Write($answer, 0, $answer.Length)
                $client.Dispose()
            }
        }).AddArgument($listener).AddArgument($requests)
    $null = $shell.BeginInvoke()

    function New-ProbedInstallation([hashtable]$Keys) {
        Set-TestConfig (ConvertTo-Json -Depth 9 @{ agents = @{ list = @(@{ id = 'main'; default = $true }, @{ id = 'work' }) }; models = @{ providers = @{ acme = @{ baseUrl = "http://127.0.0.1:$($listener.LocalEndpoint.Port)/v1"; api = 'openai-completions'; models = @() } } } })
        $profiles = [ordered]@{}
        foreach ($id in $Keys.Keys | Sort-Object) { $profiles[$id] = @{ type = 'api_key'; provider = 'acme'; key = $Keys[$id] } }
        Set-TestStore $profiles -Order @{ acme = @($Keys.Keys | Sort-Object) }
    }
}

AfterAll {
    $listener.Stop()
    $shell.Dispose()
    Exit-TestHome
}

Describe 'Test-MoltbotCredential' {
    BeforeEach {
        Clear-TestHome
        $requests.Clear()
        New-ProbedInstallation @{ 'acme:a-good' = $good; 'acme:b-bad' = $bad }
    }

    It 'says of each credential what the provider says, and writes nothing' {
        $before = Get-Fingerprint
        $results = Test-MoltbotCredential -Provider acme

        $results | Should -HaveCount 2
        $results[0] | Should -BeOfType ([Moltbot.Core.Probing.CredentialProbe])
        $results.ProfileId | Should -Be 'acme:a-good', 'acme:b-bad'
        $results.State | Should -Be Ok, Auth
        $results.Succeeded | Should -Be $true, $false
        $results[0].IsInUse | Should -BeTrue
        $results[1].HttpStatus | Should -Be 401
        $results[1].NextStep | Should -BeLike '*Import-MoltbotApiKey acme*'
        $results[1].Latency | Should -BeOfType timespan
        Get-Fingerprint | Should -BeExactly $before
    }

    It 'shows nothing of a key in a result, a stream or a transcript' {
        $path = Join-Path $TestDrive "said-$([guid]::NewGuid())"
        $null = Start-Transcript -LiteralPath $path
        try { $all = Test-MoltbotCredential -Provider acme -Verbose -Debug *>&1 | Format-List * -Force | Out-String } finally { $null = Stop-Transcript }
        $all | Should -BeLike '*there is no *'
        "$all $(Get-Content -Raw -LiteralPath $path)" | Should -Not -Match 'NEVERSHOWN'
        $requests | Should -Not -BeNullOrEmpty
        foreach ($request in $requests) { ($request -split "`r`n")[0] | Should -Not -Match 'NEVERSHOWN' }
    }

    It 'takes profiles by wildcard, by name and from the pipeline, and asks about all of them together' {
        (Test-MoltbotCredential acme:a*).ProfileId | Should -Be acme:a-good
        (Test-MoltbotCredential acme:b-bad).ProfileId | Should -Be acme:b-bad
        (Get-MoltbotAuthProfile | Test-MoltbotCredential).ProfileId | Should -Be 'acme:a-good', 'acme:b-bad'
        'acme:b-bad' | Test-MoltbotCredential | ForEach-Object State | Should -Be Auth
        Test-MoltbotCredential nobody:* | Should -BeNullOrEmpty
    }

    It 'writes an error about a profile that is not there, and goes on' {
        $results = Test-MoltbotCredential acme:nobody, acme:a-good -ErrorVariable failed -ErrorAction SilentlyContinue
        $results.ProfileId | Should -Be acme:a-good
        $failed.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound*'
    }

    It 'says yes or no with -Quiet' {
        Test-MoltbotCredential acme:a-good -Quiet | Should -BeExactly $true
        Test-MoltbotCredential -Provider acme -Quiet | Should -BeExactly $false
        Test-MoltbotCredential acme:nothing* -Quiet | Should -BeExactly $false
    }

    It 'sets the exit code with -Check, for what is in use' {
        $null = Test-MoltbotCredential -Provider acme -Check
        $global:LASTEXITCODE | Should -Be 0
        Set-MoltbotAuthOrder acme acme:b-bad
        $null = Test-MoltbotCredential -Provider acme -Check
        $global:LASTEXITCODE | Should -Be 1
    }

    It 'keeps its limit, and tells it from a refusal' {
        New-ProbedInstallation @{ 'acme:slow' = 'slow-key-NEVERSHOWN-0123456789' }
        $result = Test-MoltbotCredential -Provider acme -Timeout 300ms -Check
        $result.State | Should -Be Timeout
        $result.Latency.TotalSeconds | Should -BeLessThan 5
        $global:LASTEXITCODE | Should -Be 3
    }

    It 'remembers what came of it with -UpdateUsage, and only then' {
        Test-MoltbotCredential -Provider acme -UpdateUsage -WhatIf | Should -HaveCount 2
        (Get-MoltbotAuthProfile acme:b-bad).FailureCounts.Count | Should -Be 0
        $null = Test-MoltbotCredential -Provider acme -UpdateUsage
        (Get-MoltbotAuthProfile acme:b-bad).FailureCounts['auth'] | Should -Be 1
        (Get-MoltbotAuthProfile acme:a-good).LastUsed | Should -Not -BeNullOrEmpty
    }

    It 'asks a model where that is wanted, and none with -WhatIf' {
        Test-MoltbotCredential acme:a-good -Level Completion -Model acme/m1 -WhatIf | Should -BeNullOrEmpty
        $requests | Should -BeNullOrEmpty
        $result = Test-MoltbotCredential acme:a-good -Level Completion -Model acme/m1
        $result.State | Should -Be Ok
        $result.Model | Should -BeExactly acme/m1
        @($requests)[-1] | Should -BeLike 'POST /v1/chat/completions *'
    }

    It 'takes the agents that a wildcard fits' {
        (Test-MoltbotCredential acme:a-good -Agent *).Agent | Should -Be main, work
    }

    It 'completes levels, profiles and providers' {
        foreach ($line in @{ 'Test-MoltbotCredential -Level C' = 'Completion'; 'Test-MoltbotCredential acme:b' = 'acme:b-bad'; 'Test-MoltbotCredential -Provider acm' = 'acme' }.GetEnumerator()) {
            (TabExpansion2 $line.Key $line.Key.Length).CompletionMatches.ListItemText | Should -Contain $line.Value
        }
    }
}
