using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Rotating;

/// <summary>What a rotation makes of a store. Pure rules, each of which changes nothing where it has been applied already.</summary>
internal static class RotationRules
{
    private const string PreviousSuffix = "-previous";

    /// <summary>How far a rotation has come.</summary>
    /// <param name="record">The rotation.</param>
    /// <param name="own">What the agent's own store holds.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public static RotationStage StageOf(RotationRecord record, AuthProfileStore own, double now)
    {
        AuthProfile? current = own.Find(record.ProfileId);
        if (record.IsOld(current))
            return RotationStage.Pending;
        if (!record.IsNew(current) && !HoldsPrevious(record, own))
            return RotationStage.Overtaken;
        if (!HoldsPrevious(record, own) || record.KeepUntil <= now)
            return RotationStage.Due;

        return record.IsNew(current) ? RotationStage.Completed : RotationStage.Overtaken;
    }

    /// <summary>The id that the key before gets.</summary>
    /// <param name="profileId">The id that it has.</param>
    /// <param name="isTaken">Whether some profile has an id.</param>
    public static string PreviousIdOf(string profileId, Func<string, bool> isTaken)
    {
        string id = profileId + PreviousSuffix;
        for (int number = 2; isTaken(id); number++)
            id = $"{profileId}{PreviousSuffix}-{number}";

        return id;
    }

    /// <summary>
    /// The order with the key before as its last; <see langword="null"/> where the profile is not among those that are tried, so
    /// that the key before is none of them either. Where no order is set there is none that would keep it last: what is used
    /// goes behind what is not, whatever it was. So the profiles are set into the order that they are in now.
    /// </summary>
    public static IReadOnlyList<string>? OrderWithPrevious(RotationRecord record, AuthProfileStore view, MoltbotConfiguration configuration)
    {
        OrderBasis basis = OrderBasis.Of(view, configuration, record.Provider);
        if (!basis.ProfileIds.Contains(record.ProfileId, StringComparer.Ordinal))
            return null;

        IEnumerable<AuthProfile> tried = basis.ProfileIds
            .Distinct(StringComparer.Ordinal)
            .Where(id => id != record.PreviousId)
            .Select(view.Find)
            .OfType<AuthProfile>()
            .Where(profile => profile.Provider == record.Provider);
        if (!basis.IsOrder)
            tried = tried.Order(Comparer<AuthProfile>.Create((one, other) => CandidateOrder.Compare(one, other, basis, view)));

        return [.. tried.Select(profile => profile.Id), record.PreviousId!];
    }

    /// <summary>
    /// The new key under the profile's id, and the one before behind all others. What the key before has earned stays with it:
    /// a cooldown does not hold the new one up.
    /// </summary>
    /// <param name="record">The rotation.</param>
    /// <param name="own">What the agent's own store holds.</param>
    /// <param name="view">What the agent sees.</param>
    /// <param name="order">The order with the key before in it, or <see langword="null"/>.</param>
    public static StoreContent SwapIn(RotationRecord record, StoreContent own, AuthProfileStore view, IReadOnlyList<string>? order)
    {
        if (!record.IsOld(own.Store.Find(record.ProfileId)))
            return own;

        StoreContent changed = own
            .WithEntry(record.PreviousId!, own.Entry(record.ProfileId))
            .WithEntry(record.ProfileId, JsonText.ToElement(NewEntry(record, own)));
        if (view.Usage(record.ProfileId).Json is { } usage && usage.IsContainer() && JsonText.ToNode(usage) is JsonObject earned)
            changed = changed.WithUsage(record.PreviousId!, earned).WithFreshUsage(view, record.ProfileId);

        return order is null ? changed : changed.WithOrder(record.Provider, order);
    }

    /// <summary>The key before under the profile's id again, with what it has earned; nothing else is left of the rotation.</summary>
    public static StoreContent SwapBack(RotationRecord record, StoreContent own)
    {
        if (!record.IsNew(own.Store.Find(record.ProfileId)) || !HoldsPrevious(record, own.Store))
            return own;

        StoreContent changed = own.WithEntry(record.ProfileId, own.Entry(record.PreviousId!));
        changed = own.Store.Usage(record.PreviousId!).Json is { } usage && usage.IsContainer() && JsonText.ToNode(usage) is JsonObject earned
            ? changed.WithUsage(record.ProfileId, earned)
            : changed.WithoutUsage(record.ProfileId);
        return WithoutPrevious(record, changed);
    }

    /// <summary>Nothing is left of the key before.</summary>
    public static StoreContent End(RotationRecord record, StoreContent own) => HoldsPrevious(record, own.Store) ? WithoutPrevious(record, own) : own;

    /// <summary>Whether the key before is kept under the id that it got.</summary>
    public static bool HoldsPrevious(RotationRecord record, AuthProfileStore own) => record.PreviousId is { } id && record.IsOld(own.Find(id));

    /// <summary>The store without the key before, and without the order that the rotation has set, unless somebody has set another meanwhile.</summary>
    private static StoreContent WithoutPrevious(RotationRecord record, StoreContent own)
    {
        bool isOurs = own.Store.Order(record.Provider) is { } order
            && record.Orders.Values.Any(made => order.SequenceEqual(made.Where(id => order.Contains(id, StringComparer.Ordinal)), StringComparer.Ordinal));
        StoreContent changed = own.WithoutProfile(record.PreviousId!);
        return isOurs ? changed.WithoutOrder(record.Provider) : changed;
    }

    private static JsonObject NewEntry(RotationRecord record, StoreContent own)
    {
        JsonObject entry = JsonText.ToNode(own.Entry(record.ProfileId))!.AsObject();
        string secret = AuthProfile.SecretMember(record.Kind)!;
        string reference = AuthProfile.ReferenceTo(secret);
        (string kept, string gone, JsonNode value) = record.Reference is { } place
            ? (reference, secret, (JsonNode)place.ToJson())
            : (secret, reference, record.Value!.Value.Reveal());
        entry.Remove(gone);
        entry[kept] = value;
        if (record.Expires is { } expires)
            entry["expires"] = expires;
        else
            entry.Remove("expires");

        return entry;
    }
}
