# Providers on this machine that tell how much of a plan is left, in the place of the real ones.

Set-StrictMode -Version 3.0
Import-Module (Join-Path $PSScriptRoot TestHttp.psm1)
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
    $state = @{
        Answers   = [System.Collections.Concurrent.ConcurrentDictionary[string, object]]::new()
        Questions = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
    }
    $server = Start-TestHttp -State $state -Answer {
        param($Request, $State)
        $State.Questions.Enqueue("$($Request.Path) $($Request.Authorization)")
        $answer = $null
        if ($State.Answers.TryGetValue($Request.Path, [ref]$answer)) { $answer } else { @{ Status = 404; Body = '' } }
    }
    $script:server = @{ Address = $server.Address; Answers = $state.Answers; Questions = $state.Questions; Http = $server }
}

function Exit-QuotaServer {
    Stop-TestHttp $script:server.Http
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
