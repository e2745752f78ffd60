#!/usr/bin/env python3
"""Runs `models status --json` on an installation of today's gateway with its own program and with ours, turn by turn.

usage: compare-today.py <openclaw> <our moltbot> [<our moltbot for .NET> <small-status>] [rounds, 9]

The gateway's program makes the installation. Of each round it runs once and the others five times; what is printed are the
medians of whole processes. `--version` of ours is what its start takes alone. small-status (bench/Moltbot.SmallStatus) is
the least that such a status takes on .NET, and with it what bounds ours there. Publish first:

  dotnet publish src/Moltbot.Cli -c Release -p:PublishAot=true -o native
  dotnet publish src/Moltbot.Cli -c Release -o dotnet
  dotnet publish bench/Moltbot.SmallStatus -c Release -o small
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

STATUS = ["models", "status", "--json"]
TIMES = 5
KEY = b"made-up-key-0123456789abcdef\n"


def surroundings(home):
    kept = {name: os.environ[name] for name in ("PATH", "DOTNET_ROOT") if name in os.environ}
    return {**kept, "HOME": home, "NO_COLOR": "1", "MOLTBOT_OFFLINE": "1", "npm_config_registry": "http://127.0.0.1:9"}


def lay_out(home, gateway):
    state = os.path.join(home, ".openclaw")
    os.makedirs(state, mode=0o700)
    with open(os.path.join(state, "openclaw.json"), "w") as file:
        file.write('{"gateway":{"mode":"local"}}')
    for provider in ("acme", "anthropic", "xai"):
        arguments = ["models", "auth", "paste-api-key", "--provider", provider, "--profile-id", f"{provider}:first"]
        subprocess.run([gateway, *arguments], input=KEY, env=surroundings(home), cwd=home, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(program, arguments, home):
    """The milliseconds and the most mebibytes of a process."""
    nothing = os.open(os.devnull, os.O_RDWR)
    began = time.perf_counter()
    child = os.posix_spawn(program, [program, *arguments], surroundings(home), file_actions=[(os.POSIX_SPAWN_DUP2, nothing, stream) for stream in (0, 1, 2)])
    _, status, usage = os.wait4(child, 0)
    elapsed = (time.perf_counter() - began) * 1000
    os.close(nothing)
    if status != 0:
        sys.exit(f"{program} {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}.")
    return elapsed, usage.ru_maxrss / 1024


def main():
    programs = [argument for argument in sys.argv[1:] if not argument.isdigit()]
    rounds = next((int(argument) for argument in sys.argv[1:] if argument.isdigit()), 9)
    if len(programs) not in (2, 4):
        sys.exit(__doc__)

    gateway, native = programs[:2]
    lines = {"the gateway's own": (gateway, STATUS, 1), "native": (native, STATUS, TIMES), "native, --version": (native, ["--version"], TIMES)}
    if len(programs) == 4:
        lines |= {"on .NET": (programs[2], STATUS, TIMES), "the least on .NET": (programs[3], STATUS, TIMES)}

    with tempfile.TemporaryDirectory() as home:
        lay_out(home, gateway)
        measured = {name: [] for name in lines}
        for turn in range(rounds + 1):
            for name, (program, arguments, times) in lines.items():
                runs = [run(program, arguments, home) for _ in range(times)]
                if turn > 0:  # the first reads the files into memory
                    measured[name] += runs

    def median(name, figure):
        return statistics.median(each[figure] for each in measured[name])

    for name in lines:
        ratios = [median("the gateway's own", figure) / median(name, figure) for figure in (0, 1)]
        print(f"{name}: {median(name, 0):.1f} ms, {median(name, 1):.1f} MiB; ratio of time {ratios[0]:.1f}, of memory {ratios[1]:.1f}")


main()
