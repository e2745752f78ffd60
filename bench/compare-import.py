#!/usr/bin/env python3
"""Imports a token with two programs in turn and prints the ratio of their times.

usage: compare-import.py <our moltbot> <the reference's> [pairs]

The store has 100 profiles and the configuration 500 lines, the same for both. Ours reads the token from standard
input; the reference needs a terminal, so it gets a pseudo-terminal, and the token as soon as it asks. The time is that
of the whole process. Publish ours first: dotnet publish src/Moltbot.Cli -c Release -o moltbot
"""
import json
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ARGUMENTS = ["models", "auth", "paste-token", "--provider", "anthropic", "--profile-id", "anthropic:bench"]
TOKEN = "made-up-token-" + "0" * 40


def lay_out(home):
    state = os.path.join(home, ".clawdbot")
    agent = os.path.join(state, "agents", "main", "agent")
    os.makedirs(agent)
    profiles = {f"anthropic:p{i}": {"type": "token", "provider": "anthropic", "token": f"made-up-{i:060}"} for i in range(100)}
    with open(os.path.join(agent, "auth-profiles.json"), "w") as file:
        json.dump({"version": 1, "profiles": profiles}, file, indent=2)

    entries = "".join(f'      // account {i}\n      "anthropic:p{i}": {{\n        "provider": "anthropic",\n        "mode": "token",\n      }},\n' for i in range(98))
    with open(os.path.join(state, "moltbot.json"), "w") as file:
        file.write('{\n  "auth": {\n    // who may speak for us\n    "profiles": {\n' + entries + "    },\n  },\n}\n")


def check(home):
    with open(os.path.join(home, ".clawdbot", "agents", "main", "agent", "auth-profiles.json")) as file:
        assert json.load(file)["profiles"]["anthropic:bench"]["token"] == TOKEN
    with open(os.path.join(home, ".clawdbot", "moltbot.json")) as file:
        assert "anthropic:bench" in file.read()


def surroundings(home):
    return {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm", "NO_COLOR": "1"}


def run_piped(program, home):
    subprocess.run([program, *ARGUMENTS], input=TOKEN.encode(), env=surroundings(home), cwd=home, check=True, stdout=subprocess.DEVNULL)


def run_on_terminal(program, home):
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execve(program, [program, *ARGUMENTS], surroundings(home))

    shown = b""
    is_typed = False
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break  # the other end is closed
        if not is_typed and b"Paste token" in shown:
            os.write(terminal, TOKEN.encode() + b"\r")
            is_typed = True

    os.close(terminal)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(shown.decode(errors="replace"))


def measure(run, program):
    home = tempfile.mkdtemp(prefix="moltbot-bench-")
    try:
        lay_out(home)
        started = time.perf_counter()
        run(program, home)
        elapsed = time.perf_counter() - started
        check(home)
        return elapsed * 1000
    finally:
        shutil.rmtree(home)


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)

    pairs = int(arguments[2]) if len(arguments) > 2 else 10
    measured = [(measure(run_piped, arguments[0]), measure(run_on_terminal, arguments[1])) for _ in range(pairs + 1)][1:]
    ours, theirs = (statistics.median(column) for column in zip(*measured))
    ratio = statistics.median(their / our for our, their in measured)
    print(f"token import, wall time, ms: ours {ours:.1f}, reference {theirs:.1f}, ratio {ratio:.1f} (median of {pairs} pairs)")


main(sys.argv[1:])
