#requires -Version 7.4
<#
.SYNOPSIS
Makes of PowerShell's NuGet package the engine that people install: compiled ahead of time.
.DESCRIPTION
What the installers of PowerShell bring is compiled ahead of time, what the NuGet package brings is not. This compiles the
engine of the package with the compiler of the .NET SDK, and prints the path of its pwsh, in which the comparisons run.
.PARAMETER Destination
The folder for the engine.
#>
[CmdletBinding()]
param(
    [string] $Destination = (Join-Path ([IO.Path]::GetTempPath()) moltbot-bench-engine)
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot Comparing.psm1) -Force
$root = Split-Path -Parent $PSScriptRoot
$packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget packages)
$version = (Select-Xml -Path (Join-Path $root Directory.Packages.props) -XPath '//PowerShellEngineVersion').Node.InnerText
$system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
$architecture = "$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant()

# The tests bring the engine, and the command line, when it is compiled ahead of time, the compiler.
dotnet restore (Join-Path $root tests Moltbot.PowerShell.Tests) --nologo -v quiet
dotnet restore (Join-Path $root src Moltbot.Cli) --nologo -v quiet -r "$system-$architecture" -p:PublishReadyToRun=true
$engine = Join-Path $packages powershell $version tools net10.0 any ($IsWindows ? 'win' : 'unix')

Remove-Item -Recurse -Force $Destination -ErrorAction Ignore
Copy-Item -Recurse $engine $Destination
foreach ($name in 'System.Management.Automation', 'Microsoft.PowerShell.Commands.Management', 'Microsoft.PowerShell.Commands.Utility', 'Microsoft.PowerShell.ConsoleHost', 'Microsoft.PowerShell.Security', 'Microsoft.ApplicationInsights', 'Newtonsoft.Json') {
    ConvertTo-Precompiled (Join-Path $engine "$name.dll") (Join-Path $Destination "$name.dll") $engine
}

Join-Path $Destination ($IsWindows ? 'pwsh.exe' : 'pwsh')
