#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What the comparisons measure is worth something in the engine that people have, and in no other.

BeforeDiscovery {
    $comparisons = Get-ChildItem -Path (Join-Path $PSScriptRoot .. .. bench 'compare-*.ps1')
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. .. bench Comparing.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
}

Describe 'the comparisons' {
    It 'refuse an engine that is not compiled ahead of time' {
        { Confirm-Engine (Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.Core.dll) } | Should -Throw '*is not compiled ahead of time*bench/compile-engine.ps1*'
    }

    It 'refuse an engine whose code is for another runtime, which compiles it all again' {
        { Confirm-Engine ([object].Assembly.Location) 5500 } | Should -Throw '*for another version of .NET*bench/compile-engine.ps1*'
    }

    It 'say in which engine they measure' {
        # The base library is compiled in every installation of .NET.
        Confirm-Engine ([object].Assembly.Location) 600 | Should -BeLike "In PowerShell $($PSVersionTable.PSVersion), compiled ahead of time, on .NET*"
    }

    It 'ask in <_.Name> before anything is measured' -ForEach $comparisons {
        $script = [System.Management.Automation.Language.Parser]::ParseFile($_.FullName, [ref]$null, [ref]$null)
        $commands = foreach ($command in $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) { $command.GetCommandName() }
        $measuring = @($commands).Where({ $_ -in 'Confirm-Engine', 'Compare-Call', 'Measure-First', 'Measure-Process' })
        $measuring.Count | Should -BeGreaterThan 1
        $measuring[0] | Should -BeExactly Confirm-Engine
    }
}
