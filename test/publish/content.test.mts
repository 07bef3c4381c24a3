import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { changelogProblems, contentProblems, manifestProblems } from '../../playground/publish/content.mts';

const OWN = fileURLToPath(new URL('../../package.json', import.meta.url));
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'content-'));
	write('package.json', readFileSync(OWN, 'utf8'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}

function withFile(path: string, text: string): string[] {
	write(path, text);
	write('README.md', 'Read me');
	write('LICENSE', 'MIT');
	return contentProblems(folder, ['README.md', 'LICENSE', 'package.json', path]);
}

it('lets code, icons and codex files through', () => {
	for (const path of [
		'dist/nodes/A/A.node.js',
		'dist/icons/a.dark.svg',
		'dist/nodes/A/A.node.json',
		'CHANGELOG.md',
	]) {
		expect(withFile(path, 'exports.a = 1;')).toEqual([]);
	}
});

it.each(['dist/a.js.map', 'dist/a.d.ts', 'nodes/A.ts', '.env', 'dist/tsconfig.tsbuildinfo', 'test/a.js'])(
	'finds %s',
	(path) => {
		expect(withFile(path, '')).toEqual([`${path} doesn't belong into the tarball`]);
	},
);

it.each([
	['a source map', '//# sourceMappingURL=a.js.map'],
	['a private key', `-----BEGIN PRIVATE KEY-----\n${'MII'.padEnd(40, 'a')}`],
	['a private key', `"-----BEGIN PRIVATE KEY-----\\n${'MII'.padEnd(40, 'a')}`],
	['an access token', `ya29.${'a'.repeat(30)}`],
	['a server key', `AAAA1234567:${'a'.repeat(140)}`],
	['a signed token', 'eyJhbGciOiJSUzI1.eyJpc3MiOiJhQGIu.c2lnbmF0dXJl'],
	['an npm token', `npm_${'a'.repeat(36)}`],
	['a path of a machine', '/home/someone/project/a.ts'],
	["this machine's home", `${homedir()}/project`],
	['a file URL', 'file:///tmp/a'],
])('finds %s', (what, text) => {
	expect(withFile('dist/a.js', `exports.a = ${JSON.stringify(1)}; // ${text}`).join()).toContain(what);
});

it('misses what has to be there', () => {
	expect(contentProblems(folder, ['package.json'])).toEqual(['README.md is missing', 'LICENSE is missing']);
});

it('accepts our own package.json', () => {
	expect(manifestProblems(folder)).toEqual([]);
});

it('accepts our own README and licence', () => {
	const root = fileURLToPath(new URL('../..', import.meta.url));
	expect(contentProblems(root, ['README.md', 'LICENSE', 'package.json'])).toEqual([]);
});

it.each<[object, string]>([
	[{ dependencies: { lodash: '4' } }, 'runtime dependencies'],
	[{ peerDependencies: { 'n8n-workflow': '^2' } }, 'peerDependencies'],
	[{ files: ['dist', 'docs'] }, 'files'],
	[{ scripts: { prepare: 'x' } }, 'script that runs'],
	[{ overrides: {} }, 'overrides'],
	[{ n8n: { strict: false, n8nNodesApiVersion: 1 } }, 'n8n.strict'],
	[{ n8n: { strict: true, n8nNodesApiVersion: 1, nodes: ['src/a.js'] } }, 'outside dist'],
	[{ repository: { url: 'https://gitlab.com/a/b' } }, 'GitHub'],
])('refuses a package.json with %j', (change, problem) => {
	write('package.json', JSON.stringify({ ...(JSON.parse(readFileSync(OWN, 'utf8')) as object), ...change }));
	expect(manifestProblems(folder).join()).toContain(problem);
});

it('wants the version in the changelog', () => {
	write('CHANGELOG.md', '# Changelog\n\n## 0.0.1\n\nOld.');
	expect(changelogProblems(folder)).toHaveLength(1);
});
