# A provider on this machine that lists its models to whoever has a key that it accepts, as OpenAI's does.

Set-StrictMode -Version 3.0
$script:state = $null

# Starts it, and sends requests for openai there by the configuration of the installation in the home.
function Enter-TestProvider {
    $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $listener = [System.Net.HttpListener]::new()
    $listener.Prefixes.Add("http://127.0.0.1:$port/")
    $listener.Start()
    $accepted = [System.Collections.Concurrent.ConcurrentDictionary[string, bool]]::new()
    $shell = [powershell]::Create().AddScript({
            param($Listener, $Accepted)
            while ($Listener.IsListening) {
                $context = try { $Listener.GetContext() } catch { return }
                $key = "$($context.Request.Headers['Authorization'])" -replace '^Bearer '
                $isAccepted = $key -and $Accepted.ContainsKey($key)
                $text = $isAccepted ? '{"object":"list","data":[{"id":"gpt-5.2","object":"model"}]}' : '{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}'
                $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
                $context.Response.StatusCode = $isAccepted ? 200 : 401
                $context.Response.ContentType = 'application/json'
                $context.Response.Close($bytes, $false)
            }
        }).AddArgument($listener).AddArgument($accepted)
    $script:state = @{ Address = "http://127.0.0.1:$port/v1"; Listener = $listener; Accepted = $accepted; Shell = $shell; Running = $shell.BeginInvoke() }
}

function Exit-TestProvider {
    $script:state.Listener.Close()
    $script:state.Shell.Stop()
    $script:state.Shell.Dispose()
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
