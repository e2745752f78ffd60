#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What the cmdlets write speaks one language, and about_Moltbot_Objects is its dictionary: every property is in it, with its
# type, and nothing else is.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule

    # What is a value and has the members of its own format, or of an exception.
    $values = 'MoltbotException', 'Secret', 'SecretReference', 'VariableOrigin'

    # The types that cmdlets write, and those of what is in them.
    $types = [System.Collections.Generic.List[type]]@()
    $waiting = [System.Collections.Generic.Queue[type]]@((Get-Command -Module Moltbot.PowerShell).OutputType.Type.Where({ $_.Namespace -like 'Moltbot.*' }))
    while ($waiting.Count) {
        $type = $waiting.Dequeue()
        foreach ($part in $type.GetGenericArguments()) { $waiting.Enqueue($part) }
        if ($type.Namespace -notlike 'Moltbot.*' -or $type.IsGenericType -or $type.IsEnum -or $type.Name -in $values -or $type -in $types) { continue }
        $types.Add($type)
        foreach ($property in $type.GetProperties()) { $waiting.Enqueue($property.PropertyType) }
    }

    $cmdlets = (Get-Command -Module Moltbot.PowerShell).Name
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $dictionary = [ordered]@{}
    $doubled = [System.Collections.Generic.List[string]]@()
    foreach ($line in Get-Content -LiteralPath (Join-Path $PSScriptRoot .. .. docs en-US about_Moltbot_Objects.md)) {
        if ($line -cmatch '^- `(\w+)` \(([^)]+)\): [A-Z0-9].+\.$') {
            if ($dictionary.Contains($Matches[1])) { $doubled.Add($Matches[1]) }
            $dictionary[$Matches[1]] = $Matches[2]
        }
    }

    function Get-Word([type]$Type) {
        $plain = [System.Nullable]::GetUnderlyingType($Type) ?? $Type
        if ($plain.Name -eq 'FlatList`1') {
            $item = Get-Word $plain.GetGenericArguments()[0]
            return $item -eq 'text' ? 'list of texts' : "list of $item"
        }
        if ($plain.Name -eq 'IReadOnlyDictionary`2') {
            $item = Get-Word $plain.GetGenericArguments()[1]
            return $item -like 'list of *' ? 'map of lists' : "map of ${item}s"
        }
        switch ($plain.Name) {
            'String' { 'text' }
            'Boolean' { 'yes or no' }
            { $_ -in 'Int32', 'Int64', 'Double' } { 'number' }
            'DateTimeOffset' { 'time' }
            'TimeSpan' { 'duration' }
            default { $_ }
        }
    }
}

Describe 'the vocabulary' {
    It 'has every property of <Name>, with its type' -ForEach @($types | ForEach-Object { @{ Name = $_.Name; Type = $_ } }) {
        foreach ($property in $Type.GetProperties()) {
            $dictionary.Keys | Should -Contain $property.Name
            # Several in one place, of what is one elsewhere, is the only choice that there is.
            $words = $dictionary[$property.Name] -split ', or a ' -replace '^list of text$', 'list of texts'
            Get-Word $property.PropertyType | Should -BeIn $words -Because $property.Name
        }
    }

    It 'has no word that nothing is called, and none twice' -ForEach @(@{ Types = $types }) {
        $used = foreach ($type in $Types) { $type.GetProperties().Name }
        $dictionary.Keys.Where({ $_ -notin $used }) | Should -BeNullOrEmpty
        $doubled | Should -BeNullOrEmpty
    }

    It 'is spoken by the parameters of <_>' -ForEach $cmdlets {
        # Where a parameter is called as a property, it takes what the property is, or its text.
        foreach ($parameter in (Get-Command $_).Parameters.Values.Where({ $dictionary.Contains($_.Name) })) {
            $type = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
            $word = $type -eq [switch] ? 'yes or no' : $type -eq [securestring] ? 'SecureString' : (Get-Word $type)
            $word | Should -BeIn ($dictionary[$parameter.Name] -split ', or a ' -replace '^Secret$', 'SecureString') -Because "-$($parameter.Name)"
        }
    }
}
