using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Secrets;

public sealed class SecretReferenceTests
{
    [Theory]
    [InlineData(SecretReferenceSource.Environment, "default", "OPENAI_API_KEY")]
    [InlineData(SecretReferenceSource.Environment, "a_b-9", "X")]
    [InlineData(SecretReferenceSource.File, "keys", "/providers/openai/apiKey")]
    [InlineData(SecretReferenceSource.File, "keys", "/a~1b/~0c/0")]
    [InlineData(SecretReferenceSource.File, "keys", "value")]
    [InlineData(SecretReferenceSource.Exec, "secretmanagement", "SecretStore/openai")]
    [InlineData(SecretReferenceSource.Exec, "op", "Personal/OpenAI:key#2024.1")]
    public void A_reference_survives_being_stored(SecretReferenceSource source, string provider, string id)
    {
        SecretReference reference = SecretReference.Create(source, provider, id);

        SecretReference.Read(JsonText.ToElement(reference.ToJson()), out string? problem).ShouldBe(reference);
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData(SecretReferenceSource.Environment, "Default", "A")]
    [InlineData(SecretReferenceSource.Environment, "9", "A")]
    [InlineData(SecretReferenceSource.Environment, "", "A")]
    [InlineData(SecretReferenceSource.Environment, "de fault", "A")]
    [InlineData(SecretReferenceSource.Environment, "default", "openai")]
    [InlineData(SecretReferenceSource.Environment, "default", "A-B")]
    [InlineData(SecretReferenceSource.Environment, "default", "_A")]
    [InlineData(SecretReferenceSource.Environment, "default", "")]
    [InlineData(SecretReferenceSource.File, "keys", "my/own/path")]
    [InlineData(SecretReferenceSource.File, "keys", "/a~2")]
    [InlineData(SecretReferenceSource.File, "keys", "/a~")]
    [InlineData(SecretReferenceSource.File, "keys", "")]
    [InlineData(SecretReferenceSource.Exec, "op", "")]
    [InlineData(SecretReferenceSource.Exec, "op", "/absolute")]
    [InlineData(SecretReferenceSource.Exec, "op", "a/../b")]
    [InlineData(SecretReferenceSource.Exec, "op", "a/.")]
    [InlineData(SecretReferenceSource.Exec, "op", "a b")]
    [InlineData(SecretReferenceSource.Exec, "op", "ä")]
    public void What_breaks_the_rules_is_no_reference_and_is_not_repeated(SecretReferenceSource source, string provider, string id)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => SecretReference.Create(source, provider, id));

        error.Code.ShouldBe(ErrorCode.SecretReferenceInvalid);
        error.Message.ShouldNotContain(id.Length > 3 ? id : $"\"{id}\"", Case.Sensitive);
    }

    [Fact]
    public void Lengths_have_their_limits()
    {
        SecretReference.Create(SecretReferenceSource.Exec, new string('p', 64), new string('i', 256));
        SecretReference.Create(SecretReferenceSource.Environment, "default", new string('A', 128));

        Should.Throw<MoltbotException>(() => SecretReference.Create(SecretReferenceSource.Exec, new string('p', 65), "i"));
        Should.Throw<MoltbotException>(() => SecretReference.Create(SecretReferenceSource.Exec, "p", new string('i', 257)));
        Should.Throw<MoltbotException>(() => SecretReference.Create(SecretReferenceSource.Environment, "default", new string('A', 129)));
    }

    [Theory]
    [InlineData("""{ "source": "vault", "provider": "p", "id": "i" }""")]
    [InlineData("""{ "source": "env", "id": "A" }""")]
    [InlineData("""{ "source": "env", "provider": "p", "id": 7 }""")]
    [InlineData("\"sk-something\"")]
    [InlineData("[]")]
    public void What_is_stored_and_is_none_says_what_is_missing(string json)
    {
        SecretReference.Read(JsonText.ToElement(JsonNode.Parse(json)!), out string? problem).ShouldBeNull();

        problem.ShouldNotBeNull().ShouldContain("source");
    }

    [Theory]
    [InlineData(SecretReferenceSource.Environment, "default", "OPENAI_API_KEY", "env: OPENAI_API_KEY")]
    [InlineData(SecretReferenceSource.File, "keys", "/openai", "file: keys/openai")]
    [InlineData(SecretReferenceSource.File, "key", "value", "file: key/value")]
    [InlineData(SecretReferenceSource.Exec, "op", "openai", "exec: op:openai")]
    [InlineData(SecretReferenceSource.Exec, "secretmanagement", "SecretStore/me#40example.org", "vault: SecretStore/me@example.org")]
    public void People_see_where_the_secret_is(SecretReferenceSource source, string provider, string id, string description) =>
        SecretReference.Create(source, provider, id).ToString().ShouldBe(description);
}
