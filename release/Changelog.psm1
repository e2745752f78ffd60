# What the CHANGELOG says of a version: its day, its notes, and how what is not released yet becomes a version.

Set-StrictMode -Version 3.0

# The section of a version, or of what is not released yet where that version has none: Notes, and Day unless it is unreleased.
function Get-ChangelogSection([string]$Text, [string]$Version) {
    foreach ($heading in "$([regex]::Escape($Version)) \u2014 (?<day>\d{4}-\d{2}-\d{2})", 'Unreleased') {
        if ($Text -match "(?ms)^## $heading\r?\n(?<notes>.*?)(?=^## |\z)") {
            return [pscustomobject]@{
                Day   = $Matches.ContainsKey('day') ? [datetime]::ParseExact($Matches.day, 'yyyy-MM-dd', [cultureinfo]::InvariantCulture) : $null
                Notes = $Matches.notes.Trim() -replace '\r\n', "`n"
            }
        }
    }

    throw "The CHANGELOG has neither a section for $Version nor one that is unreleased. Add '## Unreleased' below its introduction."
}

# The CHANGELOG in which what was not released is this version of this day, and nothing is unreleased.
function ConvertTo-ReleasedChangelog([string]$Text, [string]$Version, [datetime]$Day) {
    if ($Text -match "(?m)^## $([regex]::Escape($Version))(?= )") {
        throw "The CHANGELOG has a section for $Version already. Name the next version."
    }

    if (-not (Get-ChangelogSection $Text $Version).Notes) {
        throw 'Nothing in the CHANGELOG is unreleased. Write there what has changed for users.'
    }

    $newLine = $Text.Contains("`r`n") ? "`r`n" : "`n"
    $released = "## $Version $([char]0x2014) $($Day.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture))"
    [regex]::new('(?m)^## Unreleased(?=\r?$)').Replace($Text, "## Unreleased$newLine$newLine$released", 1)
}

Export-ModuleMember -Function Get-ChangelogSection, ConvertTo-ReleasedChangelog
