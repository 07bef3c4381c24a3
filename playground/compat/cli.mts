import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { installCore } from './installation.mts';
import { VERSIONS } from './versions.mts';

/** `npm run test:compat [version]`: the engine tests of all nodes and credentials with other versions of n8n. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const wanted = process.argv[2];
const results: string[] = [];
let failed = 0;

for (const version of VERSIONS.filter(({ n8n }) => wanted === undefined || n8n === wanted)) {
	console.log(`\n▸ n8n ${version.n8n}`);
	const folder = installCore(version, root);
	const { status } = spawnSync('vitest', ['run', '--config', 'vitest.compat.config.mts'], {
		cwd: root,
		env: { ...process.env, COMPAT_FOLDER: folder },
		stdio: 'inherit',
	});
	if (status !== 0) failed++;
	results.push(`${status === 0 ? '✓' : '✗'} n8n ${version.n8n} (n8n-core ${version.packages['n8n-core']})`);
}
console.log(`\n${results.join('\n')}`);
process.exitCode = failed;
