#Requires -Version 7.4
<#
.SYNOPSIS
    Draws the pictures of the README from the real views.

.DESCRIPTION
    Lays out an installation in a temporary home, asks the built module about it, and draws what a terminal shows as SVG, as
    wide as the longest line: a cell of the terminal is 0.6 em wide whatever the font, and the colours follow the reader's light
    or dark surroundings. A test draws the pictures too and compares, so that they never go stale. -Write puts them in their
    place.
#>
[CmdletBinding()]
param([switch]$Write)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$pictures = [ordered]@{
    status     = @{ Command = 'Get-MoltbotModelStatus'; Columns = 88 }
    candidates = @{ Command = 'Get-MoltbotAuthCandidate anthropic'; Columns = 150 }
}

# In milliseconds since the Unix epoch, a little later than what is shown, which is rounded.
function Get-Time([TimeSpan]$FromNow) {
    ([DateTimeOffset]::UtcNow + $FromNow).ToUnixTimeMilliseconds()
}

# An installation with one of each: fine, resting, about to expire, missing.
function Write-Scene([string]$State) {
    $agent = Join-Path $State agents main agent
    $null = New-Item -ItemType Directory -Force -Path $agent
    [ordered]@{
        agents = @{ defaults = @{ model = [ordered]@{ primary = 'anthropic/claude-opus-4-5'; fallbacks = 'openai/gpt-5.2', 'xai/grok-4' } } }
        models = @{ providers = @{ groq = [ordered]@{ baseUrl = 'https://api.groq.com/openai/v1'; apiKey = 'gsk_INVENTEDx0001x0002x0003x0004x0005x0006xTjqi'; models = @() } } }
    } | ConvertTo-Json -Depth 8 | Set-Content -LiteralPath (Join-Path $State moltbot.json)
    [ordered]@{
        version    = 1
        profiles   = [ordered]@{
            'anthropic:default'        = [ordered]@{ type = 'token'; provider = 'anthropic'; token = 'sk-ant-UINVENTEDx0001x0002x0003x0004x0005by2sc8k3' }
            'anthropic:work'           = [ordered]@{ type = 'token'; provider = 'anthropic'; token = 'sk-ant-fINVENTEDx0001x0002x0003x0004x0005VJoT7ByW'; expires = Get-Time '3:20:00' }
            'anthropic:me@example.com' = [ordered]@{ type = 'oauth'; provider = 'anthropic'; access = 'eyJjGxj8INVENTEDx0001x0002x0003x0004xXbGrHfmp'; refresh = 'rINVENTEDx0001x0002x0003x0004'; expires = Get-Time '9.08:00:00'; email = 'me@example.com' }
            'openai:default'           = [ordered]@{ type = 'api_key'; provider = 'openai'; key = 'sk-proj-INVENTEDx0001x0002x0003x0004x0005xJgkneocO' }
        }
        order      = @{ anthropic = 'anthropic:me@example.com', 'anthropic:work', 'anthropic:default' }
        usageStats = [ordered]@{
            'anthropic:default' = [ordered]@{ lastUsed = Get-Time '-0:10:00'; errorCount = 2; cooldownUntil = Get-Time '5:20:00' }
            'openai:default'    = [ordered]@{ errorCount = 1; disabledUntil = Get-Time '5:20:00'; disabledReason = 'billing' }
        }
    } | ConvertTo-Json -Depth 8 | Set-Content -LiteralPath (Join-Path $agent auth-profiles.json)
}

# The colours of a terminal by the numbers that select them, as classes of the picture.
$classes = @{ '1' = 'bold'; '2' = 'faint'; '3' = 'italic'; '31' = 'red'; '32' = 'green'; '33' = 'yellow'; '34' = 'blue'; '35' = 'magenta'; '36' = 'cyan'; '91' = 'red'; '92' = 'green'; '93' = 'yellow'; '94' = 'blue'; '95' = 'magenta'; '96' = 'cyan' }

# A line of text as runs that look alike and have no more than one blank between words: where each begins, what it says and its classes.
function Split-Line([string]$Line) {
    $place = 0
    $style = @()
    foreach ($part in [regex]::Split($Line, '(\e\[[0-9;]*m)')) {
        if ($part -match '^\e\[([0-9;]*)m$') {
            foreach ($number in $Matches[1].Split(';')) {
                $style = $number -in '', '0' ? @() : @($style; $classes[$number])
            }
        }
        elseif ($part) {
            foreach ($run in [regex]::Matches($part, '\S+(?: \S+)*')) { [pscustomobject]@{ At = $place + $run.Index; Text = $run.Value; Style = $style -join ' ' } }
            $place += $part.Length
        }
    }
}

function ConvertTo-Svg([string[]]$Lines, [string]$Title) {
    $cell, $line, $margin = 8.4, 20, 16
    $columns = ($Lines.ForEach({ ($_ -replace '\e\[[0-9;]*m').Length }) | Measure-Object -Maximum).Maximum
    $width, $height = ($columns * $cell + 2 * $margin), ($Lines.Count * $line + 2 * $margin)
    $texts = foreach ($number in 0..($Lines.Count - 1)) {
        foreach ($run in Split-Line $Lines[$number]) {
            $text = [System.Security.SecurityElement]::Escape($run.Text)
            $class = $run.Style ? " class=`"$($run.Style)`"" : ''
            "  <text x=`"$([Math]::Round($margin + $run.At * $cell, 1))`" y=`"$($margin + $number * $line + 14)`" textLength=`"$([Math]::Round($run.Text.Length * $cell, 1))`"$class>$text</text>"
        }
    }

    @"
<svg xmlns="http://www.w3.org/2000/svg" role="img" width="$width" height="$height" viewBox="0 0 $width $height" font-family="'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="14">
  <title>$([System.Security.SecurityElement]::Escape($Title))</title>
  <style>
    .ground { fill: #f6f8fa; stroke: #d0d7de } text { fill: #1f2328 } .bold { font-weight: bold } .faint { fill: #656d76 } .italic { font-style: italic }
    .red { fill: #b31d28 } .green { fill: #176f2c } .yellow { fill: #7d5100 } .blue { fill: #0550ae } .magenta { fill: #6f42c1 } .cyan { fill: #0a5c6b }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #161b22; stroke: #30363d } text { fill: #e6edf3 } .faint { fill: #8b949e }
      .red { fill: #ff7b72 } .green { fill: #56d364 } .yellow { fill: #e3b341 } .blue { fill: #79c0ff } .magenta { fill: #d2a8ff } .cyan { fill: #76e3ea }
    }
  </style>
  <rect class="ground" x="0.5" y="0.5" width="$($width - 1)" height="$($height - 1)" rx="6"/>
$($texts -join "`n")
</svg>

"@.ReplaceLineEndings("`n")
}

# Of another home, all paths would be written out, and wrapped where folders for temporary files have long names.
$homeFolder = [System.IO.Directory]::CreateTempSubdirectory('moltbot-picture-').FullName
$before = @{ HOME = $env:HOME; USERPROFILE = $env:USERPROFILE }
$state = Join-Path $homeFolder .clawdbot
$rendering = $PSStyle.OutputRendering
try {
    $before.Keys.ForEach({ [Environment]::SetEnvironmentVariable($_, $homeFolder) })
    if (-not (Get-Module Moltbot.PowerShell)) { Import-Module (Join-Path $PSScriptRoot .. .. output Moltbot.PowerShell) }

    Write-Scene $state
    $PSStyle.OutputRendering = 'Ansi'
    foreach ($name in $pictures.Keys) {
        $command, $window = $pictures[$name].Command, $pictures[$name].Columns
        $shown = & ([scriptblock]::Create("$command -StateDirectory `$args[0]")) $state | Out-String -Width $window
        # As it would be on Linux, and at a time that stays.
        $shown = $shown.Replace('\', '/') -replace '\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ', '2026-01-28 17:20:00Z'
        $lines = @("`e[2mPS>`e[0m `e[1m$command`e[0m", '') + @($shown.Trim("`r", "`n").Split("`n").ForEach({ $_.TrimEnd() }))
        $svg = ConvertTo-Svg $lines "$command in PowerShell"
        if ($Write) { [System.IO.File]::WriteAllText((Join-Path $PSScriptRoot "$name.svg"), $svg) }
        else { [pscustomobject]@{ Name = "$name.svg"; Svg = $svg } }
    }
}
finally {
    $PSStyle.OutputRendering = $rendering
    $before.Keys.ForEach({ [Environment]::SetEnvironmentVariable($_, $before[$_] ?? [NullString]::Value) })
    # What cannot be removed is told, and the pictures are drawn all the same.
    Remove-Item -LiteralPath $homeFolder -Recurse -Force -ErrorAction Continue
}
