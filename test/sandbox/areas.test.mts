import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultAreaSettings } from '../../playground/sandbox/pushwoosh/areas/settings.mts';
import { listen } from './events.mts';
import type { Listener } from './events.mts';
import { createMessage, deviceApi, pushwoosh, send, useSandbox, withHeader } from './support.mts';

const sandbox = useSandbox();
const listeners: Listener[] = [];
afterEach(() => listeners.splice(0).forEach(({ close }) => close()));

const app = { application: 'AAAAA-00000' };
const WELCOME = '11111111-1111-4111-8111-111111111111';
const tag = (tags: object, entry: object = { user_id: 'ann' }) =>
	send(`${sandbox.url}/api/v2/audience/bulkSetTags`, {
		json: { ...app, auth: 'SERVER_TOKEN', devices: [{ ...entry, tags }] },
	});
const startUsers = (users: string[]) =>
	withHeader(sandbox, `/api/journey/${WELCOME}/start/external`, { payload: { users } });
const text = (devices: string[], more: object = {}) =>
	pushwoosh(sandbox, 'createSMSMessage', {
		...app,
		notifications: [{ send_date: 'now', content: 'On its way', devices, ...more }],
	});

describe('the inbox', () => {
	it('shows tags, events, journeys, messages and configuration', async () => {
		await tag({ City: 'Porto', Interests: ['go'] });
		await tag({ Interests: ['go'], Age: null }, { hwid: 'hwid-001', list_operator: 'remove' });
		await deviceApi(sandbox, 'postEvent', {
			...app,
			event: 'Checkout',
			attributes: { total: 9 },
			userId: 'ann',
			hwid: 'h',
		});
		await startUsers(['bob', 'cy']);
		await withHeader(sandbox, '/api/journey/drop-users/external', { user_ids: ['bob'], all_journeys: true });
		await text(['+34600111222']);
		await text(['+34600111223'], { send_date: '2099-01-01 09:00' });
		await pushwoosh(sandbox, 'addTag', { tag: { name: 'Score', type: 1 } });
		const page = await listen(`${sandbox.url}/__sandbox/inbox/events`);
		listeners.push(page);
		await expect.poll(() => page.sections.changes).toBeDefined();
		const { tags, events, journeys, messages, changes } = page.sections;
		expect(tags).toMatchObject({
			total: 2,
			shown: [
				{
					what: 'Interests − go, Age = (cleared)',
					who: 'device hwid-001',
					facts: ['AAAAA-00000', 'req-5002'],
				},
				{ what: 'City = Porto, Interests = go', who: 'user ann' },
			],
		});
		expect(events.shown).toMatchObject([
			{ what: 'Checkout', who: 'user ann, device h', facts: ['total = 9', 'entered Welcome', 'AAAAA-00000'] },
		]);
		expect(journeys.shown[0]).toEqual({
			uuid: WELCOME,
			title: 'Welcome',
			...app,
			status: 'running',
			entered: 3,
			inside: 2,
			sample: ['cy', 'bob', 'ann'],
		});
		expect(messages.shown).toMatchObject([
			{
				what: 'SMS',
				who: '+34600111223',
				facts: ['content: On its way', 'waits until 2099-01-01 09:00', expect.any(String)],
			},
			{ what: 'SMS', who: '+34600111222' },
		]);
		expect(changes.shown).toMatchObject([{ what: 'tag “Score” created' }]);
		expect(page.text()).not.toMatch(/SERVER_TOKEN|DEVICE_TOKEN/);
	});

	it('stays small with 100,000 tagged users and long texts', async () => {
		const { books } = sandbox.pushwoosh;
		for (let index = 0; index < 100_000; index += 1) {
			const id = `user-${index}`;
			books.tagChanges.push({
				...app,
				key: 'user_id',
				id,
				operator: 'set',
				tags: { City: 'x'.repeat(1000) },
				at: 1,
			});
			books.journeys.get(WELCOME)!.entries.push({ userId: id, attributes: {}, at: 1 });
		}
		const page = await listen(`${sandbox.url}/__sandbox/inbox/events`);
		listeners.push(page);
		await expect.poll(() => page.sections.tags?.total).toBe(100_000);
		expect(page.sections.tags.shown.length).toBe(8);
		expect(page.text().length).toBeLessThan(20_000);
	});

	it('a canceled push counts as taken back', async () => {
		const { body } = await createMessage(sandbox, { send_date: '2099-01-01 09:00', content: 'Hello' });
		const message_code = (body as { response: { Messages: string[] } }).response.Messages[0];
		await withHeader(sandbox, '/messaging/v2/cancel', { message_code }, 'Token SERVER_TOKEN');
		const page = await listen(`${sandbox.url}/__sandbox/inbox/events`);
		listeners.push(page);
		await expect.poll(() => page.sections.pushes?.shown[0]?.state).toBe('deleted');
	});
});

describe('seed, state and reset over HTTP', () => {
	const control = (path: string, json?: object) =>
		send(`${sandbox.url}/__sandbox/${path}`, json === undefined ? {} : { json });

	it('takes presets, campaigns, geozones, test devices, journeys, events, past messages and switches', async () => {
		const seed = {
			presets: [{ name: 'P', code: 'PPPPP-00000' }],
			campaigns: [{ name: 'C' }],
			geozones: [{ name: 'G', lat: 1, lng: 2, range: 50 }],
			testDevices: [{ name: 'T', push_token: 't', device_type: 1 }],
			journeys: [{ title: 'J', status: 'DRAFT' }],
			events: [{ name: 'E' }],
			pastMessages: { count: 7 },
			settings: { bulk: { minimumDevices: 50 }, journeys: { scheme: 'Bearer' } },
		};
		expect((await control('seed', { pushwoosh: seed })).status).toBe(200);
		const { pushwoosh: state } = (await control('state')).body as {
			pushwoosh: { books: unknown; settings: unknown };
		};
		expect(state.settings).toMatchObject({
			bulk: { minimumDevices: 50, pollsUntilDone: 1 },
			journeys: { scheme: 'Bearer', dropUsersScheme: 'Api' },
		});
		expect(state.books).toMatchObject({
			tagChanges: 0,
			campaigns: 2,
			geozones: [{ name: 'G', ...app }],
			testDevices: [{ name: 'T' }],
			declaredEvents: [{ name: 'Checkout' }, { name: 'E' }],
			pastMessages: 7,
		});
		expect(state.books).toMatchObject({
			presets: { 2: { code: 'PPPPP-00000' } },
			journeys: { 2: { title: 'J', status: 'DRAFT' } },
		});
	});

	it('the books in numbers, and in full; reset forgets them', async () => {
		await tag({ City: 'Porto' });
		await startUsers(['ann']);
		const books = async (query = '') =>
			((await control(`state${query}`)).body as { pushwoosh: { books: Record<string, unknown> } }).pushwoosh
				.books;
		expect(await books()).toMatchObject({
			tagChanges: 1,
			bulkTasks: 1,
			journeys: [{ entries: 1, inside: 1 }, {}],
		});
		expect(await books('?full=true')).toMatchObject({
			tagChanges: [{ id: 'ann', tags: { City: 'Porto' } }],
			journeys: [{ entries: [{ userId: 'ann' }] }, {}],
		});
		await send(`${sandbox.url}/__sandbox/reset`, { method: 'POST' });
		expect(await books()).toMatchObject({ tagChanges: 0, bulkTasks: 0, journeys: [{ entries: 0 }, {}] });
	});

	it('the log hides tokens with and without a word before them', async () => {
		for (const header of ['Api SERVER_TOKEN', 'SERVER_TOKEN', 'Token DEVICE_TOKEN'])
			await withHeader(sandbox, '/api/journey', undefined, header);
		await tag({ City: 'Porto' });
		const { body } = await control('log');
		expect(JSON.stringify(body)).not.toMatch(/SERVER_TOKEN|DEVICE_TOKEN/);
		expect(JSON.stringify(body)).toContain('"authorization":"Api …"');
	});
});

describe('faults', () => {
	const paths: Array<[string, () => Promise<{ status: number }>]> = [
		['/api/v2/audience/bulkSetTags', () => tag({ City: 'x' })],
		['/api/journey/*', () => startUsers(['ann'])],
		[
			'/json/1.3/postEvent',
			() => deviceApi(sandbox, 'postEvent', { ...app, event: 'Checkout', attributes: {}, hwid: 'h' }),
		],
		['/api/v2/messages:list', () => withHeader(sandbox, '/api/v2/messages:list', { filters: app })],
		[
			'/messaging/v2/cancel',
			() => withHeader(sandbox, '/messaging/v2/cancel', { message_code: 'x' }, 'Token SERVER_TOKEN'),
		],
		[
			'/api/v2/device-api/*',
			() =>
				withHeader(
					sandbox,
					'/api/v2/device-api/deleteUser',
					{ ...app, user_id: 'ann' },
					'Token DEVICE_TOKEN',
				),
		],
	];

	it.each(paths)('a rule for %s prevents acting', async (path, call) => {
		sandbox.faults.add({ match: { path }, times: 1, answer: { status: 503, body: 'down' } });
		expect((await call()).status).toBe(503);
		const { tagChanges, postedEvents, deletedUsers, journeys } = sandbox.pushwoosh.books;
		expect([tagChanges, postedEvents, deletedUsers, journeys.get(WELCOME)?.entries]).toEqual([
			[],
			[],
			[],
			[],
		]);
		expect((await call()).status).not.toBe(503);
	});

	it.each(paths)('the switches of the inbox reach %s', async (_path, call) => {
		sandbox.switches.set({ service: 'pushwoosh', failEvery: 1 });
		expect((await call()).status).toBe(503);
		sandbox.switches.set({ failEvery: 0, limitEvery: 1 });
		expect((await call()).status).toBe(429);
	});

	it('a connection lost after acting: the event is in the book', async () => {
		sandbox.faults.add({
			match: { path: '/json/1.3/postEvent' },
			times: 1,
			answer: { connection: 'resetAfterActing' },
		});
		const post = deviceApi(sandbox, 'postEvent', { ...app, event: 'Checkout', attributes: {}, hwid: 'h' });
		await expect(post).rejects.toThrow();
		expect(sandbox.pushwoosh.books.postedEvents.length).toBe(1);
	});
});

it('a segment from rows: tag, filter, push', async () => {
	await pushwoosh(sandbox, 'addTag', { tag: { name: 'n8n_import', type: 3 } });
	for (const user_id of ['crm-1', 'crm-2'])
		await tag({ n8n_import: ['vip'] }, { user_id, list_operator: 'append' });
	await pushwoosh(sandbox, 'createFilter', {
		name: 'vip',
		filter_expression: 'T("n8n_import", IN, ["vip"])',
	});
	await createMessage(sandbox, { send_date: 'now', content: 'Hello', filter: 'vip' });
	expect(sandbox.pushwoosh.sentMessages()).toMatchObject([
		{ recipients: ['device of crm-1', 'device of crm-2'] },
	]);
});

it('every switch stands in the README', () => {
	const readme = readFileSync(new URL('../../playground/sandbox/README.md', import.meta.url), 'utf8');
	const names = Object.entries(defaultAreaSettings()).flatMap(([area, switches]) =>
		Object.keys(switches as object).map((name) => `\`${area}.${name}\``),
	);
	expect(names.filter((name) => !readme.includes(name))).toEqual([]);
	expect(names.length).toBeGreaterThan(70);
});
