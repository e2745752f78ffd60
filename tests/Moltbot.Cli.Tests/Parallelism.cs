// The tests wait for other processes most of the time, and one of them for 50 seconds.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
