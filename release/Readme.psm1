# The README as a gallery of packages shows it, where nothing lies beside it.

Set-StrictMode -Version 3.0

# Has pictures and links to files of the repository lead to those of a tag there.
function ConvertTo-PackageReadme([string]$Text, [string]$Address, [string]$Tag) {
    $pictures = $Address -replace '^https://github\.com/', 'https://raw.githubusercontent.com/'
    $local = '(?![a-z]+:|#)(?<path>[^)\s]+)\)'
    $Text -replace "(?<=!\[[^\]]*\]\()$local", "$pictures/$Tag/`${path})" -replace "(?<=\]\()$local", "$Address/blob/$Tag/`${path})"
}

Export-ModuleMember -Function ConvertTo-PackageReadme
