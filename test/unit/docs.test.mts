import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { GoogleFcmServerKeyApi } from '../../credentials/GoogleFcmServerKeyApi.credentials.ts';
import { GoogleFcmServiceAccountApi } from '../../credentials/GoogleFcmServiceAccountApi.credentials.ts';
import { PushwooshApi } from '../../credentials/PushwooshApi.credentials.ts';
import { NODES, sourceDescriptions } from '../nodes.mts';
import { bold, headingsOf, linksOf, sectionOf, slugOf, tablesOf } from './support/markdown.mts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const sources = globSync('nodes/**/*.ts', { cwd: ROOT }).map((path) => ({ path, text: read(path) }));
const pages = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md'],
	...globSync('docs/*.md', { cwd: ROOT }),
];
const inDocs = pages.filter((path) => path.startsWith('docs/'));

const descriptions = await sourceDescriptions();
const PAGES = NODES.map(({ fileName }, index) => [`docs/${fileName}.md`, descriptions[index]] as const);

/** The browser tests take these; until then the files are missing. */
const PICTURES = [
	...NODES.map(({ fileName }) => fileName),
	...['credential-pushwoosh', 'credential-service-account', 'credential-server-key'],
	...['output', 'failure', 'error-output', 'fcm-send-error-output', 'fcm-send-inbox'],
].map((name) => `docs/images/${name}.png`);
/** The benchmarks write this one. */
const MADE_ELSEWHERE = ['docs/performance.md'];

/** Longer lists aren't repeated in the docs. */
const MOST_CHOICES = 40;

/** Something with a name on the screen. */
interface Shown {
	name: string;
	/** The collection it belongs to; a page has a section for it, or tells its members elsewhere. */
	within?: string;
	/** One of the values of a field, rather than a field. */
	isChoice: boolean;
	/** As the page writes it; absent for what has none. */
	byDefault?: string;
}

function shownIn(properties: INodeProperties[], within?: string): Shown[] {
	return properties.filter(({ type }) => type !== 'notice').flatMap((property) => shownOf(property, within));
}

function shownOf(property: INodeProperties, within?: string): Shown[] {
	const { displayName, type, modes = [] } = property;
	const options = property.options ?? [];
	const self = { name: displayName, within, isChoice: false, byDefault: defaultOf(property) };
	if (type === 'collection') return [self, ...shownIn(options as INodeProperties[], displayName)];
	if (type === 'fixedCollection') {
		const groups = (options as INodePropertyCollection[]).flatMap(({ displayName: name, values }) => [
			{ name, within: displayName, isChoice: false },
			...shownIn(values, displayName),
		]);
		return [self, ...groups];
	}
	const choices = [
		// The world's languages and time zones are no news to a reader.
		...(options.length > MOST_CHOICES ? [] : (options as INodePropertyOptions[])).map(({ name }) => name),
		...modes.map((mode) => mode.displayName),
	];
	return [self, ...choices.map((name) => ({ name, within, isChoice: true }))];
}

function defaultOf({ type, default: value, options = [] }: INodeProperties): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (type !== 'options') return ['string', 'number'].includes(typeof value) ? String(value) : '';
	const choice = (options as INodePropertyOptions[]).find((option) => option.value === value);
	return choice?.name ?? '';
}

describe.each(PAGES)('%s', (path, description) => {
	const page = read(path);
	const shown = shownIn(description.properties);

	it('has the name of the node as its title', () => {
		expect(page.split('\n')[0]).toBe(`# ${description.displayName}`);
	});

	it('names every field, option and setting, in the section of its collection', () => {
		const missing = shown.filter(({ name, within, isChoice }) => {
			const section = sectionOf(page, within);
			return !isChoice && ![...bold(section), ...headingsOf(section)].includes(name);
		});
		expect(missing).toEqual([]);
	});

	it('names every choice', () => {
		const missing = shown.filter(({ name, isChoice }) => isChoice && !page.includes(name));
		expect(missing).toEqual([]);
	});

	it('names nothing in the tables of fields that the form lacks', () => {
		const known = new Set(shown.map(({ name }) => name));
		const tables = tablesOf(page).filter(({ head }) =>
			/^(Field|Option|Setting|Operation)$/.test(head[0] ?? ''),
		);
		expect(tables.length).toBeGreaterThan(1);
		const named = tables.flatMap(({ rows }) => rows.flatMap(([first]) => bold(first ?? '')));
		expect(named.filter((name) => !known.has(name))).toEqual([]);
	});

	it('tells the right defaults', () => {
		const wrong: unknown[] = [];
		for (const { head, rows, section } of tablesOf(page)) {
			const column = head.indexOf('Default');
			if (column < 0) continue;
			for (const row of rows) {
				const [name] = bold(row[0] ?? '');
				const own = shown.filter((entry) => entry.name === name && !entry.isChoice && isIn(entry, section));
				const defaults = [...new Set(own.map(({ byDefault }) => byDefault ?? ''))];
				const written = row[column] ?? '';
				const isRight =
					defaults.length === 1 ? written === defaults[0] : defaults.every((one) => written.includes(one));
				if (own.length === 0 || !isRight) wrong.push({ name, written, defaults });
			}
		}
		expect(wrong).toEqual([]);
	});
});

/** Whether a table in that section of a page is about this field. */
function isIn({ within }: Shown, section: string): boolean {
	return within === undefined ? section === 'Fields' : section === within;
}

describe('links', () => {
	const resolves = (from: string, link: string): boolean => {
		const [file, anchor] = link.split('#', 2);
		const target = file === '' ? from : relative(ROOT, join(ROOT, dirname(from), file ?? ''));
		if ([...PICTURES, ...MADE_ELSEWHERE].includes(target)) return true;
		if (!existsSync(join(ROOT, target))) return false;
		return anchor === undefined || headingsOf(read(target)).map(slugOf).includes(anchor);
	};

	it.each(pages)('of %s lead somewhere', (path) => {
		const broken = linksOf(read(path)).filter((link) => !/^[a-z]+:/.test(link) && !resolves(path, link));
		expect(broken).toEqual([]);
	});

	it('show every picture, and no other', () => {
		const shown = inDocs.flatMap((path) => linksOf(read(path)).filter((link) => link.endsWith('.png')));
		expect(shown.map((link) => `docs/${link}`).sort()).toEqual([...PICTURES].sort());
	});

	it('lead from the README to every page in two clicks', () => {
		const clicksFrom = (path: string) =>
			linksOf(read(path))
				.map((link) => relative(ROOT, join(ROOT, dirname(path), link.split('#')[0] ?? '')))
				.filter((target) => target.endsWith('.md') && existsSync(join(ROOT, target)));
		const near = clicksFrom('README.md');
		const reached = new Set(['README.md', ...near, ...near.flatMap(clicksFrom)]);
		const all = [...pages, ...globSync('playground/**/*.md', { cwd: ROOT })];
		expect(all.filter((path) => !reached.has(path))).toEqual([]);
	});

	it("to GitHub are this package's own, as package.json says where it is", () => {
		const manifest = JSON.parse(read('package.json')) as {
			name: string;
			homepage: string;
			repository: { url: string };
			bugs: { url: string };
		};
		const address = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
		expect(manifest.homepage).toBe(`${address}#readme`);
		expect(manifest.bugs.url).toBe(`${address}/issues`);
		const texts = [
			...pages,
			...globSync(['nodes/**/*.{ts,json}', 'credentials/*.ts', '.github/**/*.yml'], { cwd: ROOT }),
		].map((path) => ({ path, text: read(path) }));
		const own = texts.flatMap(({ path, text }) =>
			[...text.matchAll(/https:\/\/github\.com\/[\w.-]+\/[\w-]+(?=[/.#)'"\s])/g)].map(([url]) => ({
				path,
				url,
			})),
		);
		/** Of other projects. */
		const others = ['https://github.com/firebase/firebase-admin-node'];
		expect(own.length).toBeGreaterThan(10);
		expect(own.filter(({ url }) => url !== address && !others.includes(url))).toEqual([]);
		const badges = read('README.md').matchAll(/(?:img\.shields\.io\/npm\/v|npmjs\.com\/package)\/([\w-]+)/g);
		expect([...badges].map(([, name]) => name)).toEqual([manifest.name, manifest.name]);
	});

	it('of the nodes and the README lead to every page of a node', () => {
		for (const [path, description] of PAGES) {
			expect(read('README.md')).toContain(`[**${description.displayName}**](${path})`);
		}
		const codexes = globSync('nodes/**/*.node.json', { cwd: ROOT }).map(read).join('\n');
		const urls = [...codexes.matchAll(/blob\/main\/([^"#]+)/g)].map(([, path]) => path);
		expect(new Set(urls)).toEqual(new Set(['docs/credentials.md', ...PAGES.map(([path]) => path)]));
	});
});

describe('the overviews', () => {
	const operationsOf = (properties: INodeProperties[]) =>
		properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [] }) => (options as INodePropertyOptions[]).map(({ name }) => name));
	const rowsAbout = (path: string, name: string) => {
		const rows = tablesOf(read(path)).flatMap((table) => table.rows);
		const first = rows.findIndex((row) => row.some((cell) => cell.includes(name)));
		const next = rows.findIndex((row, index) => index > first && row[0] !== '');
		return first < 0 ? [] : rows.slice(first, next < 0 ? undefined : next);
	};

	it.each(descriptions)('name $displayName', ({ displayName, properties }) => {
		const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(read('docs/which-node.md')) ?? [];
		expect(picture).toContain(`<b>${displayName}</b>`);
		expect(rowsAbout('docs/which-node.md', displayName)).not.toEqual([]);
		const costs = rowsAbout('docs/costs.md', displayName).map((row) => row[1] ?? '');
		expect(operationsOf(properties).filter((name) => !costs.some((cell) => cell.includes(name)))).toEqual([]);
		const inReadme = rowsAbout('README.md', `**${displayName}**`).flat();
		const missing = operationsOf(properties).filter(
			(name) => !inReadme.some((cell) => cell.split(/, | · /).includes(name)),
		);
		expect(missing).toEqual([]);
	});

	it('tell ten terms, in the order of the alphabet', () => {
		const terms = tablesOf(read('docs/glossary.md')).flatMap(({ rows }) =>
			rows.map(([term]) => bold(term ?? '')[0] ?? ''),
		);
		expect(terms).toHaveLength(10);
		expect(terms).toEqual(terms.toSorted((one, other) => one.localeCompare(other, 'en')));
	});

	it('show no picture that is missing', () => {
		const pictures = [...read('README.md').matchAll(/(?:src|srcset)="([^"]+)"/g)].map(
			([, path]) => path ?? '',
		);
		expect(pictures).toHaveLength(3);
		expect(pictures.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
	});

	it('lead to the credential fields that the inbox names', () => {
		const page = read('playground/sandbox/inbox/page/connect.js');
		const named = [...page.matchAll(/\['([^']+)', /g)].map(([, name]) => name);
		const fields = [GoogleFcmServerKeyApi, GoogleFcmServiceAccountApi, PushwooshApi].flatMap((Credential) =>
			new Credential().properties.map(({ displayName }) => displayName),
		);
		expect(named.length).toBeGreaterThan(6);
		expect(named.filter((name) => !fields.includes(name))).toEqual([]);
	});
});

describe('codes', () => {
	/** Literals in capitals that no failure carries. */
	const NO_CODES = [
		...['AND', 'OR', 'EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'],
		...['GET', 'POST', 'DELETE', 'OK', 'UTC', 'JWT', 'RS256', 'RSA', 'PK', 'T'],
		// Names on the screen.
		...['HWID', 'JSON', 'SMS'],
		...['PRIORITY_DEFAULT', 'PRIORITY_HIGH', 'PRIORITY_LOW', 'PRIORITY_MAX', 'PRIORITY_MIN'],
		...['PRIVATE', 'PUBLIC', 'SECRET', 'OPEN_ORDER', 'ORDER'],
		// A success, one that is told as NOT_FOUND, and one that only decides about a repeat.
		...['ALREADY_EXISTS', 'UNREGISTERED', 'NOT_CONNECTED'],
	];
	/** Where a user looks first, by the beginning of the source's path. */
	const PLACES: Array<[source: string, page: string]> = [
		['nodes/shared/engine', 'docs/failures.md'],
		['nodes/shared/http', 'docs/failures.md'],
		['nodes/shared/form', 'docs/failures.md'],
		['nodes/Google/api/errors/googleError', 'docs/failures.md'],
		['nodes/Google/api/auth', 'docs/credentials.md'],
		['nodes/Pushwoosh/api/auth', 'docs/credentials.md'],
		['nodes/shared/credentials/baseUrl', 'docs/credentials.md'],
		['nodes/shared/credentials/outgoingRequest', 'docs/credentials.md'],
		['nodes/Google/api/session', 'docs/credentials.md'],
		['nodes/Google/api/tokenCodes', 'docs/topic-batch.md'],
		['nodes/Google/api/formats/topicName', 'docs/topic-batch.md'],
		['nodes/Google/api/formats/apnsToken', 'docs/import-apns.md'],
		['nodes/Google/api/formats/pushSubscription', 'docs/web-subscription.md'],
		['nodes/Google/api/formats/vapidKey', 'docs/web-subscription.md'],
		['nodes/Google/api/formats/registrationToken', 'docs/iid-lookup.md'],
		['nodes/Google/FcmSend', 'docs/fcm-send.md'],
		['nodes/Google/TopicBatch', 'docs/topic-batch.md'],
		['nodes/Google/ImportApns', 'docs/import-apns.md'],
		['nodes/Google/IidLookup', 'docs/iid-lookup.md'],
		['nodes/Pushwoosh/SendPush', 'docs/send-push.md'],
		['nodes/Pushwoosh/ManageSegment', 'docs/manage-segment.md'],
		['nodes/Pushwoosh/ManageAudience', 'docs/manage-audience.md'],
		['nodes/Pushwoosh/api/bulk', 'docs/manage-audience.md'],
		['nodes/Pushwoosh/api/tags', 'docs/manage-audience.md'],
		['nodes/Pushwoosh/TrackEvent', 'docs/track-event.md'],
		['nodes/Pushwoosh/ManageJourney', 'docs/manage-journey.md'],
		['nodes/Pushwoosh/segmentationLanguage', 'docs/manage-segment.md'],
		['nodes/Pushwoosh/api/export', 'docs/manage-segment.md'],
		['nodes/Pushwoosh/api/segments', 'docs/manage-segment.md'],
	];

	const literals = sources.flatMap(({ path, text }) =>
		[...text.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'|^\s+([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*):/gm)].map(
			([, quoted, key]) => ({ path, code: quoted ?? key ?? '' }),
		),
	);
	const isOn = (page: string, code: string) =>
		[...read(page).matchAll(/`([^`\n]+)`/g)].some(([, text]) => text === code);

	it('of ours and of Google each stand on the page where one looks first', () => {
		const codes = literals.filter(({ code }) => !NO_CODES.includes(code));
		expect(codes.length).toBeGreaterThan(80);
		const missing = codes.filter(({ path, code }) => {
			const places = PLACES.filter(([source]) => path.startsWith(source)).map(([, page]) => page);
			return !(places.length > 0 ? places : inDocs).some((page) => isOn(page, code));
		});
		expect(missing).toEqual([]);
	});

	it('that are none are still there', () => {
		const used = new Set(literals.map(({ code }) => code));
		expect(NO_CODES.filter((code) => !used.has(code))).toEqual([]);
	});

	it("of Google's sign-in stand with the credentials", () => {
		const [, table = ''] = read('nodes/Google/api/auth/tokenRefusals.ts').split('const BY_CODE');
		const codes = ['invalid_grant', ...[...table.matchAll(/^\t([a-z_]+):/gm)].map(([, code]) => code ?? '')];
		expect(codes.length).toBeGreaterThan(9);
		expect(codes.filter((code) => !isOn('docs/credentials.md', code))).toEqual([]);
	});

	it('of the network stand with the failures', () => {
		const patterns = [...read('nodes/shared/http/networkFailure.ts').matchAll(/codes: \/(.*)\/,/g)];
		const codes = patterns.flatMap(([, pattern]) => pattern?.match(/[A-Z][A-Z_]+[A-Z]/g) ?? []);
		expect(codes.length).toBeGreaterThan(20);
		const page = read('docs/failures.md');
		expect(codes.filter((code) => !NO_CODES.includes(code) && !page.includes(code))).toEqual([]);
	});

	it('of Pushwoosh stand with the failures', () => {
		const statuses = read('nodes/Pushwoosh/api/answer.ts').matchAll(/\bcode === (\d{3})/g);
		const codes = new Set([...statuses].map(([, code]) => code ?? ''));
		expect(codes.size).toBeGreaterThan(4);
		expect([...codes].filter((code) => code !== '200' && !isOn('docs/failures.md', code))).toEqual([]);
	});
});

describe('examples', () => {
	it.each(inDocs)('of %s are valid JSON', (path) => {
		for (const [, json] of read(path).matchAll(/^```json\n([\s\S]*?)^```$/gm)) {
			expect(() => JSON.parse(json ?? '') as unknown).not.toThrow();
		}
	});

	it('name the keys of a failed row as the code does', () => {
		const [, json = '{}'] = /```json\n([\s\S]*?)```/.exec(read('docs/failures.md')) ?? [];
		expect(Object.keys(JSON.parse(json) as object)).toEqual(['error', 'details']);
	});
});
