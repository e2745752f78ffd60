// What UsageWorker does, with the gateway's own code:
// node usage-reference.mjs <package> <agent directory> <profile> <seconds> <pause in milliseconds>
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [directory, agentDir, profileId, seconds, pause] = process.argv.slice(2);
const code = (file) => import(pathToFileURL(path.join(directory, 'dist', 'agents', 'auth-profiles', file)).href);
const { markAuthProfileFailure } = await code('usage.js');
const { ensureAuthProfileStore } = await code('store.js');
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// A lock that is compromised ends the gateway in the same way.
process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
});

async function update(forSeconds) {
    const store = ensureAuthProfileStore(agentDir);
    const end = performance.now() + forSeconds * 1000;
    let count = 0;
    while (performance.now() < end) {
        await markAuthProfileFailure({ store, profileId, reason: 'rate_limit', agentDir });
        count++;
        if (Number(pause) > 0) await new Promise((resolve) => setTimeout(resolve, Number(pause)));
    }

    return count;
}

await update(1);
process.stdout.write('ready\n');
await lines.next();
process.stdout.write(`${await update(Number(seconds))}\n`);
process.exit(0);
