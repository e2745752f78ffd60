#!/usr/bin/env python3
"""Imports tokens with several processes at once while the gateway's own locking library writes to the same store.

usage: MOLTBOT_PROPER_LOCKFILE=<node_modules folder with proper-lockfile> import-together.py <our moltbot> [processes] [imports of each]

Each of the processes (8) imports its tokens (50) one after the other, each with a run of the whole program. Meanwhile a
node process counts uses in the store, under the gateway's lock and writing in place as the gateway does. In the end
every profile and every use has to be there, no run may have failed, and node's lock was never compromised.
"""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "Moltbot.Core.Tests", "Files", "proper-lockfile-peer.js")
USED = "anthropic:used"


def lay_out(home):
    agent = os.path.join(home, ".clawdbot", "agents", "main", "agent")
    os.makedirs(agent)
    with open(os.path.join(home, ".clawdbot", "moltbot.json"), "w") as file:
        file.write("{\n  // shared by all\n  auth: {},\n}\n")
    store = os.path.join(agent, "auth-profiles.json")
    with open(store, "w") as file:
        json.dump({"version": 1, "profiles": {}}, file, indent=2)
    return store


def import_tokens(program, home, process, imports):
    """Imports one token after the other, and returns what failed."""
    failures = []
    surroundings = {"HOME": home, "PATH": os.environ["PATH"]}
    for i in range(imports):
        arguments = [program, "models", "auth", "paste-token", "--provider", "anthropic", "--profile-id", f"anthropic:p{process}-{i}"]
        run = subprocess.run(arguments, input=f"made-up-token-{process}-{i}".encode(), env=surroundings, cwd=home, capture_output=True)
        if run.returncode != 0:
            failures.append(run.stderr.decode())
    return failures


def start_counting(store, profiles):
    node = subprocess.Popen(["node", PEER, os.environ["MOLTBOT_PROPER_LOCKFILE"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    node.stdin.write(json.dumps({"command": "countUses", "file": store, "profile": USED, "profiles": profiles, "pause": 20}) + "\n")
    node.stdin.flush()
    return node


def main(arguments):
    if not arguments or "MOLTBOT_PROPER_LOCKFILE" not in os.environ:
        sys.exit(__doc__)

    processes = int(arguments[1]) if len(arguments) > 1 else 8
    imports = int(arguments[2]) if len(arguments) > 2 else 50
    home = tempfile.mkdtemp(prefix="moltbot-bench-")
    store = lay_out(home)
    node = start_counting(store, processes * imports)
    started = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(processes) as pool:
        failures = [failure for failed in pool.map(lambda process: import_tokens(arguments[0], home, process, imports), range(processes)) for failure in failed]
    elapsed = time.perf_counter() - started
    if failures:
        node.kill()
        sys.exit(f"{len(failures)} imports failed, the first with: {failures[0]}")

    answer = json.loads(node.stdout.readline())
    with open(store) as file:
        stored = json.load(file)
    with open(os.path.join(home, ".clawdbot", "moltbot.json")) as file:
        configuration = file.read()
    entered = sum(f"anthropic:p{process}-{i}" in configuration for process in range(processes) for i in range(imports))
    assert answer["ok"], answer
    assert stored["usageStats"][USED]["errorCount"] == answer["uses"], (stored["usageStats"], answer)
    print(f"{len(stored['profiles'])} of {processes * imports} profiles stored, {entered} entered in the configuration, in {elapsed:.1f} s; "
          f"{answer['uses']} uses counted by node and all there, locks compromised: {len(answer['compromised'])}")
    shutil.rmtree(home)


main(sys.argv[1:])
