# What the suites have in common: the installed module, or the built one, an empty home for each file, and the files of an installation.

Set-StrictMode -Version 3.0

# Stands in every secret, far enough from both ends for no mask to show it.
$script:marker = 'NEVERSHOWN'
$script:vaultTurn = $null
$script:testRegistryMark = 'of-tests-of-moltbot'

function Import-BuiltModule {
    $path = $env:TEST_MODULE ? $env:TEST_MODULE : (Join-Path $PSScriptRoot .. .. output Moltbot.PowerShell)
    if (-not (Test-Path -LiteralPath $path)) {
        throw 'The module is not built. Run build.ps1 first.'
    }

    Import-Module $path -Scope Global
}

# Whether this Windows is Wine, which lacks some of it (docs/testing.md).
function Test-Wine {
    $library = $address = [IntPtr]::Zero
    $IsWindows -and [System.Runtime.InteropServices.NativeLibrary]::TryLoad('ntdll.dll', [ref]$library) -and
        [System.Runtime.InteropServices.NativeLibrary]::TryGetExport($library, 'wine_get_version', [ref]$address)
}

# The program that starts this engine again. Where it runs as a tool of .NET, the process itself is another one.
function Get-EnginePath {
    Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
}

# Starts with an empty home and without any variable that leads to an installation or holds a key.
function Enter-TestHome {
    $directory = [System.IO.Directory]::CreateTempSubdirectory('moltbot-test-').FullName
    $script:surroundings = @{ Location = Get-Location; Variables = Get-ChildItem Env: | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } } }
    Get-ChildItem Env: |
        Where-Object Name -Match '^(MOLTBOT_|CLAWDBOT_|PI_CODING_)|_API_KEY|_TOKEN$|^GOOGLE_|^GCLOUD_|^AWS_' |
        ForEach-Object { Remove-Item -LiteralPath "Env:$($_.Name)" }
    $env:HOME = $directory
    $env:USERPROFILE = $directory
    # No test asks a real provider.
    $env:MOLTBOT_OFFLINE = '1'
    Set-Location -LiteralPath $directory
    $directory
}

# On Windows SecretManagement keeps its registry, and SecretStore its secrets, for the user, whatever a test calls its home. So
# suites with vaults take turns, each begins without any, and none begins where somebody has vaults of their own.
function Enter-VaultRegistry {
    if (-not $IsWindows -or $script:vaultTurn) { return }
    $script:vaultTurn = [System.Threading.Mutex]::new($false, 'Moltbot.PowerShell.Tests.VaultRegistry')
    # A suite that was ended held it.
    try { $null = $script:vaultTurn.WaitOne() } catch [System.Threading.AbandonedMutexException] { $null = $_ }
    $registry = Get-VaultRegistry
    # Whoever merely loads SecretManagement leaves empty folders there.
    $kept = @(Get-ChildItem -LiteralPath $registry -Recurse -File -Force -ErrorAction Ignore)
    if ($kept -and $kept.Name -notcontains $script:testRegistryMark) {
        throw "This account has vaults, in $registry, which these tests would replace. Run them as another user."
    }

    Remove-Item -LiteralPath $registry -Recurse -Force -ErrorAction Ignore
    Set-TestFile (Join-Path $registry $script:testRegistryMark) ''
}

function Exit-VaultRegistry {
    if (-not $script:vaultTurn) { return }
    # This process may have some of it open. The mark stays as long as there is anything, for the next to clear away.
    $registry = Get-VaultRegistry
    $kept = @(Get-ChildItem -LiteralPath $registry -Recurse -File -Force -ErrorAction Ignore)
    if ($kept.Name -contains $script:testRegistryMark) {
        $kept.Where({ $_.Name -ne $script:testRegistryMark }) | Remove-Item -Force -ErrorAction Ignore
        if (@(Get-ChildItem -LiteralPath $registry -Recurse -File -Force).Count -eq 1) { Remove-Item -LiteralPath $registry -Recurse -Force -ErrorAction Ignore }
    }

    $script:vaultTurn.ReleaseMutex()
    $script:vaultTurn.Dispose()
    $script:vaultTurn = $null
}

function Get-VaultRegistry {
    Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) Microsoft PowerShell secretmanagement
}

function Exit-TestHome {
    Exit-VaultRegistry
    $directory = $env:HOME
    Set-Location -Path $script:surroundings.Location
    Get-ChildItem Env: | ForEach-Object { Remove-Item -LiteralPath "Env:$($_.Name)" }
    foreach ($variable in $script:surroundings.Variables) {
        [Environment]::SetEnvironmentVariable($variable.Name, $variable.Value)
    }

    Remove-Item -LiteralPath $directory -Recurse -Force
}

# Empties the home between tests.
function Clear-TestHome {
    Get-ChildItem -LiteralPath $env:HOME -Force | Remove-Item -Recurse -Force
    Set-Location -LiteralPath $env:HOME
}

function Get-StatePath([string]$Path = '') {
    Join-Path $env:HOME .clawdbot $Path
}

function Get-StorePath([string]$Agent = 'main') {
    Get-StatePath "agents/$Agent/agent/auth-profiles.json"
}

function Set-TestFile([string]$Path, [string]$Text) {
    $null = New-Item -ItemType Directory -Force -Path (Split-Path $Path)
    [System.IO.File]::WriteAllText($Path, $Text)
}

# A text as it is shown, with its paths in the form of this system.
function ConvertTo-SystemPath([string]$Text) {
    $Text.Replace('/', [System.IO.Path]::DirectorySeparatorChar)
}

# Writes moltbot.json, from an object or as it is.
function Set-TestConfig($Config) {
    $text = $Config -is [string] ? $Config : (ConvertTo-Json $Config -Depth 10)
    Set-TestFile (Get-StatePath moltbot.json) $text
}

# Writes an agent's store, from profiles or as it is.
function Set-TestStore($Profiles, [string]$Agent = 'main', $Order, $UsageStats) {
    $store = [ordered]@{ version = 1; profiles = $Profiles }
    if ($Order) { $store.order = $Order }
    if ($UsageStats) { $store.usageStats = $UsageStats }
    $text = $Profiles -is [string] ? $Profiles : (ConvertTo-Json $store -Depth 10)
    Set-TestFile (Get-StorePath $Agent) $text
}

# A database as today's gateway makes it, packed: one of a state directory, one of an agent with nothing in it, one of the agent work.
function Set-TestDatabase([string]$Path, [string]$Name = 'state') {
    $null = New-Item -ItemType Directory -Force -Path (Split-Path $Path)
    $packed = [System.IO.File]::OpenRead((Join-Path $PSScriptRoot Today "$Name.sqlite.gz"))
    $unpacked = [System.IO.File]::Create($Path)
    $gzip = [System.IO.Compression.GZipStream]::new($packed, [System.IO.Compression.CompressionMode]::Decompress)
    $gzip.CopyTo($unpacked)
    $gzip, $unpacked, $packed | ForEach-Object Dispose
}

# An installation with one key of zai, main and the agent work, as a generation of gateways keeps it.
function New-LayoutInstallation([ValidateSet('January', 'Today')][string]$Layout) {
    if ($Layout -eq 'January') {
        Set-TestConfig "{ agents: { list: [{ id: 'main' }, { id: 'work' }] } } // kept"
    }
    else {
        $state = Join-Path $env:HOME .openclaw
        Set-TestFile (Join-Path $state openclaw.json) "{ agents: { ownership: 'explicit', entries: { main: {}, work: {} } } } // kept"
        Set-TestDatabase (Join-Path $state state openclaw.sqlite)
        Set-TestDatabase (Join-Path $state agents main agent openclaw-agent.sqlite) agent
        Set-TestDatabase (Join-Path $state agents work agent openclaw-agent.sqlite) agent-work
        Get-MoltbotAgent | Clear-MoltbotAuthOrder anthropic
        Remove-MoltbotAuthProfile zai:own -Agent work -Confirm:$false
        Get-MoltbotAuthProfile | Remove-MoltbotAuthProfile -Confirm:$false -WarningAction Ignore
    }

    $null = New-Secret | Import-MoltbotApiKey zai -ProfileId zai:a
}

function New-Secret([string]$Prefix = 'sk-test-000000000') {
    "$Prefix-$script:marker-$script:marker-99999999"
}

# As `claude setup-token` makes them.
function New-SetupToken {
    "sk-ant-oat01-$script:marker-$('0123456789' * 6)-$script:marker"
}

function New-ApiKey([string]$Provider) {
    [ordered]@{ type = 'api_key'; provider = $Provider; key = New-Secret }
}

function New-Token([string]$Provider, [timespan]$ExpiresIn = [timespan]::Zero) {
    $token = [ordered]@{ type = 'token'; provider = $Provider; token = New-Secret }
    if ($ExpiresIn -ne [timespan]::Zero) { $token.expires = Get-UnixTime $ExpiresIn }
    $token
}

function New-SignIn([string]$Provider, [timespan]$ExpiresIn, [string]$Email = '') {
    $signIn = [ordered]@{ type = 'oauth'; provider = $Provider; access = New-Secret; refresh = New-Secret; expires = Get-UnixTime $ExpiresIn }
    if ($Email) { $signIn.email = $Email }
    $signIn
}

# A time from now, in milliseconds since the Unix epoch. Half a minute more keeps rounded durations steady.
function Get-UnixTime([timespan]$FromNow) {
    [DateTimeOffset]::UtcNow.Add($FromNow).AddSeconds(30).ToUnixTimeMilliseconds()
}

# The usual installation: four anthropic profiles with an order, an openai one, and an agent work with a profile of its own.
function New-TestInstallation {
    Set-TestConfig ([ordered]@{
            agents = @{
                defaults = @{ model = @{ primary = 'anthropic/claude-opus-4-5'; fallbacks = @('openai/gpt-5.2') } }
                list     = @(@{ id = 'main' }, @{ id = 'work' })
            }
        })
    Set-TestStore -Profiles ([ordered]@{
            'anthropic:default'        = New-ApiKey anthropic
            'anthropic:work'           = New-Token anthropic -ExpiresIn 3.00:00
            'anthropic:me@example.com' = New-SignIn anthropic -ExpiresIn 9.00:00 -Email me@example.com
            'anthropic:backup'         = New-Token anthropic
            'openai:default'           = New-ApiKey openai
        }) -Order @{ anthropic = @('anthropic:work', 'anthropic:default') }
    Set-TestStore -Agent work -Profiles @{ 'openai:work' = New-ApiKey openai }
}

# The usual .env file, with a key and with a variable that is no secret. Gives its text.
function New-TestEnvironmentFile([string]$Key) {
    $text = "# keys`nexport OPENAI_API_KEY='$Key' # mine`n`nLEVEL=debug`n"
    Set-TestFile (Get-StatePath .env) $text
    $text
}

# Writes an agent's sessions as they are.
function Set-TestSessions([string]$Text, [string]$Agent = 'main') {
    Set-TestFile (Get-StatePath "agents/$Agent/sessions/sessions.json") $Text
}

# The usual sessions: one without pins, and one that a user pinned to a profile which is gone.
function New-TestSessions {
    Set-TestSessions @'
{
  "agent:main:main": { "sessionId": "s1", "updatedAt": 1 },
  "agent:main:old": { "sessionId": "s2", "updatedAt": 2, "authProfileOverride": "anthropic:gone", "authProfileOverrideSource": "user" }
}
'@
}

# A profile of an agent's own store as it is in the file, or nothing.
function Get-StoredProfile([string]$Id, [string]$Agent = 'main') {
    (Get-Content -Raw -LiteralPath (Get-StorePath $Agent) | ConvertFrom-Json).profiles.PSObject.Properties[$Id]?.Value
}

function Get-ManifestPath {
    Join-Path (Get-Module Moltbot.PowerShell).ModuleBase Moltbot.PowerShell.psd1
}

# What a command shows, line by line and without colours.
function Get-PlainText([scriptblock]$Command) {
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    try {
        (& $Command | Out-String -Width 120).Trim() -split '\r?\n' | ForEach-Object TrimEnd
    }
    finally {
        $PSStyle.OutputRendering = $rendering
    }
}

# A line for every file and directory of the home: two are equal only when every file is byte-identical. What
# PowerShell itself keeps in a home is left out.
function Get-Fingerprint {
    $entries = Get-ChildItem -LiteralPath $env:HOME -Force |
        Where-Object Name -NotIn .cache, .config, .local, AppData |
        ForEach-Object { $_; if ($_.PSIsContainer) { Get-ChildItem -LiteralPath $_.FullName -Recurse -Force } } |
        Sort-Object FullName
    @($entries).Where({ $_ }).ForEach({ "$($_.FullName) $($_.PSIsContainer ? 'directory' : (Get-FileHash -LiteralPath $_.FullName).Hash)" }) -join "`n"
}

function Get-Completion([string]$Line) {
    (TabExpansion2 $Line $Line.Length).CompletionMatches
}

# Runs commands in a PowerShell of its own, with the module, and with a text as what is left of its standard input.
function Invoke-WithInput([string]$Text, [string]$Command) {
    $env:TEST_INPUT = $Text
    '' | & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; [Console]::SetIn([System.IO.StringReader]::new(`$env:TEST_INPUT)); $Command"
    Remove-Item Env:TEST_INPUT -ErrorAction Ignore
}

# The same as a user who has no rights beyond those that files grant; modes do not apply to root.
function Invoke-Unprivileged([string]$Command) {
    $shell = @((Get-EnginePath), '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$(Get-ManifestPath)'; $Command")
    if ((id -u) -eq '0') { $shell = @('setpriv', '--bounding-set=-all', '--inh-caps=-all') + $shell }
    $program, $arguments = $shell
    & $program @arguments
}

# Runs a command and gives what it wrote to each stream, and the error that ended it.
function Invoke-Recorded([scriptblock]$Command) {
    $failure = $null
    $all = try { & $Command *>&1 } catch { $failure = $_ }
    [pscustomobject]@{
        Output   = @($all).Where({ $_ -and $_ -isnot [System.Management.Automation.InformationalRecord] -and $_ -isnot [System.Management.Automation.ErrorRecord] })
        Errors   = @(@($all).Where({ $_ -is [System.Management.Automation.ErrorRecord] }); $failure).Where({ $_ })
        Warnings = @($all).Where({ $_ -is [System.Management.Automation.WarningRecord] })
        Verbose  = @($all).Where({ $_ -is [System.Management.Automation.VerboseRecord] })
        Failure  = $failure
    }
}

# A crontab that is a file, and no other scheduler to be found: nobody's own is touched.
function Use-TestCrontab {
    $program = Join-Path $env:HOME bin crontab
    Set-TestFile $program "#!/bin/sh`nif [ `"`$1`" = -l ]; then /bin/cat '$env:HOME/tab'; else /bin/cat > '$env:HOME/tab'; fi`n"
    [System.IO.File]::SetUnixFileMode($program, 'UserRead, UserWrite, UserExecute')
    Set-TestFile (Join-Path $env:HOME tab) ''
    $env:PATH = Split-Path $program
}

Export-ModuleMember -Function *-*
