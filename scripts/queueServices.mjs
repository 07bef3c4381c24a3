// Runs on the machine's own Node: plain JavaScript and nothing but Node's own modules.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { aptGet } from './aptGet.mjs';
import { fail } from './setup.mjs';

const POSTGRES_FOLDER = '/usr/lib/postgresql';

/**
 * Ends this process with a sentence when the programs that n8n's queue mode needs aren't there.
 * @param {{ install: boolean }} options whether they may be installed with apt-get
 */
export function ensureQueueServices({ install }) {
	const missing = missingPackages();
	if (missing.length === 0) return;
	const need = `Queue mode needs Redis and PostgreSQL. With Debian or Ubuntu: apt-get install ${missing.join(' ')}`;
	if (!install) fail(`${need} (or start again with -- --install)`);
	console.log(`Installing ${missing.join(' and ')} for the tests in queue mode …`);
	aptGet(missing, need);
	if (missingPackages().length > 0)
		fail(`${missing.join(' and ')} can't be found after their installation. ${need}`);
}

function missingPackages() {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const versions = existsSync(POSTGRES_FOLDER) ? readdirSync(POSTGRES_FOLDER) : [];
	const ofPostgres = [...versions.map((version) => join(POSTGRES_FOLDER, version, 'bin')), ...folders];
	return [
		...(folders.some((folder) => isExecutable(join(folder, 'redis-server'))) ? [] : ['redis-server']),
		...(ofPostgres.some((folder) => isExecutable(join(folder, 'initdb'))) ? [] : ['postgresql']),
	];
}

function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
