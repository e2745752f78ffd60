'use strict';

// The gateway's side of the lock: the npm package proper-lockfile, told by lines of JSON on standard input what to do.
// Each line is answered by one line on standard output. Started as: node proper-lockfile-peer.js <node_modules folder>

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const lockfile = require(path.join(process.argv[2], 'proper-lockfile'));

const releases = new Map();
const compromised = [];

function optionsFor({ stale = 30000, update, retries = 10, minTimeout = 100, maxTimeout = 10000 }) {
    return {
        stale,
        update,
        realpath: true,
        retries: { retries, factor: 2, minTimeout, maxTimeout, randomize: true },
        onCompromised: (error) => compromised.push(error.message),
    };
}

const commands = {
    async lock(request) {
        releases.set(request.file, await lockfile.lock(request.file, optionsFor(request)));
    },

    async unlock({ file }) {
        const release = releases.get(file);
        releases.delete(file);
        await release();
    },

    async status({ file }) {
        return { held: releases.has(file), compromised };
    },

    // Adds one to the number in a file, so many times, writing in place as the gateway does.
    async increment(request) {
        for (let round = 0; round < request.rounds; round++) {
            const release = await lockfile.lock(request.file, optionsFor(request));
            const number = Number(fs.readFileSync(request.file, 'utf8'));
            await new Promise((resolve) => setTimeout(resolve, 1));
            fs.writeFileSync(request.file, String(number + 1));
            await release();
        }
    },

    // Counts a use of a profile in a store, again and again until the store has so many profiles, as the gateway does.
    async countUses(request) {
        for (let uses = 1; ; uses++) {
            const release = await lockfile.lock(request.file, optionsFor(request));
            const store = JSON.parse(fs.readFileSync(request.file, 'utf8'));
            const usage = ((store.usageStats ??= {})[request.profile] ??= {});
            usage.lastUsed = Date.now();
            usage.errorCount = (usage.errorCount ?? 0) + 1;
            fs.writeFileSync(request.file, `${JSON.stringify(store, null, 2)}\n`);
            await release();
            if (Object.keys(store.profiles).length >= request.profiles) {
                return { uses, compromised };
            }
            await new Promise((resolve) => setTimeout(resolve, request.pause));
        }
    },
};

async function answer(line) {
    const request = JSON.parse(line);
    try {
        return { ok: true, ...(await commands[request.command](request)) };
    } catch (error) {
        return { ok: false, code: error.code, message: error.message };
    }
}

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
});
