import { describe, expect, it } from 'vitest';
import { holding, useSandbox, withHeader } from './support.mts';

const sandbox = useSandbox();
const books = () => sandbox.pushwoosh.books;
const settings = () => sandbox.pushwoosh.settings.journeys;
const WELCOME = '11111111-1111-4111-8111-111111111111';
const CART = '22222222-2222-4222-8222-222222222222';
const welcome = () => books().journeys.get(WELCOME)!;
const call = (path: string, json?: object, authorization?: string) =>
	withHeader(sandbox, path, json, authorization);
const start = (payload: unknown, id = WELCOME) => call(`/api/journey/${id}/start/external`, { payload });
const drop = (body: object, authorization?: string) =>
	call('/api/journey/drop-users/external', body, authorization);
const move = (action: string, uuid: unknown) => call(`/api/v3/journeygateway/${action}`, { uuid });
const grpc = (code: number, message: string) => ({ code, message: holding(message), details: [] });

describe('start by API', () => {
	it('users, with attributes; who is started twice is in the book twice', async () => {
		const payload = { users: ['user-001', 'ann'], attribute_values: { promo_code: 'SPRING' } };
		const reply = await start(payload);
		expect([reply.status, reply.body]).toEqual([
			200,
			{ request_uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
		]);
		await start({ users: ['ann'] });
		expect(welcome().entries).toMatchObject([
			{ userId: 'user-001', attributes: { promo_code: 'SPRING' } },
			{ userId: 'ann' },
			{ userId: 'ann', attributes: {} },
		]);
	});

	it('devices, or whoever a filter selects', async () => {
		expect((await start({ hwids: ['hwid-001'] })).status).toBe(200);
		expect((await start({ filter: 'T("City", EQ, "Madrid")' })).status).toBe(200);
		expect(welcome().entries.length).toBe(11);
		expect(welcome().entries[1]).toMatchObject({ hwid: 'hwid-001', userId: 'user-001' });
	});

	it('accepts users that nobody knows, and lets the others in', async () => {
		sandbox.pushwoosh.unknownDevices.add('ghost');
		expect((await start({ users: ['ghost', 'ann'] })).status).toBe(200);
		expect(welcome().entries).toMatchObject([{ userId: 'ann' }]);
	});

	it.each<[string, unknown, string]>([
		['no payload', undefined, 'payload is required'],
		['nobody', {}, 'one of users, hwids or filter must be provided'],
		['empty lists', { users: [], hwids: [], filter: '' }, 'one of users, hwids or filter must be provided'],
		['two kinds', { users: ['a'], hwids: ['b'] }, 'only one of users, hwids'],
		['an empty user', { users: [''] }, 'must not be empty'],
		['numbers', { users: [1] }, 'must be a list of texts'],
		[
			'an attribute as a number',
			{ users: ['a'], attribute_values: { order: 1 } },
			'must be an object of texts',
		],
		[
			'an attribute that the journey lacks',
			{ users: ['a'], attribute_values: { x: '1' } },
			'unknown attributes: x',
		],
		['a filter that is none', { filter: 'City = Madrid' }, 'invalid filter'],
		['an unknown field', { users: ['a'], segment: 'x' }, 'Unexpected field "segment"'],
	])('refuses %s with HTTP 400', async (_name, payload, message) => {
		const reply = await start(payload);
		expect([reply.status, reply.body]).toEqual([400, grpc(3, message)]);
		expect(welcome().entries).toEqual([]);
	});

	it('refuses an unknown journey, one that is no UUID, another verb', async () => {
		const users = ['a'];
		expect((await start({ users }, '33333333-3333-4333-8333-333333333333')).status).toBe(404);
		expect((await start({ users }, 'welcome')).body).toEqual(grpc(3, 'invalid journey uuid'));
		expect((await call(`/api/journey/${WELCOME}/start/external`)).status).toBe(400);
		expect((await call(`/api/journey/${WELCOME}/start`, { payload: { users } })).status).toBe(404);
	});

	it('a journey that is not running: refused, or accepted without effect; so with its entry points', async () => {
		expect((await start({ users: ['a'] }, CART)).body).toEqual(grpc(9, 'journey is not running'));
		settings().notRunningAs = 'acceptedAndIgnored';
		expect((await start({ users: ['a'] }, CART)).status).toBe(200);
		expect(books().journeys.get(CART)?.entries).toEqual([]);
		welcome().apiEntryPoints = 2;
		expect((await start({ users: ['a'] })).body).toEqual(grpc(9, 'exactly one active api entry point'));
	});

	it('switches: where the uuid stands, foreign attributes, a limit of users', async () => {
		settings().requestUuidIn = 'payload';
		expect((await start({ users: ['a'] })).body).toEqual({
			payload: { request_uuid: expect.any(String) as string },
		});
		settings().requestUuidIn = 'nowhere';
		expect((await start({ users: ['a'] })).body).toEqual({});
		settings().unknownAttributesAs = 'ignored';
		expect((await start({ users: ['a'], attribute_values: { x: '1' } })).status).toBe(200);
		settings().mostUsersPerStart = 2;
		expect((await start({ users: ['a', 'b', 'c'] })).body).toEqual(grpc(3, 'at most 2 users'));
	});
});

describe('the token', () => {
	const all = [
		['start', `/api/journey/${WELCOME}/start/external`, { payload: { users: ['a'] } }],
		['statistics', `/api/journey/${WELCOME}/statistics/external`, undefined],
		['drop-users', '/api/journey/drop-users/external', { user_ids: ['a'], all_journeys: true }],
		['lifecycle', '/api/v3/journeygateway/pause', { uuid: WELCOME }],
		['list', '/api/journey?page=1', undefined],
	] as const;

	it.each(all)('%s: Api and a Server token only', async (_name, path, body) => {
		for (const wrong of ['', 'Token SERVER_TOKEN', 'SERVER_TOKEN', 'Api DEVICE_TOKEN', 'Api WRONG'])
			expect([wrong, (await call(path, body, wrong)).status]).toEqual([wrong, 401]);
		expect((await call(path, body)).status).toBe(200);
	});

	it.each(all)('%s: another scheme by switch', async (name, path, body) => {
		Object.assign(settings(), { scheme: 'Token', dropUsersScheme: 'Bearer' });
		const scheme = name === 'drop-users' ? 'Bearer' : 'Token';
		expect((await call(path, body)).status).toBe(401);
		expect((await call(path, body, `${scheme} SERVER_TOKEN`)).status).toBe(200);
	});

	it('403 without the permission or the application', async () => {
		sandbox.pushwoosh.addApiToken('SHOP', { applications: ['BBBBB-00000'] });
		sandbox.pushwoosh.addApiToken('READER', { permissions: ['getApplications'] });
		for (const token of ['SHOP', 'READER'])
			expect((await call(all[0][1], all[0][2], `Api ${token}`)).body).toMatchObject({ code: 7 });
		expect((await call('/api/journey?page=1', undefined, 'Api SHOP')).body).toMatchObject({
			payload: { items: [] },
		});
	});
});

describe('drop-users', () => {
	it('takes users out of these journeys, also those that came in by device', async () => {
		await start({ users: ['ann', 'bob'] });
		await start({ hwids: ['hwid-001'] });
		const reply = await drop({ user_ids: ['ann', 'user-001'], journey_uuids: [WELCOME] });
		expect([reply.status, reply.body]).toEqual([200, {}]);
		expect(welcome().entries.filter(({ leftAt }) => leftAt === undefined)).toMatchObject([{ userId: 'bob' }]);
		await drop({ user_ids: ['bob', 'ann'], all_journeys: true });
		expect(books().journeyDrops).toMatchObject([
			{ ended: 2, journeys: [WELCOME] },
			{ ended: 1, journeys: 'all' },
		]);
	});

	it.each<[string, object, string]>([
		['no users', { all_journeys: true }, 'Field "user_ids" is required'],
		['an empty list', { user_ids: [], all_journeys: true }, 'user_ids must not be empty'],
		['no journeys', { user_ids: ['a'] }, 'journey_uuids must be provided unless'],
		[
			'an empty list of journeys',
			{ user_ids: ['a'], journey_uuids: [] },
			'journey_uuids must be provided unless',
		],
		['a journey that is no UUID', { user_ids: ['a'], journey_uuids: ['x'] }, 'invalid journey uuid'],
		['a payload around it', { payload: { user_ids: ['a'] } }, 'Unexpected field "payload"'],
	])('refuses %s', async (_name, body, message) => {
		expect((await drop(body)).body).toEqual(grpc(3, message));
		expect(books().journeyDrops).toEqual([]);
	});

	it.each([
		['payload', { payload: {} }],
		['emptyBody', ''],
	] as const)('may answer with %s', async (dropAnswer, body) => {
		settings().dropAnswer = dropAnswer;
		expect((await drop({ user_ids: ['a'], all_journeys: true })).body).toEqual(body);
	});
});

describe('lifecycle', () => {
	it('start, pause, finish, draft, archive give the new state', async () => {
		const states = [];
		for (const action of ['pause', 'start', 'finish', 'draft', 'start', 'pause', 'archive']) {
			const { body } = await move(action, WELCOME);
			states.push((body as { info: { status: string } }).info.status);
		}
		expect(states).toEqual(
			['PAUSED', 'RUNNING', 'FINISHED', 'DRAFT', 'RUNNING', 'PAUSED', 'ARCHIVED'].map(
				(state) => `STATUS_${state}`,
			),
		);
		expect((await move('start', CART)).body).toMatchObject({
			info: {
				uuid: CART,
				title: 'Abandoned cart',
				status: 'STATUS_RUNNING',
				is_first_activated: true,
				params: { application_code: 'AAAAA-00000' },
			},
			points: [],
			comments: [],
		});
	});

	it('refuses starting a finished journey, pausing one that is not running, unknown actions', async () => {
		expect((await move('pause', CART)).body).toEqual(grpc(9, 'cannot pause journey in status STATUS_PAUSED'));
		await move('finish', WELCOME);
		const again = await move('start', WELCOME);
		expect([again.status, again.body]).toEqual([
			400,
			grpc(9, 'cannot start journey in status STATUS_FINISHED'),
		]);
		expect((await move('resume', WELCOME)).status).toBe(404);
		expect((await move('pause', '')).body).toEqual(grpc(3, 'Field "uuid" is required'));
	});
});

describe('statistics and list', () => {
	const statistics = () => call(`/api/journey/${WELCOME}/statistics/external`);

	it('the points with their figures; entries add to the first', async () => {
		await start({ users: ['a', 'b'] });
		expect((await statistics()).body).toMatchObject({
			payload: {
				title: 'Welcome',
				points: [
					{
						pointTitle: 'Welcome push',
						campaignCode: 'JRNEY-00001',
						presetCode: 'PRSET-00001',
						pointStat: { sent: 402, opened: 100, conversion: 12 },
					},
					{ pointStat: { shows: 90, interactions: 30, skipped: 60 } },
					{ pointStat: { clicked: 40, unsubscribed: 2, softBounces: 3, complaints: 1 } },
				],
			},
		});
		settings().numbersAs = 'text';
		expect((await statistics()).body).toMatchObject({
			payload: { points: [{ pointStat: { sent: '402', opened: '100' } }, {}, {}] },
		});
	});

	it('the list, page by page, with its metadata in either place, or not at all', async () => {
		settings().listPageSize = 1;
		const first = {
			id: WELCOME,
			title: 'Welcome',
			status: 'STATUS_RUNNING',
			createdAt: expect.any(String) as string,
		};
		const _metadata = { page: 1, page_count: 2, total_count: 2 };
		expect((await call('/api/journey?page=1')).body).toEqual({ payload: { items: [first] }, _metadata });
		settings().metadataIn = 'payload';
		expect((await call('/api/journey')).body).toEqual({ payload: { items: [first], _metadata } });
		expect((await call('/api/journey?page=2')).body).toMatchObject({ payload: { items: [{ id: CART }] } });
		expect((await call('/api/journey?page=3')).body).toMatchObject({ payload: { items: [] } });
		expect((await call('/api/journey?page=0')).status).toBe(400);
		settings().list = 'missing';
		expect((await call('/api/journey?page=1')).status).toBe(404);
	});

	it.each([
		['message', { message: 'journey not found' }],
		['text', 'journey not found'],
	] as const)('refusals may come as %s', async (errorsAs, body) => {
		settings().errorsAs = errorsAs;
		expect(await start({ users: ['a'] }, '33333333-3333-4333-8333-333333333333')).toMatchObject({
			status: 404,
			body,
		});
	});
});
