import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sectionOf } from '../unit/support/markdown.mts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GUIDE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
/** What the package is built and tested from. */
const PARTS = ['nodes', 'credentials', 'icons', 'playground', 'test/engine', 'test/nodes.mts'];
const FILES = ['package.json', 'tsconfig.json', 'gulpfile.js', '.prettierrc.json'];
const LIMIT_MS = 180_000;
/** Longest file of an ordinary operation. */
const MOST_LINES = 45;

const EXERCISES = [
	'A call of Pushwoosh: tag one device at once',
	'A call of Google: check a web push subscription',
];

/** A block of code, and the file that the sentence above it names. */
interface Block {
	kind: string;
	file: string;
	code: string;
}

function blocksOf(exercise: string): Block[] {
	let file = '';
	return sectionOf(GUIDE, exercise)
		.split(/^(?=```)/m)
		.flatMap((piece) => {
			const [, kind, code] = /^```(ts|diff)\n([\s\S]*)/.exec(piece) ?? [];
			const block = kind === undefined ? [] : [{ kind, file, code: code ?? '' }];
			file = [...piece.matchAll(/`((?:nodes|test)\/[\w/.]+\.m?ts)`/g)].at(-1)?.[1] ?? file;
			return block;
		});
}

let copy = '';

/** @throws what the command said when it failed */
function run(command: string, ...args: string[]): void {
	const options = { cwd: copy, encoding: 'utf8' } as const;
	const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin', command), args, options);
	expect(status, `${command} ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
}

beforeAll(() => {
	copy = mkdtempSync(join(tmpdir(), 'exercise-'));
	for (const part of [...PARTS, ...FILES]) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
	symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
	for (const { kind, file, code } of EXERCISES.flatMap(blocksOf)) {
		if (kind === 'ts') writeFileSync(join(copy, file), code, { flag: 'wx' });
		else change(join(copy, file), code);
	}
	run('tsc');
	run('gulp');
}, LIMIT_MS);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Applies a change as a reader would: the lines to be found stand in the file once. */
function change(file: string, diff: string): void {
	const lines = diff.trimEnd().split('\n');
	const without = (sign: string) =>
		lines.flatMap((line) => (line.startsWith(sign) ? [] : [`${line.slice(1)}\n`])).join('');
	const before = readFileSync(file, 'utf8').split(without('+'));
	expect(before, `${file} has these lines once:\n${without('+')}`).toHaveLength(2);
	writeFileSync(file, before.join(without('-')));
}

describe.each(EXERCISES)('%s', (exercise) => {
	const blocks = blocksOf(exercise);
	const files = blocks.filter(({ kind }) => kind === 'ts');

	it('is one file, a change of a table, and a test', () => {
		expect(files.map(({ file }) => file.split('/')[0])).toEqual(['nodes', 'test']);
		expect(files[0]?.code.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
		expect(blocks.filter(({ kind }) => kind === 'diff').map(({ file }) => file)).toEqual([
			expect.stringMatching(/\.node\.ts$/),
			expect.stringMatching(/\.node\.ts$/),
		]);
	});

	it('leaves files as the formatter wants them', () => {
		run('prettier', '--check', ...new Set(blocks.map(({ file }) => file)));
	});

	it('works as written', { timeout: LIMIT_MS }, () => {
		run('vitest', 'run', '--testTimeout=30000', '--hookTimeout=60000', files[1]?.file ?? '');
	});
});
