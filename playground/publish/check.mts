import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { changelogProblems, contentProblems, manifestProblems } from './content.mts';
import { loadingProblems } from './loading.mts';
import { packInto } from './pack.mts';
import { scanProblems } from './scan.mts';

/** `npm run check:publish`: proves on the packed tarball that the package may be published. */
const root = fileURLToPath(new URL('../../', import.meta.url));
/** About twenty kilobytes a node: n8n downloads it at each start of a container. */
const LARGEST_PACKED = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'check-publish-'));
let problems = 0;

/** Prints what was checked, and every problem found. */
async function check(what: string, find: () => string[] | Promise<string[]>): Promise<void> {
	const found = await find();
	console.log(`${found.length === 0 ? '✓' : '✗'} ${what}`);
	for (const problem of found) console.log(`    ${problem}`);
	problems += found.length;
}

try {
	const packed = packInto(folder, root);
	console.log(
		`${packed.fileName}: ${packed.files.length} files, ${(packed.bytes / 1000).toFixed(1)} kB packed\n`,
	);
	await check(`smaller than ${LARGEST_PACKED / 1000} kB`, () =>
		packed.bytes < LARGEST_PACKED ? [] : [`${packed.bytes} bytes`],
	);
	await check('package.json as community nodes need it', () => manifestProblems(packed.folder));
	await check(
		'nothing in it but dist, README, LICENSE and CHANGELOG; no source maps, keys and machine paths',
		() => contentProblems(packed.folder, packed.files),
	);
	await check('the changelog names the version', () => changelogProblems(root));
	await check('stock eslint config', () => scanProblems.eslintConfig(root));
	await check("n8n's scan of the source", async () => await scanProblems.source(root));
	await check("n8n's scan of the tarball", async () => await scanProblems.tarball(packed.folder));
	await check(
		"every node and credential loads with n8n's own loader, and has its icons",
		async () => await loadingProblems(packed.folder, root),
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
console.log(
	problems === 0
		? '\nThe package can be published.'
		: `\n${problems === 1 ? 'One problem' : `${problems} problems`}: not to be published like this. Mend what is marked with ✗, and run this again.`,
);
process.exitCode = problems === 0 ? 0 : 1;
