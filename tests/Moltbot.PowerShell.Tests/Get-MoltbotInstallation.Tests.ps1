#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
}

AfterAll {
    Exit-TestHome
}

Describe 'Get-MoltbotInstallation' {
    BeforeEach {
        Clear-TestHome
        New-TestInstallation
    }

    It 'describes the one that there is' {
        $found = Get-MoltbotInstallation
        $found.StateDirectory | Should -BeExactly (Join-Path $env:HOME .clawdbot)
        $found.IsInForce | Should -BeTrue
        $found.Layout | Should -Be January
        $found.LayoutReason | Should -BeExactly 'nothing of a newer gateway is there'
        $found.ConfigExists | Should -BeTrue
        $found.Stores | Should -BeExactly (Get-StorePath main), (Get-StorePath work)
        $found.Agents | Should -BeExactly main, work
        $found.IsGatewayRunning | Should -BeNullOrEmpty
        $found.LeftBehind | Should -BeNullOrEmpty
    }

    It 'lists all in the usual places, the one in force first, and each once' {
        $null = New-Item -ItemType Directory (Join-Path $env:HOME .openclaw), (Join-Path $env:HOME .openclaw-work), (Join-Path $env:HOME .openclaws)
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $env:HOME .moltbot) -Target (Get-StatePath)
        $found = Get-MoltbotInstallation
        $found.RealPath | Should -BeExactly (Join-Path $env:HOME .clawdbot), (Join-Path $env:HOME .openclaw), (Join-Path $env:HOME .openclaw-work)
        $found.IsInForce | Should -BeExactly $true, $false, $false
        $found.LayoutName | Should -BeExactly january, today, today
        $found[1].LayoutReason | Should -BeLike '* has the name that today''s gateway gives its state directory'
        $found[1].IsGatewayRunning | Should -BeFalse
    }

    It 'describes what is asked for alone' {
        $other = Join-Path $env:HOME other
        Set-TestFile (Join-Path $other agents solo agent auth-profiles.json) '{"version":1,"profiles":{}}'
        $found = $other | Get-MoltbotInstallation
        $found.StateDirectory | Should -BeExactly $other
        $found.IsInForce | Should -BeFalse
        $found.Agents | Should -BeExactly main, solo
    }

    It 'names what keeps a newer gateway from the credentials' {
        $null = New-Item -ItemType Directory (Join-Path (Get-StatePath) state)
        Set-TestFile (Join-Path (Get-StatePath) state openclaw.sqlite) ''
        $found = Get-MoltbotInstallation
        $found.Layout | Should -Be Today
        $found.LeftBehind | Should -Contain (Join-Path (Get-StatePath) agents main agent auth-profiles.json)
    }

    It 'knows a gateway by its process' {
        $lock = Join-Path $env:HOME .openclaw tmp openclaw-1 gateway.state.lock
        Set-TestFile $lock "{`"pid`":$PID}"
        Set-TestFile (Join-Path $env:HOME .openclaw openclaw.json) '{"meta":{"lastTouchedVersion":"2026.9.1"}}'
        $found = Get-MoltbotInstallation -StateDirectory (Join-Path $env:HOME .openclaw)
        $found.IsGatewayRunning | Should -BeTrue
        $found.GatewayReason | Should -BeLike "process $PID, as *"
        $found.Version | Should -BeExactly 2026.9.1
        Set-TestFile $lock '{"pid":2147483647}'
        (Get-MoltbotInstallation -StateDirectory (Join-Path $env:HOME .openclaw)).IsGatewayRunning | Should -BeFalse
        Set-TestFile $lock '{"pid":'
        (Get-MoltbotInstallation -StateDirectory (Join-Path $env:HOME .openclaw)).IsGatewayRunning | Should -BeNullOrEmpty
    }

    It 'gives what every cmdlet takes' {
        (Get-MoltbotInstallation | Get-MoltbotAgent).Agent | Should -BeExactly main, work
    }

    It 'warns of an installation that there is not' {
        Clear-TestHome
        $call = Invoke-Recorded { Get-MoltbotInstallation }
        $call.Errors | Should -BeNullOrEmpty
        $call.Warnings.Message | Should -BeLike "There is no Moltbot installation at $env:HOME*"
    }

    It 'shows what each is' {
        (Get-PlainText { Get-MoltbotInstallation }) -join "`n" | Should -Match '(?m)^january +unknown +~.\.clawdbot \(in force\)$'
    }

    It 'changes no file' {
        $before = Get-Fingerprint
        $null = Get-MoltbotInstallation
        Get-Fingerprint | Should -BeExactly $before
    }
}
