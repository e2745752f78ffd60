#!/usr/bin/env bash
# Fuzzes a reader with afl-fuzz (Debian: afl++), from the corpus beside this script, for as long as is wanted.
#
#   bench/Moltbot.Fuzzing/fuzz.sh json5|env|store [seconds, 600] [directory for what is found]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
reader=$1
seconds=${2:-600}
found=${3:-$(mktemp -d)}

command -v afl-fuzz >/dev/null || { echo "There is no afl-fuzz. Debian has it in the package afl++." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish "$here" --configuration Release --output "$work/program" --verbosity quiet
dotnet tool install SharpFuzz.CommandLine --tool-path "$work/tools" >/dev/null
"$work/tools/sharpfuzz" "$work/program/Moltbot.Core.dll"

export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1
timeout "$((seconds + 60))" afl-fuzz -V "$seconds" -m none -t 5000 -i "$here/corpus/$reader" -o "$found" -- dotnet "$work/program/Moltbot.Fuzzing.dll" fuzz "$reader" || true
echo "Runs, and inputs that were not refused as they should be or took longer than five seconds:"
grep -hE "^(execs_done|saved_crashes|saved_hangs|corpus_count)" "$found"/default/fuzzer_stats
[ -z "$(ls "$found"/default/crashes 2>/dev/null)$(ls "$found"/default/hangs 2>/dev/null)" ]
