#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Another module of the session has brought an older SQLite, and uses it before ours is loaded. Both work, each with its own;
# and who has an installation of January loads none of ours.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome

    # Pester comes from the same folder of packages as everything else that the tests bring along.
    $packages = (Get-Item (Get-Module Pester).ModuleBase).Parent.Parent.Parent.FullName
    $folder = Join-Path $env:HOME OlderSqlite
    $null = New-Item -ItemType Directory $folder
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    $processor = "$([System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    Copy-Item -Destination $folder -LiteralPath @(
        Join-Path $packages microsoft.data.sqlite.core 6.0.0 lib netstandard2.0 Microsoft.Data.Sqlite.dll
        Join-Path $packages sqlitepclraw.core 2.0.6 lib netstandard2.0 SQLitePCLRaw.core.dll
        Join-Path $packages sqlitepclraw.provider.e_sqlite3 2.0.6 lib netstandard2.0 SQLitePCLRaw.provider.e_sqlite3.dll
        (Get-Item (Join-Path $packages sqlitepclraw.lib.e_sqlite3 2.0.6 runtimes "$system-$processor" native *e_sqlite3*)).FullName
    )
    Set-TestFile (Join-Path $folder OlderSqlite.psm1) @'
foreach ($name in 'SQLitePCLRaw.core', 'SQLitePCLRaw.provider.e_sqlite3', 'Microsoft.Data.Sqlite') { Add-Type -LiteralPath (Join-Path $PSScriptRoot "$name.dll") }
[SQLitePCL.raw]::SetProvider([SQLitePCL.SQLite3Provider_e_sqlite3]::new())
$connection = [Microsoft.Data.Sqlite.SqliteConnection]::new("Data Source=$(Join-Path $PSScriptRoot other.db)")
$connection.Open()
function Get-OlderAnswer([string]$Question) { $command = $connection.CreateCommand(); $command.CommandText = $Question; "$($command.ExecuteScalar())" }
'@
    foreach ($name in 'state', 'agent') {
        $path = Join-Path $env:HOME today ($name -eq 'state' ? 'state/openclaw.sqlite' : 'agents/main/agent/openclaw-agent.sqlite')
        $null = New-Item -ItemType Directory -Force (Split-Path $path)
        $packed = [System.IO.Compression.GZipStream]::new([System.IO.File]::OpenRead((Join-Path $PSScriptRoot Today "$name.sqlite.gz")), [System.IO.Compression.CompressionMode]::Decompress)
        $unpacked = [System.IO.File]::Create($path)
        $packed.CopyTo($unpacked)
        $packed, $unpacked | ForEach-Object Dispose
    }

    New-TestInstallation
    $told = & (Get-EnginePath) -NoProfile -NonInteractive -Command @"
`$ErrorActionPreference = 'Stop'
function Get-Loaded { @([System.Diagnostics.Process]::GetCurrentProcess().Modules.FileName) -match '[\\/](lib)?e_sqlite3\.\w+`$' }
Import-Module '$folder/OlderSqlite.psm1'
`$result = [ordered]@{ Version = Get-OlderAnswer 'SELECT sqlite_version()' }
Import-Module '$(Get-ManifestPath)'
`$result.January = @(Get-MoltbotAuthProfile).Count
Set-MoltbotAuthOrder anthropic anthropic:work, anthropic:default
`$result.LoadedForJanuary = @(Get-Loaded)
`$result.Today = @((Get-MoltbotAuthProfile -StateDirectory '$env:HOME/today').ProfileId)
Set-MoltbotAuthOrder anthropic anthropic:work -StateDirectory '$env:HOME/today'
`$result.Order = @((Get-MoltbotAuthOrder anthropic -StateDirectory '$env:HOME/today').ProfileId)
`$result.LoadedForToday = @(Get-Loaded)
`$result.VersionAfterwards = Get-OlderAnswer 'SELECT sqlite_version()'
`$null = Get-OlderAnswer 'CREATE TABLE things (name TEXT)'
`$null = Get-OlderAnswer "INSERT INTO things VALUES ('still here')"
`$result.Row = Get-OlderAnswer 'SELECT name FROM things'
`$result | ConvertTo-Json
"@ | ConvertFrom-Json
}

AfterAll {
    Exit-TestHome
}

Describe 'An older SQLite of another module' {
    It 'is used by that module, before and after ours' {
        $told.Version | Should -BeLike '3.3?.*'
        $told.VersionAfterwards | Should -BeExactly $told.Version
        $told.Row | Should -BeExactly 'still here'
    }

    It 'does not keep ours from an installation of today''s' {
        $told.Today | Should -Contain anthropic:work
        $told.Order | Should -BeExactly anthropic:work
        $told.LoadedForToday | Should -HaveCount 2
        @($told.LoadedForToday) -like "$folder*" | Should -HaveCount 1
    }

    It 'is the only one as long as there is only an installation of January' {
        $told.January | Should -BeGreaterThan 0
        $told.LoadedForJanuary | Should -HaveCount 1
    }
}
