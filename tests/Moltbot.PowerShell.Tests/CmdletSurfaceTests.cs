using System.Management.Automation;
using System.Reflection;
using Moltbot.PowerShell.Running;
using Moltbot.Testing;
using PublicApiGenerator;

namespace Moltbot.PowerShell.Tests;

public sealed class CmdletSurfaceTests
{
    private static readonly Assembly Module = typeof(PipelineThread).Assembly;

    [Fact]
    public void The_cmdlets_are_those_that_were_reviewed() => ReviewedSurface.Compare("cmdlets.txt", CmdletSurface.Of(Module.Location));

    [Fact]
    public void The_other_public_types_of_the_module_are_those_that_were_reviewed() => ReviewedSurface.Compare("Moltbot.PowerShell.txt", Module
        .GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            IncludeTypes = [.. Module.GetExportedTypes().Where(type => !(type.IsSealed && typeof(Cmdlet).IsAssignableFrom(type)))],
            ExcludeAttributes = ["System.AttributeUsageAttribute", .. AttributesOfParameters()],
        })
        .Split('\n'));

    /// <summary>What cmdlets.txt says of each parameter.</summary>
    private static IEnumerable<string> AttributesOfParameters() => Module.GetExportedTypes()
        .SelectMany(type => type.GetProperties())
        .SelectMany(property => property.CustomAttributes)
        .Select(attribute => attribute.AttributeType)
        .Where(type => type.Namespace is not "System.Runtime.CompilerServices")
        .Select(type => type.FullName!)
        .Distinct();
}
