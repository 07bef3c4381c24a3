import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Who imports whom, by their paths. */
const imports = globSync('{nodes,credentials}/**/*.ts', { cwd: ROOT }).flatMap((from) =>
	[...read(from).matchAll(/from '(\.[^']+)'/g)].map(([, to]) => ({
		from,
		to: join(dirname(from), to ?? ''),
	})),
);

/** The floors of `nodes/shared`: what stands on one is built of those below it alone, and of its own folder. */
const FLOORS = [['json'], ['failure', 'wording'], ['http', 'form', 'credentials'], ['engine'], ['node']];
const roomOf = (path: string) => /^nodes\/shared\/(\w+)/.exec(path)?.[1];
const floorOf = (room: string | undefined) => FLOORS.findIndex((rooms) => rooms.includes(room ?? ''));

it('no import in nodes/shared runs up, or out', () => {
	const inShared = imports.filter(({ from }) => roomOf(from) !== undefined);
	expect(inShared.length).toBeGreaterThan(100);
	expect(inShared.filter(({ from, to }) => floorOf(roomOf(from)) < 0 || floorOf(roomOf(to)) < 0)).toEqual([]);
	const up = inShared.filter(
		({ from, to }) => roomOf(from) !== roomOf(to) && floorOf(roomOf(to)) >= floorOf(roomOf(from)),
	);
	expect(up).toEqual([]);
});

it('a service’s code never imports the other’s', () => {
	const serviceOf = (path: string) => /^nodes\/(Google|Pushwoosh)\//.exec(path)?.[1];
	const across = imports.filter(({ from, to }) => {
		const [one, other] = [serviceOf(from), serviceOf(to)];
		return one !== undefined && other !== undefined && one !== other;
	});
	expect(across).toEqual([]);
});

it('tests are written with `it`', () => {
	const others = globSync('test/**/*.mts', { cwd: ROOT }).filter((path) =>
		/import \{[^}]*\btest\b[^}]*\} from 'vitest'/.test(read(path)),
	);
	expect(others).toEqual([]);
});
