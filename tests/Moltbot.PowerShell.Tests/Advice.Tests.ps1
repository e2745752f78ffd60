#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What an error or a hint tells people to do next can be done in PowerShell: every cmdlet and parameter that is named exists.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $core = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Moltbot.Core' }, 'First')[0]
    $catalog = $core.GetType('Moltbot.Core.Errors.NextSteps', $true)
    $found = @(
        foreach ($property in $catalog.GetProperties('Public,Static')) { $property.GetValue($null) }
        foreach ($method in $catalog.GetMethods('Public,Static').Where({ -not $_.IsSpecialName })) {
            $samples = [System.Collections.Generic.List[object]]::new()
            foreach ($parameter in $method.GetParameters()) {
                if ($parameter.ParameterType -eq [string]) { $samples.Add('openai') } else { $samples.Add([string[]]('openai:a', 'openai:b')) }
            }
            $method.Invoke($null, $samples.ToArray())
        }
    )
    $steps = foreach ($step in $found) { @{ Cmdlet = $step.GetType().GetProperty('Cmdlet').GetValue($step) } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestFiles.psm1) -Force
    Import-BuiltModule
    $null = Enter-TestHome
    Set-TestFile (Join-Path $env:HOME .clawdbot moltbot.json) '{}'

    function Test-Named([string]$Text) {
        $command = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref]$null, [ref]$null).
            Find({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        $cmdlets = Get-Command -Module Moltbot.PowerShell
        if ($Text -notlike '-*') { $cmdlets = $cmdlets.Where({ $_.Name -eq $command.GetCommandName() }) }
        $parameters = [regex]::Matches($Text, '(?<=^|\s)-(\w+)').ForEach({ $_.Groups[1].Value })
        $cmdlets.Where({ $cmdlet = $_; $parameters.Where({ -not $cmdlet.Parameters.ContainsKey($_) }).Count -eq 0 }).Count -gt 0
    }
}

AfterAll {
    Exit-TestHome
}

Describe 'Advice in PowerShell' {
    It 'names what exists: <Cmdlet>' -ForEach $steps {
        Test-Named $Cmdlet | Should -BeTrue
    }

    It 'would find what does not exist: <_>' -ForEach 'Get-MoltbotNothing', 'Get-MoltbotModel -Nothing', '-Nothing' {
        Test-Named $_ | Should -BeFalse
    }

    It 'names cmdlets and no commands' {
        $failure = { Remove-MoltbotModelAlias nope } | Should -Throw -ErrorId 'AliasNotFound,*' -PassThru

        $failure.Exception.Message | Should -BeLike '*Get-MoltbotModel*'
        $failure.Exception.Message | Should -Not -BeLike '*moltbot models*'
    }
}
