# Providers on this machine that tell how much of a plan is left, in the place of the real ones.

Set-StrictMode -Version 3.0
$script:server = $null
$script:hosts = [ordered]@{
    anthropic            = 'https://api.anthropic.com'
    'github-copilot'     = 'https://api.github.com'
    'google-gemini-cli'  = 'https://cloudcode-pa.googleapis.com'
    'google-antigravity' = 'https://cloudcode-pa.googleapis.com'
    minimax              = 'https://api.minimaxi.com'
    'openai-codex'       = 'https://chatgpt.com'
    zai                  = 'https://api.z.ai'
}

# A server that answers each path with what the test says, and keeps what it was asked.
function Enter-QuotaServer {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $web = [System.Net.HttpListener]::new()
    $web.Prefixes.Add("http://127.0.0.1:$port/")
    $web.Start()
    $script:server = @{
        Address   = "http://127.0.0.1:$port"
        Web       = $web
        Answers   = [System.Collections.Concurrent.ConcurrentDictionary[string, object]]::new()
        Questions = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        Shell     = [powershell]::Create()
    }
    $null = $script:server.Shell.AddScript({
            param($Server)
            while ($Server.Web.IsListening) {
                try { $context = $Server.Web.GetContext() } catch { return }
                $path = $context.Request.Url.AbsolutePath
                $Server.Questions.Enqueue("$path $($context.Request.Headers['Authorization'])")
                $answer = $null
                if (-not $Server.Answers.TryGetValue($path, [ref]$answer)) { $answer = @{ Status = 404; Body = '' } }
                # One that never comes is left to the end.
                if ($answer.Status -eq 0) { continue }
                $context.Response.StatusCode = $answer.Status
                $bytes = [System.Text.Encoding]::UTF8.GetBytes($answer.Body)
                $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
                $context.Response.Close()
            }
        }).AddArgument($script:server)
    $null = $script:server.Shell.BeginInvoke()
}

function Exit-QuotaServer {
    $script:server.Web.Close()
    $script:server.Shell.Dispose()
}

# Answers a path from now on; 0 stands for never.
function Set-QuotaAnswer([string]$Path, [string]$Body = '', [int]$Status = 200) {
    $script:server.Answers[$Path] = @{ Status = $Status; Body = $Body }
}

# What was asked since the last time, as path and credential.
function Receive-QuotaQuestion {
    $question = $null
    while ($script:server.Questions.TryDequeue([ref]$question)) { $question }
}

# Sends what is for the providers to the server.
function Set-QuotaEndpoint([string]$StateDirectory = (Get-StatePath)) {
    $replaced = [ordered]@{}
    foreach ($provider in $script:hosts.Keys) { $replaced[$provider] = @{ $script:hosts[$provider] = $script:server.Address } }
    $path = Join-Path $StateDirectory providers.endpoints.json
    Set-TestFile $path (ConvertTo-Json $replaced)
    if (-not $IsWindows) { [System.IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite') }
}

Export-ModuleMember -Function *-*
