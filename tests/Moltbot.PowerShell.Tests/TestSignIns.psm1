# Sign-ins of a real authorization server on this machine, which stands in for the providers; and a browser that writes down
# the page it is to open.

Set-StrictMode -Version 3.0
$script:server = $null
$script:terminals = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()
# It does not follow redirections, and is content with the server's certificate.
$script:browser = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler]@{
        AllowAutoRedirect                         = $false
        UseProxy                                  = $false
        ServerCertificateCustomValidationCallback = [System.Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
    })
$script:clients = @{
    'openai-codex' = @{ Id = 'app_EMoamEEZ73f0CkXaXp7hrann'; Redirect = 'http://localhost:1455/auth/callback'; Base = 'https://auth.openai.com' }
    'qwen-portal'  = @{ Id = 'f0304373b74a44d2b584a3fb70ca9e56'; Redirect = 'http://localhost:1456/callback'; Base = 'https://chat.qwen.ai' }
    'chutes'       = @{ Id = 'cid_of-a-person'; Redirect = 'http://127.0.0.1/oauth-callback'; Base = 'https://api.chutes.ai'; Secret = 'cs-client-NEVERSHOWN-NEVERSHOWN' }
    # Only the end of its sign-ins is asked for.
    'google-gemini-cli' = @{ Id = 'app_EMoamEEZ73f0CkXaXp7hrann'; Redirect = 'http://localhost:1455/auth/callback'; Base = 'https://oauth2.googleapis.com' }
}

# The server of the xunit tests, or one for this suite alone. On Wine none can prove who it is.
function Enter-SignInServer {
    if (Test-Wine) {
        $script:server = @{ Address = 'https://127.0.0.1:1'; Root = ''; Process = $null }
        return
    }

    if ($env:TEST_SIGN_IN_SERVER) {
        $script:server = @{ Address = $env:TEST_SIGN_IN_SERVER; Root = $env:TEST_SIGN_IN_ROOT; Process = $null }
        return
    }

    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', [string[]]('run', '--project', (Join-Path $PSScriptRoot .. Moltbot.AuthorizationServer)))
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $address = $process.StandardOutput.ReadLine()
    $root = do { ($line = $process.StandardOutput.ReadLine()) } until ($null -eq $line -or $line -like '*END CERTIFICATE*')
    $script:server = @{ Address = $address; Root = $root -join "`n"; Process = $process }
}

function Exit-SignInServer {
    # Those of tests that have failed.
    foreach ($process in $script:terminals.Where({ -not $_.HasExited })) { $process.Kill($true) }
    if ($process = $script:server.Process) {
        $process.StandardInput.Close()
        $process.WaitForExit()
    }
}

# An installation whose requests to providers go to the server.
function New-SignInInstallation([string]$Config = '{}') {
    Set-TestConfig $Config
    Set-TestFile (Join-Path $env:HOME root.pem) $script:server.Root
    $env:NODE_EXTRA_CA_CERTS = Join-Path $env:HOME root.pem
    $replaced = @{}
    foreach ($provider in $script:clients.Keys) { $replaced[$provider] = @{ $script:clients[$provider].Base = $script:server.Address } }
    $path = Get-StatePath providers.endpoints.json
    Set-TestFile $path (ConvertTo-Json $replaced)
    if (-not $IsWindows) { [System.IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite') }
}

# What stands in a store for somebody who has signed in at the server.
function New-ServerSignIn([string]$Provider, [timespan]$ExpiresIn = '-1:00') {
    $client = $script:clients[$Provider]
    $verifier = '0123456789' * 5
    $challenge = [Convert]::ToBase64String([System.Security.Cryptography.SHA256]::HashData([System.Text.Encoding]::ASCII.GetBytes($verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    $page = "$($script:server.Address)/oauth/authorize?response_type=code&client_id=$($client.Id)&redirect_uri=$([uri]::EscapeDataString($client.Redirect))&scope=openid%20offline_access&code_challenge=$challenge&code_challenge_method=S256&state=s"
    $form = @{ grant_type = 'authorization_code'; client_id = $client.Id; redirect_uri = $client.Redirect; code_verifier = $verifier; code = Get-QueryValue (Approve-Page $page) code }
    if ($client.ContainsKey('Secret')) { $form.client_secret = $client.Secret }
    $tokens = Invoke-RestMethod "$($script:server.Address)/oauth/token" -Method Post -Body $form -SkipCertificateCheck -NoProxy
    [ordered]@{ type = 'oauth'; provider = $Provider; access = $tokens.access_token; refresh = $tokens.refresh_token; expires = Get-UnixTime $ExpiresIn; accountId = 'account-ada' }
}

# Presses the button on a page, as a person does, and gives the address that the browser is sent to, if it is.
function Approve-Page([uri]$Page, [switch]$Deny) {
    $null = Receive-Answer $script:browser.GetAsync($Page)
    $fields = [System.Web.HttpUtility]::ParseQueryString($Page.Query)
    $form = [System.Collections.Generic.Dictionary[string, string]]::new()
    foreach ($name in $fields.AllKeys) { $form[$name] = $fields[$name] }
    $form.decision = $Deny ? 'deny' : 'allow'
    $answer = Receive-Answer $script:browser.PostAsync($Page.GetLeftPart('Path'), [System.Net.Http.FormUrlEncodedContent]::new($form))
    $answer.Headers.Location
}

# Goes where the page sends the browser to.
function Complete-Page([uri]$Page, [switch]$Deny) {
    if ($back = Approve-Page $Page -Deny:$Deny) { $null = $script:browser.GetAsync($back).GetAwaiter().GetResult() }
}

function Receive-Answer($Request) {
    $answer = $Request.GetAwaiter().GetResult()
    if ([int]$answer.StatusCode -ge 400) { throw "The server answers $([int]$answer.StatusCode): $($answer.Content.ReadAsStringAsync().GetAwaiter().GetResult())" }
    $answer
}

function Get-QueryValue([uri]$Address, [string]$Name) {
    [System.Web.HttpUtility]::ParseQueryString($Address.Query)[$Name]
}

# The requests for tokens that the server has answered; with a token, those that brought it.
function Get-TokenRequest([string]$Shown) {
    (Invoke-RestMethod "$($script:server.Address)/test/token-requests" -SkipCertificateCheck -NoProxy).Where({ -not $Shown -or $_.credential -ceq $Shown })
}

# A desktop, with a browser that writes down the page it is to open.
function New-TestBrowser {
    $opener = Join-Path $env:HOME bin xdg-open
    Set-TestFile $opener "#!/bin/sh`nprintf '%s' `"`$1`" > `"`$HOME/page.new`" && mv `"`$HOME/page.new`" `"`$HOME/page`"`n"
    [System.IO.File]::SetUnixFileMode($opener, 'UserRead, UserWrite, UserExecute')
    $env:PATH = "$(Split-Path $opener):$env:PATH"
    $env:DISPLAY = ':0'
}

# A desktop with a real browser, which takes the test's certificate and presses the button on the page; what it shows in the
# end is in a file.
function New-RealBrowser {
    New-TestBrowser
    Set-TestFile (Join-Path $env:HOME bin xdg-open) @'
#!/bin/sh
(/usr/bin/chromium --headless --no-sandbox --user-data-dir="$HOME/browser" --ignore-certificate-errors --dump-dom "$1" > "$HOME/shown.new" 2> /dev/null; mv "$HOME/shown.new" "$HOME/shown") &

'@
}

# Starts a script in a PowerShell on a terminal of its own, which script(1) makes.
function Start-Terminal([string]$Script) {
    $start = [System.Diagnostics.ProcessStartInfo]::new('/usr/bin/script', [string[]]('-qefc', "'$(Get-EnginePath)' -NoProfile -File '$Script'", '/dev/null'))
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.Environment['TERM'] = 'xterm'
    $start.Environment['SHELL'] = '/bin/sh'
    $process = [System.Diagnostics.Process]::Start($start)
    $script:terminals.Add($process)
    @{ Process = $process; Shown = ''; Buffer = [char[]]::new(4096); Reading = $null }
}

# Types at a terminal.
function Send-Key($Terminal, [string]$Keys) {
    $Terminal.Process.StandardInput.Write($Keys)
    $Terminal.Process.StandardInput.Flush()
}

# Waits until a terminal shows what is wanted, or, where nothing is, until the program there has ended, and gives all that it has shown.
function Wait-Terminal($Terminal, [string]$Pattern) {
    while (-not $Pattern -or $Terminal.Shown -notmatch $Pattern) {
        $Terminal.Reading ??= $Terminal.Process.StandardOutput.ReadAsync($Terminal.Buffer, 0, $Terminal.Buffer.Length)
        if (-not $Terminal.Reading.Wait(60000)) { $Terminal.Process.Kill($true); throw "The terminal shows no more than: $($Terminal.Shown)" }
        $more = [string]::new($Terminal.Buffer, 0, $Terminal.Reading.Result)
        $Terminal.Reading = $null
        $Terminal.Shown += $more
        if (-not $more) { break }
        # A terminal is asked where its cursor is.
        foreach ($question in [regex]::Matches($more, '\e\[6n')) { Send-Key $Terminal "`e[1;1R" }
    }
    if ($Pattern -and $Terminal.Shown -notmatch $Pattern) { throw "The program has ended, and has shown: $($Terminal.Shown)" }
    $Terminal.Shown
}

# Waits for the end of the program on a terminal, and gives its exit code.
function Complete-Terminal($Terminal) {
    $null = Wait-Terminal $Terminal
    $Terminal.Process.WaitForExit()
    $Terminal.Process.ExitCode
}

# A port for the browser to come back to that nobody else has.
function Get-FreePort {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# Waits until something is so, and gives it.
function Wait-Until([scriptblock]$Condition) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not ($found = & $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt 30) { throw "It did not come to it: $Condition" }
        [System.Threading.Thread]::Sleep(10)
    }
    $found
}

# Starts commands in a runspace of their own.
function Start-Run([string]$Script) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("`$ErrorActionPreference = 'Stop'; Import-Module '$(Get-ManifestPath)'; $Script")
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    @{ Shell = $shell; Output = $output; Handle = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output) }
}

# What became of them: the output, the error that ended them, and the streams.
function Complete-Run($Run) {
    $failure = $null
    try {
        if (-not $Run.Handle.AsyncWaitHandle.WaitOne(30000)) { throw 'The run does not end.' }
        try { $null = $Run.Shell.EndInvoke($Run.Handle) } catch { $failure = $_.Exception.InnerException.ErrorRecord }
        $streams = $Run.Shell.Streams
        [pscustomobject]@{
            Output      = @($Run.Output)
            Failure     = $failure
            Errors      = @($streams.Error)
            Warnings    = @($streams.Warning.Message) -join "`n"
            Information = @($streams.Information.ForEach({ "$_" }))
            Progress    = @($streams.Progress)
        }
    }
    finally {
        $Run.Shell.Dispose()
    }
}

Export-ModuleMember -Function *-*
