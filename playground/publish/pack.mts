import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Packed {
	fileName: string;
	/** Of the tarball. */
	bytes: number;
	/** The extracted package. */
	folder: string;
	/** Paths in it. */
	files: string[];
}

/** Packs the package as `npm publish` does, and unpacks the tarball. */
export function packInto(target: string, root: string): Packed {
	const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', target], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	// One package in a list, or (newer versions of npm) by name.
	const [{ filename, files }] = Object.values(
		JSON.parse(output) as Record<string, { filename: string; files: Array<{ path: string }> }>,
	) as [{ filename: string; files: Array<{ path: string }> }];
	const tarball = join(target, filename);
	const folder = join(target, 'package');
	mkdirSync(folder);
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	return { fileName: filename, bytes: statSync(tarball).size, folder, files: files.map(({ path }) => path) };
}
