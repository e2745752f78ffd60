using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Moltbot.Core.Json;

/// <summary>
/// An array in JSON whose items are made while it is written, one after the other: a report of ten thousand items takes as much
/// memory as one of them. It can be written, and not be looked into.
/// </summary>
public static class JsonList
{
    private static readonly JsonTypeInfo<Items> Info = (JsonTypeInfo<Items>)new JsonSerializerOptions { TypeInfoResolver = new Resolver() }.GetTypeInfo(typeof(Items));

    /// <summary>The array of what each of some items becomes. They must not change before it is written.</summary>
    public static JsonNode Of<T>(IEnumerable<T> items, Func<T, JsonNode?> convert) => JsonValue.Create(new Items(items.Select(convert)), Info)!;

    /// <summary>The array of some texts.</summary>
    public static JsonNode Of(IEnumerable<string> texts) => Of(texts, text => JsonValue.Create(text));

    /// <summary>The items, or <see langword="null"/> if it is something else.</summary>
    internal static IEnumerable<JsonNode?>? ItemsOf(JsonNode node) => node is JsonValue value && value.TryGetValue(out Items? items) ? items.All : null;

    private sealed class Items(IEnumerable<JsonNode?> all)
    {
        public IEnumerable<JsonNode?> All => all;
    }

    private sealed class Resolver : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type == typeof(Items) ? JsonMetadataServices.CreateValueInfo<Items>(options, new Converter()) : null;
    }

    private sealed class Converter : JsonConverter<Items>
    {
        public override Items Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("It can be written only.");

        public override void Write(Utf8JsonWriter writer, Items value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (JsonNode? item in value.All)
            {
                if (item is null)
                    writer.WriteNullValue();
                else
                    item.WriteTo(writer, options);
            }

            writer.WriteEndArray();
        }
    }
}
