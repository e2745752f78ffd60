#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $base = (Get-Module Moltbot.PowerShell).ModuleBase
    $cmdlets = (Get-Command -Module Moltbot.PowerShell).Name
    $topics = (Get-ChildItem -Path (Join-Path $PSScriptRoot .. .. docs en-US 'about_*.md')).BaseName
    $hasHelp = Test-Path -LiteralPath (Join-Path $base en-US Moltbot.PowerShell.dll-Help.xml)
    $hasAnalyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)
    $scripts = Get-ChildItem -Path (Join-Path $PSScriptRoot '*.ps*1'), (Join-Path $PSScriptRoot .. .. build.ps1), (Join-Path $PSScriptRoot .. .. release '*.ps*1'), (Join-Path $PSScriptRoot .. .. module '*.psd1'), (Join-Path $PSScriptRoot .. .. module Moltbot.PowerShell.Extension '*.psd1')
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1), (Join-Path $PSScriptRoot TestVaults.psm1), (Join-Path $PSScriptRoot .. .. release Changelog.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    $module = Get-Module Moltbot.PowerShell
    $docs = Join-Path $PSScriptRoot .. .. docs en-US
    $address = (Select-Xml -Path (Join-Path $PSScriptRoot .. .. Directory.Build.props) -XPath '//PackageProjectUrl').Node.InnerText
}

AfterAll {
    Exit-TestHome
}

Describe 'the module' {
    It 'has a valid manifest with the version of the repository' {
        $manifest = Test-ModuleManifest (Join-Path $module.ModuleBase Moltbot.PowerShell.psd1)
        $manifest.Version | Should -Be (Select-Xml -Path (Join-Path $PSScriptRoot .. .. Directory.Build.props) -XPath '//VersionPrefix').Node.InnerText
        $manifest.PowerShellVersion | Should -Be ([version]'7.4')
        $manifest.CompatiblePSEditions | Should -BeExactly Core
    }

    It 'has assemblies of the same version' {
        foreach ($dll in Get-ChildItem -LiteralPath $module.ModuleBase -Filter *.dll) {
            [version](Get-Item $dll).VersionInfo.FileVersion | Should -Be ([version]"$($module.Version).0")
        }
    }

    It 'exports its cmdlets and nothing else' {
        $module.ExportedCommands.Keys | Sort-Object |
            Should -BeExactly ((Import-PowerShellDataFile (Join-Path $PSScriptRoot .. .. module Moltbot.PowerShell.psd1)).CmdletsToExport | Sort-Object)
        $module.ExportedVariables.Keys | Should -BeNullOrEmpty
    }

    It 'has no aliases but these, because a name of two letters belongs to who sits at the keyboard' {
        $module.ExportedAliases.Keys | Should -BeNullOrEmpty
        (Import-PowerShellDataFile (Join-Path $PSScriptRoot .. .. module Moltbot.PowerShell.psd1)).AliasesToExport | Should -BeNullOrEmpty
        $parameters = (Get-Command -Module Moltbot.PowerShell).ForEach({ $_.Parameters.Values }).Where({ $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters + 'WhatIf', 'Confirm' })
        $parameters.Aliases | Should -BeNullOrEmpty
    }

    It 'says where its project is, its licence, its icon, its changes and its help' {
        $manifest = Test-ModuleManifest (Join-Path $module.ModuleBase Moltbot.PowerShell.psd1)
        $manifest.HelpInfoUri | Should -BeExactly "$address/releases/latest/download/"
        $data = $manifest.PrivateData.PSData
        $data.ProjectUri | Should -BeExactly $address
        $data.LicenseUri | Should -BeExactly "$address/blob/main/LICENSE"
        $data.IconUri | Should -BeExactly "$address/raw/main/module/icon.png"
        $data.ReleaseNotes | Should -BeExactly "$address/blob/v$($module.Version)/CHANGELOG.md"
    }

    It 'is the installed one, where one was installed for the tests' {
        if (-not $env:TEST_MODULE) { return }
        $module.ModuleBase | Should -BeLike "$env:TEST_MODULE*"
        Join-Path $module.ModuleBase PSGetModuleInfo.xml | Should -Exist
    }

    It 'exports every cmdlet that is written' {
        $written = $module.ImplementingAssembly ?? [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Moltbot.PowerShell' })[0]
        $names = $written.GetExportedTypes().ForEach({ $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) }).ForEach({ "$($_.VerbName)-$($_.NounName)" })
        $names | Sort-Object | Should -BeExactly ($module.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'brings no assembly but its own' {
        (Get-ChildItem -LiteralPath $module.ModuleBase -Filter *.dll).Name | Sort-Object | Should -BeExactly 'Moltbot.Core.dll', 'Moltbot.PowerShell.dll', 'Moltbot.PowerShell.Extension.dll'
    }

    It 'keeps the assemblies of others apart, and loads them when they are used' {
        $dependencies = (Get-ChildItem -LiteralPath (Join-Path $module.ModuleBase dependencies) -File).BaseName | Sort-Object
        $dependencies | Should -BeExactly Duende.IdentityModel, MailKit, Microsoft.Bcl.Memory, MimeKit, QRCoder
        $notices = Get-Content -Raw -LiteralPath (Join-Path $module.ModuleBase THIRD-PARTY-NOTICES.md)
        foreach ($name in $dependencies) { $notices | Should -Match ([regex]::Escape("| $name |")) }
        $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command @"
            Import-Module '$($module.ModuleBase)/Moltbot.PowerShell.psd1' -ErrorAction Stop
            `$null = Get-MoltbotModelStatus -StateDirectory '$TestDrive/none' *>&1
            [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'Duende.IdentityModel' }).Count
            `$loaded = [System.Reflection.Assembly]::Load('Duende.IdentityModel')
            `$context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$loaded)
            `$context.Name
            `$loaded.GetReferencedAssemblies().Where({ `$_.Name -like 'Microsoft.Bcl.*' }).ForEach({ `$context.LoadFromAssemblyName(`$_).GetName().Name })
"@
        $text | Should -BeExactly '0', 'Moltbot.PowerShell', 'Microsoft.Bcl.Memory'
    }

    It 'is imported without a word, and scripts can name the types of the core from then on' {
        $text = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$($module.ModuleBase)/Moltbot.PowerShell.psd1' -ErrorAction Stop *>&1; [Moltbot.Core.Probing.ProbeLevel]::List"
        $text | Should -BeExactly List
    }

    It 'has views of types that there are' {
        $null = Get-MoltbotModelStatus -ErrorAction Ignore -WarningAction Ignore
        $names = (Select-Xml -Path (Join-Path $module.ModuleBase Moltbot.PowerShell.Format.ps1xml) -XPath '//ViewSelectedBy/TypeName').Node.InnerText
        $names.Count | Should -BeGreaterThan 10
        $names.Where({ -not ($_ -as [type]) }) | Should -BeNullOrEmpty
    }

    It 'loads its views with the first command, and once, even when it is imported again' {
        Set-TestConfig '{}'
        $commands = "Import-Module '$($module.ModuleBase)/Moltbot.PowerShell.psd1'; `$before = @(Get-FormatData Moltbot.Core.*).Count; `$null = Get-MoltbotModelStatus -ErrorAction Ignore; Import-Module '$($module.ModuleBase)/Moltbot.PowerShell.psd1' -Force; `$null = Get-MoltbotModelStatus -ErrorAction Ignore; `$before; @(Get-FormatData Moltbot.Core.Health.ModelStatus).Count; `$Error.Count"
        & (Get-EnginePath) -NoProfile -NonInteractive -Command $commands 3>&1 | Should -Be 0, 1, 0
    }

    It 'uses an approved verb for <_>' -ForEach $cmdlets {
        (Get-Command $_).Verb | Should -BeIn (Get-Verb).Verb
    }

    It 'declares what <_> returns' -ForEach $cmdlets {
        (Get-Command $_).OutputType | Should -Not -BeNullOrEmpty
    }
}

Describe 'the help' {
    BeforeAll {
        $hasVaults = Test-VaultModule
        if ($hasVaults) { Register-TestVault }
    }

    Context '<_>' -ForEach $cmdlets -Tag 'needs PlatyPS' -Skip:(-not $hasHelp) {
        BeforeAll {
            $command = Get-Command $_
            $help = Get-Help $_ -Full
        }

        It 'has a synopsis and a description' {
            $help.Synopsis | Should -Match '^[A-Z].+\.$'
            ($help.description.Text -join ' ').Length | Should -BeGreaterThan 100
        }

        It 'has at least two examples that are PowerShell, each with a remark' {
            $help.examples.example.Count | Should -BeGreaterOrEqual 2
            foreach ($example in $help.examples.example) {
                $problems = $null
                $null = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$problems)
                $problems | Should -BeNullOrEmpty
                $example.code | Should -Match 'Moltbot'
                ($example.remarks.Text -join '').Trim() | Should -Not -BeNullOrEmpty
            }
        }

        It 'has examples that work when pasted' {
            Clear-TestState
            New-TestInstallation
            $path = $env:PATH
            if ($command.Name -match '^(Unr|R)egister-') {
                if (-not $IsLinux) { return } # nobody's own schedule is touched, and only cron can be stood in for
                Use-TestCrontab
            }
            if ($command.Name -match '^(Backup|Restore)-' -and (Test-Wine)) { return } # which makes no keys of passwords
            try {
                foreach ($example in $help.examples.example.Where({ $hasVaults -or $_.code -notmatch 'SecretStore' })) {
                    { Invoke-Expression $example.code *>&1 | Out-Null } | Should -Not -Throw -Because $example.code
                }
            }
            finally { $env:PATH = $path }
        }

        It 'describes every parameter, and none that does not exist' {
            $common = [System.Management.Automation.Cmdlet]::CommonParameters
            $described = $help.parameters.parameter
            $hidden = $command.Parameters.Values.Where({ $_.Attributes.DontShow -eq $true }).Name
            $described.name | Sort-Object | Should -BeExactly ($command.Parameters.Keys.Where({ $_ -notin $common -and $_ -notin $hidden }) | Sort-Object)
            foreach ($parameter in $described) {
                ($parameter.description.Text -join '').Trim() | Should -Not -BeNullOrEmpty -Because $parameter.name
            }
        }

        It 'tells how each parameter is bound' {
            foreach ($parameter in $help.parameters.parameter) {
                $attribute = $command.Parameters[$parameter.name].Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] })[0]
                $parameter.required | Should -Be "$($attribute.Mandatory)".ToLowerInvariant() -Because $parameter.name
                $parameter.pipelineInput -match 'ByPropertyName' | Should -Be $attribute.ValueFromPipelineByPropertyName -Because $parameter.name
                $parameter.pipelineInput -match 'ByValue' | Should -Be $attribute.ValueFromPipeline -Because $parameter.name
                $parameter.position | Should -Be ($attribute.Position -lt 0 ? 'Named' : $attribute.Position) -Because $parameter.name
            }
        }

        It 'says what comes in and what goes out' {
            $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
            $help.returnValues.returnValue.type.name | Should -Be $command.OutputType.Name
        }
    }

    It 'opens the page of <_> with -Online, also where no help is installed' -ForEach $cmdlets {
        $page = Join-Path $docs "$_.md"
        $page | Should -Exist
        (Get-Command $_).HelpUri | Should -BeExactly "$address/blob/main/docs/en-US/$_.md"
        Select-String -LiteralPath $page -Pattern '^HelpUri: (.+)$' | ForEach-Object { $_.Matches.Groups[1].Value } | Should -BeExactly "$address/blob/main/docs/en-US/$_.md"
    }

    # The engine opens the first address that the help has.
    It 'has the address of the page of <_> first among its links' -ForEach $cmdlets -Tag 'needs PlatyPS' -Skip:(-not $hasHelp) {
        $links = (Get-Help $_ -Full).relatedLinks.navigationLink.Where({ $_.uri })
        $links[0].uri | Should -BeExactly "$address/blob/main/docs/en-US/$_.md"
    }

    It 'has a page for no cmdlet that does not exist' -ForEach @{ Cmdlets = $cmdlets } {
        (Get-ChildItem -Path (Join-Path $docs '*-*.md')).BaseName | Sort-Object | Should -BeExactly ($Cmdlets | Sort-Object)
    }

    It 'has an index of every cmdlet and every topic, each with its synopsis' -ForEach @{ Cmdlets = $cmdlets; Topics = $topics } {
        $index = Get-Content -Raw -LiteralPath (Join-Path $docs Moltbot.PowerShell.md)
        $index | Should -Match "(?m)^Module Guid: $($module.Guid)\r?$"
        $expected = foreach ($name in $Cmdlets | Sort-Object) {
            $null = (Get-Content -Raw -LiteralPath (Join-Path $docs "$name.md")) -match '## SYNOPSIS\r?\n\r?\n(.+)'
            "### [$name]($name.md)", '', $Matches[1].Trim()
        }
        ($index -split '(?m)^## Moltbot\.PowerShell Cmdlets$')[1].Trim() -replace '\r?\n', "`n" -replace '\n\n(?=###)', "`n" | Should -BeExactly ($expected -join "`n")
        foreach ($name in $Topics) {
            $null = (Get-Content -Raw -LiteralPath (Join-Path $docs "$name.md")) -match '## Short description\r?\n\r?\n(.+)'
            $index | Should -Match "(?m)^$([regex]::Escape("- [$name]($name.md): $($Matches[1].Trim())"))\r?$"
        }
    }

    It 'lists the topic <_> with its synopsis' -ForEach $topics {
        $null = (Get-Content -Raw -LiteralPath (Join-Path $docs "$_.md")) -match '## Short description\r?\n\r?\n(.+)'
        $listed = & (Get-EnginePath) -NoProfile -NonInteractive -Command "Import-Module '$(Get-ManifestPath)'; (Get-Help about_Moltbot*).Where({ `$_.Name -eq '$_' }).ForEach({ `$_.Synopsis })"
        $listed | Should -BeExactly ($Matches[1].Trim() -replace '`')
    }

    It 'has the topic <_>' -ForEach $topics {
        $text = Get-Help $_ | Out-String
        $text | Should -Match 'LONG DESCRIPTION'
        $text | Should -Not -Match '```|\*\*\w'
    }
}

Describe 'the scripts' {
    It '<_.Name> pleases PSScriptAnalyzer' -ForEach $scripts -Tag 'needs PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
        $settings = @{
            Severity     = 'Error', 'Warning'
            # Tests run what they make up, and Pester's blocks hide from the analyzer what is used.
            ExcludeRules = $_.Name -like '*.Tests.ps1' -or $_.Name -in 'TestFiles.psm1', 'TestHttp.psm1', 'TestQuotas.psm1', 'TestSignIns.psm1', 'TestVaults.psm1' ? @(
                'PSAvoidUsingInvokeExpression', 'PSUseDeclaredVarsMoreThanAssignments', 'PSUseShouldProcessForStateChangingFunctions', 'PSReviewUnusedParameter', 'PSAvoidGlobalVars', 'PSAvoidUsingWriteHost', 'PSUseSingularNouns', 'PSAvoidUsingConvertToSecureStringWithPlainText'
            ) : @()
        }
        Invoke-ScriptAnalyzer -Path $_.FullName -Settings $settings | ForEach-Object { "$($_.RuleName) line $($_.Line): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
