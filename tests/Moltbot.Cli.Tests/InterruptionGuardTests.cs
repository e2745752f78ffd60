using System.Reflection;
using System.Reflection.Emit;
using Moltbot.Cli.Tests.Running;
using Moltbot.Core;

namespace Moltbot.Cli.Tests;

/// <summary>What can be cancelled in the core is handed the token of a guard, or no signal could end the wait for a lock.</summary>
public sealed class InterruptionGuardTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Instructions = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Those only read, and the system ends them.</summary>
    private static readonly string[] Reading = ["LoginShell..ctor", "MoltbotInstallation.OpenSecrets"];

    [Fact]
    public void Every_change_is_guarded() =>
        Calls().Where(call => !IsGiven(call.Caller) && !Reading.Contains(NameOf(call.Called))).Select(call => $"{NameOf(call.Caller)} calls {NameOf(call.Called)}").ShouldBeEmpty();

    [Fact]
    public void The_changes_are_found() => Calls().Count().ShouldBeGreaterThan(15);

    private static string NameOf(MethodBase method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>An asynchronous method keeps its token in a field. An action has a token of its own, but no signal cancels that.</summary>
    private static bool IsGiven(MethodBase caller)
    {
        Type[] types = [.. caller.GetParameters().Select(parameter => parameter.ParameterType), .. caller.DeclaringType!.GetFields(All).Select(field => field.FieldType)];
        return types.Contains(typeof(CancellationToken)) && !types.Contains(typeof(System.CommandLine.ParseResult));
    }

    private static IEnumerable<(MethodBase Caller, MethodBase Called)> Calls() =>
        from type in Assembly.LoadFrom(BuiltProgram.Assembly).GetTypes()
        from caller in type.GetMethods(All)
        from called in CalledBy(caller)
        where called.DeclaringType?.Assembly == typeof(MoltbotInstallation).Assembly
        where called.GetParameters().LastOrDefault()?.ParameterType == typeof(CancellationToken)
        select ((MethodBase)caller, called);

    private static IEnumerable<MethodBase> CalledBy(MethodInfo caller)
    {
        byte[] code = caller.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] typeArguments = caller.DeclaringType!.GetGenericArguments();
        for (int at = 0; at < code.Length;)
        {
            OpCode instruction = Instructions[code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += instruction.Size;
            if (instruction.OperandType == OperandType.InlineMethod && instruction.FlowControl == FlowControl.Call)
                yield return caller.Module.ResolveMethod(BitConverter.ToInt32(code, at), typeArguments, caller.GetGenericArguments())!;

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
