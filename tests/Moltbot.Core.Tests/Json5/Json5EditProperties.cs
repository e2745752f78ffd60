using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Tests.Json5;

/// <summary>
/// What holds for every JSON5 text and every sequence of edits. <see cref="Json5EditCheck"/> says what an edit may touch.
/// </summary>
public sealed class Json5EditProperties
{
    [Fact]
    public void Whatever_lies_outside_the_edited_entry_stays_byte_for_byte() => ForEveryEdit(static edit => edit.ChangesNothingOutside());

    [Fact]
    public void Comments_that_are_not_about_a_removed_entry_stay() => ForEveryEdit(static edit => edit.KeepsComments());

    [Fact]
    public void What_was_set_is_read_back_and_everything_else_is_as_before() => ForEveryEdit(static edit => edit.IsReadBack());

    [Fact]
    public void To_add_an_entry_and_to_remove_it_again_gives_the_same_text() => ForEveryEdit(static edit => edit.CanBeTakenBack());

    private static void ForEveryEdit(Func<Json5EditCheck, bool> holds)
    {
        Gen<Sequence> sequences =
            from value in Json5Values.Values(depth: 3)
            from others in Json5Values.Values(depth: 2).ArrayOf(4)
            from names in Json5Values.Strings.ArrayOf(4)
            from seed in Gen.Choose(0, int.MaxValue)
            select new Sequence(new Json5Writing(seed).Write(value()), Json5RandomEdit.Draw(others, names, new Random(seed)));

        Config quiet = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1000);
        Check.One(quiet, Prop.ForAll(sequences.ToArbitrary(), sequence => sequence.Run().All(holds)));
    }

    private sealed record Sequence(string Text, IReadOnlyList<Json5RandomEdit> Edits)
    {
        public IEnumerable<Json5EditCheck> Run()
        {
            Json5Document document = Json5Document.Parse(Text);
            foreach (Json5RandomEdit edit in Edits)
            {
                Json5EditCheck check = edit.Apply(document);
                yield return check;
                document = check.After;
            }
        }

        public override string ToString() => string.Join("\n=> ", Run().Select(check => check.ToString()));
    }
}
