# A server on this machine that takes one request after the other. It speaks HTTP by hand, because a listener for that is the
# system's own on Windows, and there for administrators.

Set-StrictMode -Version 3.0

# Starts it. The script gets a request (Path, Authorization) and the state, and gives a Status and a Body; a status of 0 stands
# for an answer that never comes. It runs in a session of its own.
function Start-TestHttp([scriptblock]$Answer, $State) {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $shell = [powershell]::Create().AddScript({
            param($Listener, $Answer, $State)
            $answering = [scriptblock]::Create($Answer)
            $waiting = [System.Collections.Generic.List[object]]::new()
            while ($true) {
                try { $client = $Listener.AcceptTcpClient() } catch { return }
                try {
                    $stream = $client.GetStream()
                    $reader = [System.IO.StreamReader]::new($stream, [System.Text.Encoding]::Latin1)
                    $path = "$($reader.ReadLine())".Split(' ')[1].Split('?')[0]
                    $fields = @{}
                    while ($line = $reader.ReadLine()) { $name, $value = $line -split ': ', 2; $fields[$name] = $value }
                    # To read nothing would wait for something.
                    if ($length = [int]$fields['Content-Length']) { $null = $reader.ReadBlock([char[]]::new($length), 0, $length) }
                    $given = & $answering @{ Path = $path; Authorization = "$($fields['Authorization'])" } $State
                    if ($given.Status -eq 0) { $waiting.Add($client); continue }
                    $body = [System.Text.Encoding]::UTF8.GetBytes($given.Body)
                    $head = "HTTP/1.1 $($given.Status) $([System.Net.HttpStatusCode]$given.Status)`r`nContent-Type: application/json`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n"
                    $stream.Write([byte[]]([System.Text.Encoding]::ASCII.GetBytes($head) + $body))
                    $client.Client.Shutdown('Send')
                    $client.Dispose()
                }
                catch {
                    # Whoever asked is gone.
                    $client.Dispose()
                }
            }
        }).AddArgument($listener).AddArgument("$Answer").AddArgument($State)
    @{ Address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"; Listener = $listener; Shell = $shell; Running = $shell.BeginInvoke() }
}

function Stop-TestHttp($Server) {
    $Server.Listener.Stop()
    $Server.Shell.Stop()
    $Server.Shell.Dispose()
}

Export-ModuleMember -Function *-*
