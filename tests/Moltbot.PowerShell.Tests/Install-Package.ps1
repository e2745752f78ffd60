# Installs the package of the module with PSResourceGet from a folder, as users do from the gallery.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string]$Package,

    # Where it comes to lie: the folder of the user's modules, but on Windows, where that is the same whatever the environment says.
    [Parameter(Mandatory)]
    [string]$Modules
)

$ErrorActionPreference = 'Stop'
$repository = "Moltbot-$PID"
$from = [System.IO.Directory]::CreateTempSubdirectory('moltbot-gallery-').FullName
Copy-Item -LiteralPath $Package -Destination $from
Register-PSResourceRepository -Name $repository -Uri $from -Trusted
try {
    $wanted = @{ Name = 'Moltbot.PowerShell'; Repository = $repository; SkipDependencyCheck = $true }
    if ($IsWindows) {
        $null = New-Item -ItemType Directory -Force -Path $Modules
        Save-PSResource @wanted -Path $Modules -IncludeXml
    }
    else {
        Install-PSResource @wanted -Scope CurrentUser
    }
}
finally {
    Unregister-PSResourceRepository -Name $repository
    Remove-Item -Recurse -Force -LiteralPath $from
}
