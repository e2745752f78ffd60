#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot .. .. release Changelog.psm1), (Join-Path $PSScriptRoot .. .. release Archive.psm1), (Join-Path $PSScriptRoot .. .. release Bom.psm1), (Join-Path $PSScriptRoot .. .. release Help.psm1), (Join-Path $PSScriptRoot .. .. release Readme.psm1) -Force
    $changelog = "# Changelog`n`nWhat it is.`n`n## Unreleased`n`n### Added`n`n- A thing.`n`n## 0.1.0 $([char]0x2014) 2026-01-02`n`n- The first.`n"
    $day = [datetime]'2026-11-27'
}

Describe 'the CHANGELOG' {
    It 'has a section for what is not released, or for the version that is built' {
        $text = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot .. .. CHANGELOG.md)
        $version = (Select-Xml -Path (Join-Path $PSScriptRoot .. .. Directory.Build.props) -XPath '//VersionPrefix').Node.InnerText
        (Get-ChangelogSection $text $version).Notes | Should -Match '^### '
    }

    It 'makes a section of the version of what is not released, and leaves an empty one above it' {
        ConvertTo-ReleasedChangelog $changelog 0.2.0 $day |
            Should -BeExactly $changelog.Replace('## Unreleased', "## Unreleased`n`n## 0.2.0 $([char]0x2014) 2026-11-27")
    }

    It 'keeps its ends of lines' {
        ConvertTo-ReleasedChangelog $changelog.Replace("`n", "`r`n") 0.2.0 $day |
            Should -BeExactly $changelog.Replace('## Unreleased', "## Unreleased`n`n## 0.2.0 $([char]0x2014) 2026-11-27").Replace("`n", "`r`n")
    }

    It 'tells the notes and the day of a version' {
        $section = Get-ChangelogSection $changelog 0.1.0
        $section.Notes | Should -BeExactly '- The first.'
        $section.Day | Should -Be ([datetime]'2026-01-02')
    }

    It 'tells what is not released for a version that has no section' {
        $section = Get-ChangelogSection $changelog 0.2.0
        $section.Notes | Should -BeExactly "### Added`n`n- A thing."
        $section.Day | Should -BeNullOrEmpty
    }

    It 'releases no version twice' {
        { ConvertTo-ReleasedChangelog $changelog 0.1.0 $day } | Should -Throw '*section for 0.1.0 already*'
    }

    It 'releases nothing where nothing has changed' {
        $released = ConvertTo-ReleasedChangelog $changelog 0.2.0 $day
        { ConvertTo-ReleasedChangelog $released 0.3.0 $day } | Should -Throw '*Nothing in the CHANGELOG is unreleased*'
    }
}

Describe 'the README of a package' {
    It 'leads to the files of its version, as nothing lies beside it' {
        $text = "![a picture](docs/a.svg) of [a page](docs/a.md#part), [another](https://example.com/b), [a part](#part)"
        ConvertTo-PackageReadme $text https://github.com/some/one v1.2.3 | Should -BeExactly (
            '![a picture](https://raw.githubusercontent.com/some/one/v1.2.3/docs/a.svg) of [a page](https://github.com/some/one/blob/v1.2.3/docs/a.md#part), ' +
            '[another](https://example.com/b), [a part](#part)')
    }

    It 'leads nowhere else' {
        $readme = ConvertTo-PackageReadme (Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot .. .. README.md)) https://github.com/some/one v1.2.3
        $readme | Should -Match 'raw\.githubusercontent\.com/some/one/v1\.2\.3/docs/pictures/status\.svg'
        [regex]::Matches($readme, '\]\((?!https:|#)[^)]*').Value | Should -BeNullOrEmpty
    }
}

Describe 'an archive' {
    BeforeAll {
        $files = 'b', 'a' | ForEach-Object { Set-Content -NoNewline -LiteralPath (Join-Path $TestDrive $_) -Value "text of $_"; Join-Path $TestDrive $_ }
        $entries = $files.ForEach({ ConvertTo-ArchiveEntry "top/$(Split-Path -Leaf $_)" $_ -IsProgram:($_ -like '*b') })
        $time = [DateTimeOffset]'2026-11-27T00:00:00Z'
    }

    It 'is made of the same bytes of the same files, whenever they were written and however they are ordered (<_>)' -ForEach '.tar.gz', '.zip', '.cab' {
        Write-Archive (Join-Path $TestDrive "one$_") $entries $time
        (Get-Item -LiteralPath $files[0]).LastWriteTime = '2001-01-01'
        Write-Archive (Join-Path $TestDrive "two$_") ($entries | Sort-Object Name) $time
        (Get-FileHash (Join-Path $TestDrive "one$_")).Hash | Should -Be (Get-FileHash (Join-Path $TestDrive "two$_")).Hash
    }

    It 'holds the files, programs as programs (<_>)' -ForEach '.tar.gz', '.zip' {
        $folder = Join-Path $TestDrive "out$_"
        Write-Archive (Join-Path $TestDrive "three$_") $entries $time
        Expand-Artefact (Join-Path $TestDrive "three$_") $folder
        Get-Content -LiteralPath (Join-Path $folder top a) | Should -BeExactly 'text of a'
        if ($IsLinux) {
            (Get-Item -LiteralPath (Join-Path $folder top a)).UnixFileMode | Should -Not -Match Execute
            (Get-Item -LiteralPath (Join-Path $folder top b)).UnixFileMode | Should -Match UserExecute
        }
    }
}

Describe 'a bill of materials' {
    BeforeAll {
        $packages = Join-Path $TestDrive packages
        $shipped = Join-Path $TestDrive shipped
        $null = New-Item -ItemType Directory -Path (Join-Path $packages other 1.2.3 lib), (Join-Path $shipped lib)
        Set-Content -LiteralPath (Join-Path $packages other 1.2.3 lib Other.dll) -Value other
        $known = @{ metadata = @{ tools = @{} }; components = @(@{ type = 'library'; 'bom-ref' = 'pkg:nuget/Other@1.2.3'; name = 'Other'; version = '1.2.3'; purl = 'pkg:nuget/Other@1.2.3' }, @{ type = 'library'; 'bom-ref' = 'pkg:nuget/Unused@1'; name = 'Unused'; version = '1'; purl = 'pkg:nuget/Unused@1' }) }
        $null = New-Item -ItemType Directory -Path (Join-Path $packages unused 1)
        $of = @{ Name = 'thing'; Version = '1.0.0'; Folder = $shipped; Packages = $known; Added = @(); IsNative = $false; Address = 'https://example.com'; Time = [DateTimeOffset]'2026-11-27T00:00:00Z'; PackageFolder = $packages }
    }

    BeforeEach {
        Copy-Item -LiteralPath (Join-Path $packages other 1.2.3 lib Other.dll) -Destination (Join-Path $shipped lib)
        Set-Content -LiteralPath (Join-Path $shipped LICENSE) -Value ours
    }

    It 'names each file below the package that it is from, and what is ours below the artefact' {
        $bill = ConvertTo-Bill @of
        $bill.components.purl | Should -BeExactly 'pkg:nuget/Other@1.2.3'
        $bill.components[0].components.name | Should -BeExactly lib/Other.dll
        $bill.metadata.component.components.name | Should -BeExactly LICENSE
        Write-Bill $bill (Join-Path $TestDrive bill.json)
        Get-BilledPackage (Join-Path $TestDrive bill.json) | Should -BeExactly Other
        (Get-BilledFile (Join-Path $TestDrive bill.json)).Keys | Sort-Object | Should -BeExactly lib/Other.dll, LICENSE
    }

    It 'says of a file that was compiled ahead that it is no longer the same' {
        Set-Content -LiteralPath (Join-Path $shipped lib Other.dll) -Value compiled
        (ConvertTo-Bill @of).components[0].components[0].modified | Should -BeTrue
    }

    It 'does not come about with a file of which nobody knows the origin' {
        Set-Content -LiteralPath (Join-Path $shipped stray.dll) -Value stray
        try { { ConvertTo-Bill @of } | Should -Throw '*stray.dll*neither ours nor from a package*' }
        finally { Remove-Item -LiteralPath (Join-Path $shipped stray.dll) }
    }
}

Describe 'the help for Update-Help' {
    BeforeAll {
        $guid = [guid]'6d0f2a53-5b55-4d0c-9c2e-3f5a1d7e8b41'
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive en-US), (Join-Path $TestDrive help)
        Set-Content -NoNewline -LiteralPath (Join-Path $TestDrive en-US Module.dll-Help.xml) -Value ('x' * 40000)
        Set-Content -NoNewline -LiteralPath (Join-Path $TestDrive en-US about_Module.help.txt) -Value topic
        $made = Write-UpdatableHelp (Join-Path $TestDrive en-US) (Join-Path $TestDrive help) Module $guid 1.2.3 'https://example.com/?a&b' ([DateTimeOffset]'2026-11-27T10:11:12Z')
    }

    It 'is named as Update-Help looks for it' {
        $made.ForEach({ Split-Path -Leaf $_ }) | Should -BeExactly "Module_${guid}_HelpInfo.xml", "Module_${guid}_en-US_HelpContent.zip", "Module_${guid}_en-US_HelpContent.cab"
    }

    It 'tells the version of each language, and where its files are' {
        $information = ([xml](Get-Content -Raw -LiteralPath $made[0])).HelpInfo
        $information.HelpContentURI | Should -BeExactly 'https://example.com/?a&b'
        $information.SupportedUICultures.UICulture.UICultureName | Should -BeExactly en-US
        $information.SupportedUICultures.UICulture.UICultureVersion | Should -BeExactly 1.2.3.0
    }

    It 'is the same for all systems, in a zip and in a cabinet' {
        foreach ($path in $made[1, 2]) {
            $folder = Join-Path $TestDrive (Split-Path -Leaf $path).Replace('.', '-')
            Expand-Artefact $path $folder
            (Get-ChildItem -LiteralPath $folder).Name | Sort-Object | Should -BeExactly about_Module.help.txt, Module.dll-Help.xml
            foreach ($file in Get-ChildItem -LiteralPath $folder) { (Get-FileHash -LiteralPath $file).Hash | Should -Be (Get-FileHash -LiteralPath (Join-Path $TestDrive en-US $file.Name)).Hash }
        }
    }

    It 'is a cabinet for Windows, of all files in blocks' {
        $cabinet = [System.IO.File]::ReadAllBytes($made[2])
        [System.Text.Encoding]::ASCII.GetString($cabinet, 0, 4) | Should -BeExactly MSCF
        [System.BitConverter]::ToUInt32($cabinet, 8) | Should -Be $cabinet.Length
        [System.BitConverter]::ToUInt16($cabinet, 28) | Should -Be 2
        [System.BitConverter]::ToUInt16($cabinet, 40) | Should -Be 2
        $first = [System.BitConverter]::ToUInt32($cabinet, 36)
        [System.BitConverter]::ToUInt16($cabinet, $first + 4) | Should -Be 32768
        [System.BitConverter]::ToUInt16($cabinet, $first + 8 + 32768 + 4) | Should -Be (40005 - 32768)
        [System.Text.Encoding]::ASCII.GetString($cabinet, $first + 8 + 32768 + 8 + (40005 - 32768) - 5, 5) | Should -BeExactly topic
    }
}

Describe 'New-Release.ps1' -Tag 'needs git' -Skip:(-not (Get-Command git -CommandType Application -ErrorAction Ignore)) {
    BeforeAll {
        $repository = Join-Path $TestDrive repository
        function Invoke-TestGit { & git -C $repository -c user.name=test -c user.email=test@example.com -c commit.gpgsign=false -c tag.gpgsign=false @args }
        function Invoke-Release([string]$Version = '0.2.0', [hashtable]$With = @{ Confirm = $false }) { & (Join-Path $repository release New-Release.ps1) $Version @With }
    }

    BeforeEach {
        $null = New-Item -ItemType Directory -Path $repository
        Copy-Item -Recurse -LiteralPath (Join-Path $PSScriptRoot .. .. release) -Destination $repository
        Set-Content -LiteralPath (Join-Path $repository Directory.Build.props) -Value '<Project><PropertyGroup><VersionPrefix>0.1.0</VersionPrefix></PropertyGroup></Project>'
        [System.IO.File]::WriteAllText((Join-Path $repository CHANGELOG.md), $changelog)
        Set-Content -LiteralPath (Join-Path $repository build.ps1) -Value 'param([string[]]$Task) if ($env:TEST_BUILD_FAILS) { throw "It does not build." }'
        $null = Invoke-TestGit init --quiet
        Invoke-TestGit config user.name test
        Invoke-TestGit config user.email test@example.com
        Invoke-TestGit add .
        Invoke-TestGit commit --quiet --message first
    }

    AfterEach {
        Remove-Item Env:TEST_BUILD_FAILS -ErrorAction Ignore
        Remove-Item -Recurse -Force -LiteralPath $repository
    }

    It 'commits the version and its notes, and tags the commit' {
        Invoke-Release | Should -Match 'git push origin HEAD v0\.2\.0'
        Invoke-TestGit status --porcelain | Should -BeNullOrEmpty
        Invoke-TestGit log -1 --format=%s | Should -BeExactly 'Release 0.2.0'
        Invoke-TestGit rev-parse 'v0.2.0^{commit}' | Should -BeExactly (Invoke-TestGit rev-parse HEAD)
        Get-Content -Raw -LiteralPath (Join-Path $repository Directory.Build.props) | Should -Match '<VersionPrefix>0\.2\.0</VersionPrefix>'
        Get-Content -Raw -LiteralPath (Join-Path $repository CHANGELOG.md) | Should -Match "## 0\.2\.0 $([char]0x2014) \d{4}-\d\d-\d\d"
    }

    It 'changes nothing with -WhatIf' {
        $null = Invoke-Release -With @{ WhatIf = $true }
        Invoke-TestGit status --porcelain | Should -BeNullOrEmpty
        Invoke-TestGit log --format=%s | Should -BeExactly first
        Invoke-TestGit tag | Should -BeNullOrEmpty
    }

    It 'leaves everything as it was when the build fails' {
        $env:TEST_BUILD_FAILS = '1'
        { Invoke-Release } | Should -Throw 'It does not build.'
        Invoke-TestGit status --porcelain | Should -BeNullOrEmpty
        Invoke-TestGit log --format=%s | Should -BeExactly first
        Invoke-TestGit tag | Should -BeNullOrEmpty
    }

    It 'refuses a tree that is not clean' {
        Set-Content -LiteralPath (Join-Path $repository new.txt) -Value new
        { Invoke-Release } | Should -Throw '*not clean*'
    }

    It 'refuses a version that has a tag' {
        Invoke-TestGit tag v0.2.0
        { Invoke-Release } | Should -Throw '*v0.2.0 already*'
    }
}

Describe 'Compare-Build.ps1' -Tag 'needs git' -Skip:(-not (Get-Command git -CommandType Application -ErrorAction Ignore)) {
    BeforeAll {
        $compared = Join-Path $TestDrive compared
        function Invoke-Comparison([string]$Sums) {
            $null = New-Item -ItemType Directory -Path $compared
            Copy-Item -Recurse -LiteralPath (Join-Path $PSScriptRoot .. .. release) -Destination $compared
            Set-Content -LiteralPath (Join-Path $compared build.ps1) -Value @"
param([string]`$Task, [string[]]`$Runtime)
`$null = New-Item -ItemType Directory -Path (Join-Path `$PSScriptRoot output release)
Set-Content -LiteralPath (Join-Path `$PSScriptRoot output release SHA256SUMS) -Value $Sums
"@
            & git -C $compared init --quiet
            & git -C $compared add .
            & git -C $compared -c user.name=test -c user.email=test@example.com -c commit.gpgsign=false commit --quiet --message first
            & (Join-Path $compared release Compare-Build.ps1) -Runtime any
        }
    }

    AfterEach {
        Remove-Item -Recurse -Force -LiteralPath $compared
    }

    It 'finds two builds the same of which all sums are' {
        Invoke-Comparison "'aa  one', 'bb  two', 'cc  three'" | Should -Match 'are the same, byte for byte: 3 files'
    }

    It 'names what differs, and keeps both' {
        $said = [System.Collections.Generic.List[string]]::new()
        $failure = { Invoke-Comparison "'aa  one', `"`$(Split-Path -Leaf `$PSScriptRoot)  two`"" | ForEach-Object { $said.Add($_) } } | Should -Throw '*are not the same*' -PassThru
        $said | Sort-Object | Should -BeExactly '<= one  two', '=> another-folder-with-a-longer-name  two'
        $kept = $failure.Exception.Message -replace '^.* in |\.$'
        (Get-ChildItem -LiteralPath $kept -Directory).Name | Sort-Object | Should -BeExactly another-folder-with-a-longer-name, one
        Remove-Item -Recurse -Force -LiteralPath $kept
    }
}
