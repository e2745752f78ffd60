#!/usr/bin/env python3
"""Imports a token with two programs in turn and prints the ratio of their times.

usage: MOLTBOT_REFERENCE=<folder of the gateway's npm package> compare-import.py <our moltbot> [pairs]

The store has 100 profiles and the configuration 500 lines, the same for both. Ours reads the token from standard
input; the reference needs a terminal, so it gets a pseudo-terminal, and the token as soon as it asks. The time is that
of the whole process, and both have to have stored the token and entered its profile. The reference is run by the node
that is found first in PATH. Publish ours first: dotnet publish src/Moltbot.Cli -c Release -o moltbot
"""
import fcntl
import json
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

ARGUMENTS = ["models", "auth", "paste-token", "--provider", "anthropic", "--profile-id", "anthropic:bench"]
TOKEN = "made-up-token-" + "0" * 40
LONGEST = 120  # seconds that a program may take
ROWS, COLUMNS = 40, 120


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
    # Older gateways have another name for the file, but all of them know this variable.
    config = os.path.join(home, ".clawdbot", "moltbot.json")
    return {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm", "NO_COLOR": "1", "CLAWDBOT_CONFIG_PATH": config}


def run_piped(program, home):
    subprocess.run([*program, *ARGUMENTS], input=TOKEN.encode(), env=surroundings(home), cwd=home, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run_on_terminal(program, home):
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(sys.stdout.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.chdir(home)
        os.execvpe(program[0], [*program, *ARGUMENTS], surroundings(home))

    shown = type_token(terminal)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(shown.decode(errors="replace"))


def type_token(terminal):
    """Types the token when it is asked for, and returns what was shown until the program closed its end."""
    shown = b""
    is_typed = False
    while select.select([terminal], [], [], LONGEST)[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            return shown
        if not is_typed and b"Paste token" in shown:
            os.write(terminal, TOKEN.encode() + b"\r")
            is_typed = True

    raise RuntimeError(f"The program shows nothing new for {LONGEST} s: {shown.decode(errors='replace')}")


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


def reference():
    """The command line of the gateway's own program, as its package declares it."""
    package = os.environ["MOLTBOT_REFERENCE"]
    with open(os.path.join(package, "package.json")) as file:
        entry = next(iter(json.load(file)["bin"].values()))
    return ["node", os.path.join(package, entry)]


def main(arguments):
    if not arguments or "MOLTBOT_REFERENCE" not in os.environ:
        sys.exit(__doc__)

    pairs = int(arguments[1]) if len(arguments) > 1 else 10
    measured = [(measure(run_piped, arguments[:1]), measure(run_on_terminal, reference())) for _ in range(pairs + 1)][1:]
    ours, theirs = (statistics.median(column) for column in zip(*measured))
    ratio = statistics.median(their / our for our, their in measured)
    print(f"token import, wall time, ms: ours {ours:.1f}, reference {theirs:.1f}, ratio {ratio:.1f} (median of {pairs} pairs)")


main(sys.argv[1:])
