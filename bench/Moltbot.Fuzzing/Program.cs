using Moltbot.Fuzzing;
using SharpFuzz;

return args switch
{
    ["fuzz", string reader] => Fuzz(Readers.Find(reader)),
    ["replay", string reader, .. string[] files] => Replay(Readers.Find(reader), files),
    _ => Usage(),
};

static int Fuzz(Action<byte[]> read)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using MemoryStream content = new();
        stream.CopyTo(content);
        read(content.ToArray());
    });
    return 0;
}

static int Replay(Action<byte[]> read, string[] files)
{
    foreach (string file in files)
        read(File.ReadAllBytes(file));

    Console.WriteLine($"{files.Length} files were read");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: fuzz   json5|env|store            (below afl-fuzz, see fuzz.sh)
               replay json5|env|store <file>...
        """);
    return 2;
}
