using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class RecordingsTests() : RecordingsContract(RecordingKinds.OfCore, Recording.Rules);
