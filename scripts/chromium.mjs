// Runs on the machine's own Node: plain JavaScript and nothing but Node's own modules.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { aptGet } from './aptGet.mjs';
import { fail } from './setup.mjs';

/** Commands that start Chromium or Chrome. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const BY_HAND =
	'Install Chromium or Chrome yourself, or say where it is: CHROMIUM_PATH=/path/to/chromium npm run test:n8n';

/** @returns the path of Chromium, which is installed with apt-get where it is missing */
export function ensureChromium() {
	const found = process.env.CHROMIUM_PATH || findChromium();
	if (found) return found;
	console.log('Installing Chromium for the tests in the browser …');
	aptGet(['chromium'], `The tests in the browser need Chromium. ${BY_HAND}`);
	return findChromium() ?? fail(`Chromium was installed but can't be found. ${BY_HAND}`);
}

function findChromium() {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
