'use strict';

// The gateway's side of the lock: the npm package proper-lockfile, told by lines of JSON on standard input what to do.
// Each line is answered by one line on standard output. Started as: node proper-lockfile-peer.js <node_modules folder>

const fs = require('fs');
const https = require('https');
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

    // Renews a sign-in under the lock if it has expired, as the gateway does: it sends its refresh token and writes the answer in place.
    async renew({ file, profile, address, client, root, ...request }) {
        const release = await lockfile.lock(file, optionsFor(request));
        const store = JSON.parse(fs.readFileSync(file, 'utf8'));
        const signIn = store.profiles[profile];
        if (Date.now() >= signIn.expires) {
            const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: client, refresh_token: signIn.refresh }).toString();
            const tokens = await post(address, body, root);
            Object.assign(signIn, { access: tokens.access_token, refresh: tokens.refresh_token, expires: Date.now() + tokens.expires_in * 1000 });
            fs.writeFileSync(file, `${JSON.stringify(store, null, 2)}\n`);
        }
        await release();
        return { access: signIn.access, compromised };
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

function post(address, body, root) {
    return new Promise((resolve, reject) => {
        const options = { method: 'POST', ca: fs.readFileSync(root), headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length } };
        const request = https.request(address, options, (response) => {
            let text = '';
            response.on('data', (part) => { text += part; });
            response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
        });
        request.on('error', reject);
        request.end(body);
    });
}

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
