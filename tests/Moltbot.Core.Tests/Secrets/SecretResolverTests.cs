using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Tests.Secrets;

public sealed class SecretResolverTests
{
    private readonly FakeSecretSource source = new();

    [Fact]
    public void All_that_is_wanted_of_a_provider_is_asked_for_at_once()
    {
        SecretReference[] references = [.. Enumerable.Range(0, 10).Select(i => SecretReference.To(new VaultSecret("v", $"s{i}")))];

        IReadOnlyList<FetchedSecret> fetched = new SecretResolver(_ => source).Resolve(references);

        fetched.Select(secret => secret.ValueOrThrow().Reveal()).ShouldBe(references.Select(reference => "secret of " + reference.Id));
        source.Passes.ShouldHaveSingleItem().ShouldBe(references);
    }

    [Fact]
    public void What_was_fetched_is_not_fetched_again()
    {
        SecretResolver resolver = new(_ => source);
        SecretReference known = SecretReference.To(new VaultSecret("v", "a"));
        SecretReference other = SecretReference.To(new VaultSecret("v", "b"));
        resolver.Resolve(known);

        resolver.Resolve([known, other, known]);

        source.Passes.Select(pass => pass.Count).ShouldBe([1, 1]);
    }

    [Fact]
    public void A_provider_that_is_not_there_fails_for_its_references_alone()
    {
        SecretReference missing = SecretReference.Create(SecretReferenceSource.Exec, "op", "a");
        SecretReference present = SecretReference.To(new VaultSecret("v", "a"));
        SecretResolver resolver = new(reference => reference.IsInVault ? source : throw SecretErrors.NoProvider(reference, "file"));

        IReadOnlyList<FetchedSecret> fetched = resolver.Resolve([missing, present]);

        fetched[0].Error!.Code.ShouldBe(ErrorCode.SecretProviderNotFound);
        fetched[1].IsFound.ShouldBeTrue();
    }

    [Fact]
    public void A_blank_secret_is_none()
    {
        source.Answers["v/a"] = new FetchedSecret(new Secret(" \n"));

        new SecretResolver(_ => source).Resolve(SecretReference.To(new VaultSecret("v", "a"))).Error!.Code.ShouldBe(ErrorCode.SecretUnusable);
    }
}
