using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

public sealed class RecordingsTests() : RecordingsContract(RecordingKinds.OfCommandLine, RecordedCase.Rules);
