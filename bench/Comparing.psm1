# What the comparisons have in common: the engine they measure in, the module that was built, and turns that are fair.

Set-StrictMode -Version 3.0

# Methods that are compiled until a comparison begins, in an engine that brings its own: some 600, otherwise 5,000 and more.
$mostCompiled = 3000

# Whether an assembly has native code beside its IL. Without, every first call of the engine would be compiled, and its own
# cmdlets, against which we measure, would look slower than they are.
function Test-Precompiled([Parameter(Mandatory)] [string] $Path) {
    $file = [IO.File]::OpenRead($Path)
    $reader = [Reflection.PortableExecutable.PEReader]::new($file)
    try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 }
    finally { $reader.Dispose() }
}

# Says which engine it is, and refuses one that people do not have.
function Confirm-Engine([string] $Engine = [psobject].Assembly.Location, [int] $Compiled = [Runtime.JitInfo]::GetCompiledMethodCount()) {
    if (-not (Test-Precompiled $Engine)) {
        throw "$Engine is not compiled ahead of time, so that what is measured in it says nothing about the PowerShell that people have. Run this in an installed PowerShell, or in the one that bench/compile-engine.ps1 makes of the NuGet package, which is not compiled."
    }

    # Code for another runtime is passed over without a word, and everything compiled after all.
    if ($Compiled -gt $mostCompiled) {
        throw "$Engine is compiled ahead of time for another version of .NET, so that nothing of that is used. Make it again with bench/compile-engine.ps1."
    }

    "In PowerShell $($PSVersionTable.PSVersion), compiled ahead of time, on $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription) with $([Environment]::ProcessorCount) processors:"
}

# Compiles assemblies ahead of time for this system and this version of .NET, as the installers' are; that of an older .NET
# makes code that a newer one does not run.
function ConvertTo-Precompiled([string] $Path, [string] $Destination, [string[]] $References) {
    $packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget packages)
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    $architecture = "$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant()
    $compilers = Join-Path $packages "microsoft.netcore.app.crossgen2.$system-$architecture" "$([Environment]::Version.Major).*" tools ($IsWindows ? 'crossgen2.exe' : 'crossgen2')
    $compiler = Get-ChildItem $compilers -ErrorAction Ignore | Sort-Object { [version]$_.Directory.Parent.Name } | Select-Object -Last 1
    if (-not $compiler) { throw "There is no compiler at $compilers. Restore it: dotnet restore src/Moltbot.Cli -r $system-$architecture -p:PublishReadyToRun=true" }

    # As one word with its option, an asterisk is left to the compiler.
    $arguments = @($Path, '-o', $Destination, "--targetos:$system", "--targetarch:$architecture", '-O') + @($References; Split-Path ([object].Assembly.Location)).ForEach{ "--reference:$(Join-Path $_ '*.dll')" }
    $said = & $compiler @arguments
    if ($LASTEXITCODE -ne 0) { throw "$Path cannot be compiled: $($said -join ' ')" }
}

# A binary module with a manifest and one cmdlet, which does nothing, and a view for what it does not write.
function New-EmptyModule([string] $Folder, [switch] $WithView) {
    dotnet build (Join-Path $PSScriptRoot 'EmptyModule') -c Release -o $Folder --nologo -v quiet | Out-Null
    $view = Join-Path $Folder 'EmptyModule.Format.ps1xml'
    Set-Content $view '<Configuration><ViewDefinitions><View><Name>Nothing</Name><ViewSelectedBy><TypeName>EmptyModule.Nothing</TypeName></ViewSelectedBy><ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl></View></ViewDefinitions></Configuration>'
    $manifest = Join-Path $Folder 'EmptyModule.psd1'
    Set-Content $manifest @"
@{
    RootModule        = 'EmptyModule.dll'
    ModuleVersion     = '1.0.0'
    CmdletsToExport   = @('Get-Nothing')
    FunctionsToExport = @()
    AliasesToExport   = @()
    FormatsToProcess  = @($($WithView ? "'EmptyModule.Format.ps1xml'" : ''))
}
"@
    $manifest
}

# As many cmdlets as a module has, with the attributes that they have, and its nested module: what importing that takes if
# there is nothing in them. Nobody's import can take less.
function New-HollowModule([string] $Folder, [string] $Like) {
    $null = New-Item -ItemType Directory -Force $Folder
    $manifest = Import-PowerShellDataFile -LiteralPath $Like
    $file = @{ Root = Join-Path $Folder 'Hollow.dll'; Nested = Join-Path $Folder 'Hollow.Extension.dll' }
    $names = @{ Root = $manifest.CmdletsToExport; Nested = 'Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Set-SecretInfo', 'Test-SecretVault' }
    foreach ($part in 'Root', 'Nested') {
        $classes = foreach ($name in $names[$part]) {
            $verb, $noun = $name.Split('-')
            "[Cmdlet(`"$verb`", `"$noun`", SupportsShouldProcess = true, DefaultParameterSetName = `"One`", HelpUri = `"https://example.org/$name.md`")] public sealed class $verb${noun}Command : PSCmdlet { }"
        }
        Add-Type -OutputAssembly $file[$part] -TypeDefinition "using System.Management.Automation; namespace $part { $classes }"
    }

    $hollow = Join-Path $Folder 'Hollow.psd1'
    Set-Content $hollow @"
@{
    RootModule        = 'Hollow.dll'
    NestedModules     = @('Hollow.Extension.dll')
    ModuleVersion     = '1.0.0'
    CmdletsToExport   = @($($manifest.CmdletsToExport.ForEach{ "'$_'" } -join ', '))
    FunctionsToExport = @()
    AliasesToExport   = @()
}
"@
    $hollow
}

function Get-BuiltModule {
    $module = Get-ChildItem (Join-Path $PSScriptRoot ../output/Moltbot.PowerShell/*/Moltbot.PowerShell.psd1) | Sort-Object FullName | Select-Object -Last 1
    if (-not $module) { throw 'The module is not built. Run ./build.ps1 first.' }
    $module.FullName
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $sorted[[int][Math]::Floor($sorted.Count / 2)]
}

# The milliseconds that commands took, and those that processors worked for this process meanwhile, in all its threads. The
# second are steadier where the machine has something else to do.
function Measure-Call([scriptblock] $Script, [int] $Times = 1) {
    $before = [Environment]::CpuUsage.TotalTime
    $watch = [Diagnostics.Stopwatch]::StartNew()
    for ($i = 0; $i -lt $Times; $i++) { $null = & $Script }
    $elapsed = $watch.Elapsed
    [pscustomobject]@{ Elapsed = $elapsed.TotalMilliseconds / $Times; Processor = ([Environment]::CpuUsage.TotalTime - $before).TotalMilliseconds / $Times }
}

# Turn by turn, so that what else the machine does falls on both; the first turns are not counted.
function Compare-Call([scriptblock] $Ours, [scriptblock] $Theirs, [int] $Runs, [int] $Times = 1, [int] $Warmups = 3, [switch] $Collect) {
    $pairs = foreach ($i in 1..($Warmups + $Runs)) {
        if ($Collect) { [GC]::Collect() }
        $our = Measure-Call $Ours $Times
        if ($Collect) { [GC]::Collect() }
        $their = Measure-Call $Theirs $Times
        if ($i -gt $Warmups) { [pscustomobject]@{ Ours = $our; Theirs = $their } }
    }

    $median = @{}
    foreach ($side in 'Ours', 'Theirs') { foreach ($unit in 'Elapsed', 'Processor') { $median["$side$unit"] = Get-Median $pairs.$side.$unit } }
    [pscustomobject]$median | Add-Member -PassThru -NotePropertyMembers @{
        Ratio          = $median.OursElapsed / $median.TheirsElapsed
        ProcessorRatio = $median.OursProcessor / $median.TheirsProcessor
    }
}

# The milliseconds of processor time that a command takes that is the first in its process, after what prepares it.
function Measure-First([string] $Prepare, [string] $Script) {
    $text = "$Prepare; `$before = [Environment]::CpuUsage.TotalTime; `$null = $Script; ([Environment]::CpuUsage.TotalTime - `$before).TotalMilliseconds"
    [double](& (Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')) -NoProfile -NonInteractive -Command $text)
}

# The milliseconds that a whole process of this engine takes for a script, and those of processor time.
function Measure-Process([string] $Script) {
    $start = [Diagnostics.ProcessStartInfo]::new((Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')), [string[]]('-NoProfile', '-NonInteractive', '-Command', "$Script; [Environment]::CpuUsage.TotalTime.TotalMilliseconds"))
    $start.RedirectStandardOutput = $true
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    $said = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "$Script ended with exit code $($process.ExitCode)." }
    [pscustomobject]@{ Elapsed = $watch.Elapsed.TotalMilliseconds; Processor = [double]$said.Trim().Split("`n")[-1] }
}

# A comparison in a line.
function Format-Comparison([string] $Name, [Parameter(ValueFromPipeline)] $Comparison) {
    '{0}: ratio {1:N2} ({2:N2} ms against {3:N2} ms); of processor time {4:N2} ({5:N2} ms against {6:N2} ms)' -f $Name,
        $Comparison.Ratio, $Comparison.OursElapsed, $Comparison.TheirsElapsed, $Comparison.ProcessorRatio, $Comparison.OursProcessor, $Comparison.TheirsProcessor
}
