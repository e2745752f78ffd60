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
$root = Split-Path -Parent $PSScriptRoot
$packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget packages)
$version = (Select-Xml -Path (Join-Path $root Directory.Packages.props) -XPath '//PowerShellEngineVersion').Node.InnerText
$system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
$architecture = "$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant()

# The tests bring the engine, and the command line, when it is compiled ahead of time, the compiler.
dotnet restore (Join-Path $root tests Moltbot.PowerShell.Tests) --nologo -v quiet
dotnet restore (Join-Path $root src Moltbot.Cli) --nologo -v quiet -r "$system-$architecture" -p:PublishReadyToRun=true
$engine = Join-Path $packages powershell $version tools net10.0 any ($IsWindows ? 'win' : 'unix')
$compiler = Get-ChildItem (Join-Path $packages "microsoft.netcore.app.crossgen2.$system-$architecture" '*' tools ($IsWindows ? 'crossgen2.exe' : 'crossgen2')) | Sort-Object FullName | Select-Object -Last 1
$framework = Split-Path ([object].Assembly.Location)

Remove-Item -Recurse -Force $Destination -ErrorAction Ignore
Copy-Item -Recurse $engine $Destination
foreach ($name in 'System.Management.Automation', 'Microsoft.PowerShell.Commands.Management', 'Microsoft.PowerShell.Commands.Utility', 'Microsoft.PowerShell.ConsoleHost', 'Microsoft.PowerShell.Security', 'Newtonsoft.Json') {
    # As one word with its option, an asterisk is left to the compiler.
    $arguments = (Join-Path $engine "$name.dll"), '-o', (Join-Path $Destination "$name.dll"), "--reference:$(Join-Path $engine '*.dll')", "--reference:$(Join-Path $framework '*.dll')", "--targetos:$system", "--targetarch:$architecture", '-O'
    $said = & $compiler @arguments
    if ($LASTEXITCODE -ne 0) { throw "$name cannot be compiled: $($said -join ' ')" }
}

Join-Path $Destination ($IsWindows ? 'pwsh.exe' : 'pwsh')
