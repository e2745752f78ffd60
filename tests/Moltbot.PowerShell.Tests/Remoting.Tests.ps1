#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What about_Moltbot_Monitoring says of many machines, at a real sshd on the loopback interface whose subsystem is this engine.

BeforeDiscovery {
    $hasServer = Test-Path /usr/sbin/sshd
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $testHome = Enter-TestHome

    # It answers one user only, this one, who needs no rights for that; root needs the directory of the package, and gets one of
    # its own where nobody else sees it.
    function Start-Server {
        $ssh = Join-Path $testHome ssh
        $null = New-Item -ItemType Directory $ssh
        chmod 700 $ssh
        foreach ($name in 'host', 'user') {
            $null = ssh-keygen -q -t ed25519 -N '' -f (Join-Path $ssh $name)
        }

        Copy-Item (Join-Path $ssh user.pub) (Join-Path $ssh authorized)
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $variables = @{ HOME = $testHome; MOLTBOT_OFFLINE = '1'; DOTNET_ROOT = $env:DOTNET_ROOT; PSModulePath = Split-Path (Split-Path (Get-ManifestPath)) }
        $words = $variables.GetEnumerator() | Where-Object Value | ForEach-Object { "'$($_.Key)=$($_.Value)'" }
        Set-TestFile (Join-Path $ssh config) @"
ListenAddress 127.0.0.1
Port $port
HostKey $ssh/host
AuthorizedKeysFile $ssh/authorized
PidFile $ssh/pid
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
Subsystem powershell env $words '$(Get-EnginePath)' -sshs -NoLogo -NoProfile
"@
        $command = "exec /usr/sbin/sshd -D -e -f '$ssh/config'"
        $arguments = (id -u) -eq 0 -and -not (Test-Path /run/sshd) ? @('-m', 'sh', '-c', "mount -t tmpfs none /run && mkdir -p /run/sshd && $command") : @()
        $process = $arguments ? (Start-Process unshare $arguments.ForEach({ "`"$_`"" }) -PassThru -RedirectStandardError $ssh/log) : (Start-Process sh @('-c', "`"$command`"") -PassThru -RedirectStandardError $ssh/log)
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not (Test-Path $ssh/pid)) {
            if ($process.HasExited -or $clock.Elapsed.TotalSeconds -gt 30) { throw "The server does not start: $(Get-Content -Raw $ssh/log)" }
            [System.Threading.Thread]::Sleep(10)
        }

        @{
            Process = $process
            Connection = @{
                HostName = '127.0.0.1'
                Port = $port
                UserName = id -un
                KeyFilePath = "$ssh/user"
                Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = "$ssh/known"; LogLevel = 'ERROR' }
            }
        }
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'The passes of many machines' -Tag 'needs sshd' -Skip:(-not $hasServer) {
    BeforeAll {
        New-TestInstallation
        Set-TestStore ([ordered]@{ 'openai:default' = New-ApiKey openai; 'anthropic:work' = New-Token anthropic -ExpiresIn -1:00 })
        $server = Start-Server
        $connection = $server.Connection
        $result = @(Invoke-Command @connection { Invoke-MoltbotAuthMonitor } |
                Where-Object ExitCode | Select-Object PSComputerName, ExitCode, Events)
        $metrics = Invoke-Command @connection { Export-MoltbotAuthMetric (Join-Path $HOME moltbot.prom); Get-Content -Raw (Join-Path $HOME moltbot.prom) }
    }

    AfterAll {
        if ($server) { $server.Process.Kill($true) }
    }

    It 'come back as objects, each with its machine' {
        $result | Should -HaveCount 1
        $result[0].PSComputerName | Should -BeExactly '127.0.0.1'
        $result[0].ExitCode | Should -Be 1
    }

    It 'have their events, in words where there are names' {
        $result[0].Events.ProfileId | Should -BeExactly anthropic:work
        $result[0].Events[0].Kind.ToString() | Should -BeExactly Expired
    }

    It 'bring no secret with them' {
        ConvertTo-Json $result -Depth 6 | Should -Not -Match 'NEVERSHOWN'
    }

    It 'go with the metrics of each machine' {
        $metrics | Should -Match 'moltbot_credential_expiry_seconds'
    }
}
