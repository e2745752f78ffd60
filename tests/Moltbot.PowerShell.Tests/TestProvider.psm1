# A provider on this machine that lists its models to whoever has a key that it accepts, as OpenAI's does.

Set-StrictMode -Version 3.0
Import-Module (Join-Path $PSScriptRoot TestHttp.psm1)
$script:state = $null

# Starts it, and sends requests for openai there by the configuration of the installation in the home.
function Enter-TestProvider {
    $accepted = [System.Collections.Concurrent.ConcurrentDictionary[string, bool]]::new()
    $server = Start-TestHttp -State $accepted -Answer {
        param($Request, $Accepted)
        $key = $Request.Authorization -replace '^Bearer '
        if ($key -and $Accepted.ContainsKey($key)) { @{ Status = 200; Body = '{"object":"list","data":[{"id":"gpt-5.2","object":"model"}]}' } }
        else { @{ Status = 401; Body = '{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}' } }
    }
    $script:state = @{ Address = "$($server.Address)/v1"; Accepted = $accepted; Server = $server }
}

function Exit-TestProvider {
    Stop-TestHttp $script:state.Server
}

# The configuration that leads there.
function Get-ProviderConfig {
    [ordered]@{
        agents = @{ list = @(@{ id = 'main' }, @{ id = 'work' }) }
        models = @{ providers = @{ openai = @{ baseUrl = $script:state.Address; models = @() } } }
    }
}

function Grant-TestKey([string[]]$Key) { foreach ($one in $Key) { $script:state.Accepted[$one] = $true } }

function Revoke-TestKey([string]$Key) { $null = $script:state.Accepted.TryRemove($Key, [ref]$null) }

Export-ModuleMember -Function *-*
