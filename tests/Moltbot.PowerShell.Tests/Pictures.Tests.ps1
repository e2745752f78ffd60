#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The pictures of the README show what a person sees today. docs/pictures/draw.ps1 -Write draws them anew.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    # They are the same where folders for temporary files have long names.
    $env:TMPDIR = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ('long-' * 16))).FullName
    $pictures = Join-Path $PSScriptRoot .. .. docs pictures
    $drawn = @(& (Join-Path $pictures draw.ps1))
}

AfterAll {
    Exit-TestHome
}

Describe 'The pictures of the README' {
    It 'are those of the views as they are' {
        foreach ($picture in $drawn) {
            $kept = [System.IO.File]::ReadAllText((Join-Path $pictures $picture.Name)).ReplaceLineEndings("`n")
            $kept | Should -BeExactly $picture.Svg -Because "docs/pictures/draw.ps1 -Write draws $($picture.Name) anew"
        }
    }

    It 'are all shown, and no other' {
        $readme = [System.IO.File]::ReadAllText((Join-Path $PSScriptRoot .. .. README.md))
        @([regex]::Matches($readme, 'docs/pictures/([\w-]+\.svg)').ForEach({ $_.Groups[1].Value }) | Sort-Object) | Should -Be @($drawn.Name | Sort-Object)
        @((Get-ChildItem $pictures -Filter *.svg).Name | Sort-Object) | Should -Be @($drawn.Name | Sort-Object)
    }

    It 'show no whole secret' {
        $drawn.Svg | Should -Not -Match 'x0002x0003'
    }
}
