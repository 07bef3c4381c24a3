import { describe, expect, it } from 'vitest';

import { API_TOKEN, DEVICE_TOKEN, PUSHWOOSH, pairsOf, useBench } from '../bench.mts';
import { APP, chosen, CONTINUE, WELCOME } from './support.mts';

const bench = useBench('manageAudience');

const FAST = { pollInterval: 0.1 };
const settings = () => bench.sandbox.pushwoosh.settings;
const run = async (operation: string, parameters: object, items: object[] = [{}], options: object = {}) =>
	await bench.run({ operation, application: chosen(APP), ...parameters } as never, {
		items: items as never,
		...options,
	});

describe('register', () => {
	const fields = {
		hwid: '={{ $json.hwid }}',
		pushToken: '={{ $json.token }}',
		platform: '={{ $json.platform }}',
		options: FAST,
	};
	const devices = [
		{ hwid: 'a', token: 'AB'.repeat(32), platform: 1, City: 'Madrid' },
		{ hwid: 'b', token: 'Tok:B', platform: 3, City: '' },
		{ hwid: 'a', token: 'new', platform: 3, City: '' },
	];

	it('is one request; of a device that comes twice the last token counts', async () => {
		const result = await run('register', { ...fields, tagSource: 'columns', columns: '*' }, devices);
		expect(bench.bodies('bulkRegisterDevice')).toEqual([
			{
				auth: API_TOKEN,
				application: APP,
				devices: [
					{ hwid: 'a', push_token: 'new', platform: 3, tags: { City: 'Madrid' } },
					{ hwid: 'b', push_token: 'Tok:B', platform: 3 },
				],
			},
		]);
		expect(result.results).toEqual(
			['a', 'b', 'a'].map((hwid) => ({ hwid, success: true, requestId: 'req-5001', status: 'completed' })),
		);
		expect(pairsOf(result).success).toEqual([0, 1, 2]);
	});

	it('lower-cases the tokens of iOS, and needs all three fields', async () => {
		await run('register', fields, [devices[0]]);
		expect(bench.bodies('bulkRegisterDevice')).toMatchObject([
			{ devices: [{ push_token: 'ab'.repeat(32), platform: 1 }] },
		]);
		const result = await run(
			'register',
			fields,
			[
				{ hwid: 'a', token: '', platform: 1 },
				{ hwid: 'b', token: 'x', platform: 99 },
			],
			CONTINUE,
		);
		expect(pairsOf(result).failed).toEqual([0, 1]);
	});

	it('finds its result in both places, takes an early end, and no empty object for one', async () => {
		settings().bulk.registerStatusPath = 'bulkSetTags';
		expect((await run('register', fields, [devices[1]])).results).toMatchObject([{ success: true }]);
		settings().bulk.registerAnswer = 'completedRequest';
		expect((await run('register', fields, [devices[1]])).results).toMatchObject([
			{ success: true, status: 'completed' },
		]);
		settings().bulk.registerAnswer = 'emptyObject';
		expect((await run('register', fields, [devices[1]], CONTINUE)).failures).toMatchObject([
			{ details: { code: 'UNEXPECTED_ANSWER', hwid: 'b' } },
		]);
	});
});

describe('getTags', () => {
	const fields = { identifyBy: 'hwid', identifier: '={{ $json.id }}' };

	it('asks once for each, with the Device token in the header alone', async () => {
		const [device] = bench.sandbox.pushwoosh.devices;
		const result = await run('getTags', fields, [{ id: device.hwid }, { id: device.hwid }]);
		expect(bench.bodies('getTags')).toEqual([{ request: { application: APP, hwid: device.hwid } }]);
		expect(bench.requests('getTags')[0]).toMatchObject({ path: '/json/1.3/getTags' });
		expect(result.results).toMatchObject([
			{ identifier: device.hwid, found: true, tags: { City: device.tags.City } },
			{ found: true },
		]);
	});

	it('an unknown one is found: false, however that is said', async () => {
		bench.sandbox.pushwoosh.unknownDevices.add('gone');
		for (const unknownDeviceAs of ['body404', 'http404', 'notFoundInWords'] as const) {
			settings().getTags.unknownDeviceAs = unknownDeviceAs;
			for (const refusalsAs of ['http400', 'http200'] as const) {
				settings().deviceApi.refusalsAs = refusalsAs;
				const result = await run('getTags', fields, [{ id: 'gone' }]);
				expect(result.results, unknownDeviceAs).toEqual([{ identifier: 'gone', found: false }]);
			}
		}
		settings().getTags.unknownDeviceAs = 'emptyResult';
		settings().getTags.emptyAs = 'list';
		expect((await run('getTags', fields, [{ id: 'gone' }])).results).toEqual([
			{ identifier: 'gone', found: true, tags: {} },
		]);
	});

	it.each([
		['no body', '', true],
		['an object', { message: 'no tags' }, true],
		['the words for an application', { message: 'Application not found' }, false],
		['the words for a page', '404 page not found', false],
	])('HTTP 404 with %s', async (_, body, isUnknown) => {
		bench.sandbox.faults.add({ match: { path: '/json/1.3/getTags' }, answer: { status: 404, body } });
		const result = await run('getTags', fields, [{ id: 'a' }], CONTINUE);
		expect(result.results).toEqual(isUnknown ? [{ identifier: 'a', found: false }] : []);
	});

	it('a page that is not there is no unknown device, and neither is a foreign application', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/getTags' },
			times: 1,
			answer: { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' },
		});
		expect((await run('getTags', fields, [{ id: 'a' }], CONTINUE)).failures).toMatchObject([
			{ details: { code: '404', identifier: 'a' } },
		]);
		const foreign = await run(
			'getTags',
			{ ...fields, application: chosen('ZZZZZ-00000') },
			[{ id: 'a' }],
			CONTINUE,
		);
		expect(foreign.results).toEqual([]);
	});
});

describe('without a Device token', () => {
	it.each(['getTags', 'unregister', 'deleteUser'])(
		'%s fails before any request, with the way out',
		async (operation) => {
			bench.engine.credentials.patch(PUSHWOOSH, { deviceToken: '' });
			const result = await run(operation, { identifier: 'a', confirmDelete: true });
			expect(result.status).toBe('error');
			expect(result.stored).toContain('Settings → API Access');
			expect(bench.sandbox.log.entries).toEqual([]);
		},
	);

	it('a wrong one is named as such, and never shown', async () => {
		bench.engine.credentials.patch(PUSHWOOSH, { deviceToken: API_TOKEN });
		for (const unauthorizedAs of ['envelope', 'text', 'empty'] as const) {
			settings().deviceApi.unauthorizedAs = unauthorizedAs;
			const result = await run('unregister', { identifier: 'a' });
			expect(result.stored).toContain('Device');
			expect(result.placesOf(API_TOKEN)).toEqual([]);
		}
	});
});

it('unregister takes the HWID', async () => {
	const result = await run(
		'unregister',
		{ identifier: '={{ $json.id }}' },
		[{ id: 'a' }, { id: '' }],
		CONTINUE,
	);
	expect(bench.bodies('unregisterDevice')).toEqual([{ request: { application: APP, hwid: 'a' } }]);
	expect(result.results).toEqual([{ hwid: 'a', unregistered: true }]);
	expect(pairsOf(result)).toEqual({ success: [0], failed: [1] });
});

describe('deleteUser', () => {
	it('has to be confirmed', async () => {
		const result = await run('deleteUser', { identifier: 'u1' }, [{}], CONTINUE);
		expect(result.failures[0].error).toBe("This deletes a user for good, and 'Delete for Good' is off");
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('once for each user, whatever the answer looks like', async () => {
		for (const answer of ['statusless', 'emptyObject', 'emptyBody', 'envelope'] as const) {
			bench.sandbox.reset();
			settings().deleteUser.answer = answer;
			const result = await run('deleteUser', { identifier: 'u1', confirmDelete: true }, [{}, {}]);
			expect(result.results, answer).toEqual([1, 2].map(() => ({ userId: 'u1', deletionRequested: true })));
			expect(bench.bodies('deleteUser')).toEqual([{ application: APP, user_id: 'u1' }]);
		}
	});

	it('a refusal is none, in any shape; "not found" counts only after an attempt that may have been acted on', async () => {
		bench.sandbox.pushwoosh.unknownDevices.add('gone');
		settings().deleteUser.unknownUserAs = 'http404';
		for (const refusalsAs of ['grpc', 'message', 'envelope400', 'envelope200'] as const) {
			settings().deleteUser.refusalsAs = refusalsAs;
			const result = await run('deleteUser', { identifier: 'gone', confirmDelete: true }, [{}], CONTINUE);
			expect(result.results, refusalsAs).toEqual([]);
		}
		settings().deleteUser.refusalsAs = 'grpc';
		bench.sandbox.faults.add({
			match: { path: '/api/v2/device-api/deleteUser' },
			times: 1,
			answer: { connection: 'resetAfterActing' },
		});
		expect((await run('deleteUser', { identifier: 'gone', confirmDelete: true })).results).toMatchObject([
			{ deletionRequested: true },
		]);
	});

	it('takes the user out of journeys', async () => {
		await bench.run({ journeyId: chosen(WELCOME, 'id'), userIds: 'u1' }, { type: 'manageJourney' });
		await run('deleteUser', { identifier: 'u1', confirmDelete: true });
		expect(bench.sandbox.pushwoosh.books.journeys.get(WELCOME)?.entries[0].leftAt).toBeDefined();
	});
});

it('of a device that is registered a skipped tag is told', async () => {
	bench.sandbox.faults.add({
		match: { path: '/api/v2/audience/bulkRegisterDevice/*' },
		answer: {
			status: 200,
			body: {
				status: 'Completed',
				devices: [{ hwid: 'a', skipped: [{ tag: 'City', reason: 'Not found' }] }],
			},
		},
	});
	const fields = { hwid: 'a', pushToken: 't', tagSource: 'columns', columns: 'City', options: FAST };
	const result = await run('register', fields, [{ City: 'Madrid' }]);
	expect(result.results).toMatchObject([
		{ hwid: 'a', success: true, skippedTags: [{ tag: 'City', reason: 'Not found' }] },
	]);
	expect(result.hints.join()).toContain("Pushwoosh skipped 'City' (Not found)");
});

describe('import', () => {
	const fields = { identifier: '={{ $json.id }}', segmentName: '={{ $json.segment }}', options: FAST };
	const rows = [
		{ id: 'u1', segment: 'Fair' },
		{ id: 'u2', segment: 'Fair' },
		{ id: 'u1', segment: 'VIP' },
	];

	it('makes the tag, marks the rows, and makes each segment once', async () => {
		const result = await run('import', fields, rows);
		expect(bench.bodies('addTag')).toEqual([
			{ request: { auth: API_TOKEN, tag: { name: 'n8n_import', type: 3 } } },
		]);
		expect(bench.bodies('bulkSetTags')).toMatchObject([
			{
				devices: [
					{ user_id: 'u1', list_operator: 'append', tags: { n8n_import: ['Fair', 'VIP'] } },
					{ user_id: 'u2', list_operator: 'append', tags: { n8n_import: ['Fair'] } },
				],
			},
		]);
		expect(bench.bodies('createFilter')).toMatchObject([
			{ request: { name: 'Fair', filter_expression: 'T("n8n_import", IN, ["Fair"])' } },
			{ request: { name: 'VIP' } },
		]);
		const codes = new Map(bench.sandbox.pushwoosh.filters.map(({ name, code }) => [name, code]));
		expect(result.results.map(({ segment }) => segment)).toEqual(
			['Fair', 'Fair', 'VIP'].map((name) => ({ name, code: codes.get(name), created: true })),
		);
		expect(bench.sandbox.pushwoosh.select('T("n8n_import", IN, ["Fair"])')).toHaveLength(2);
	});

	it('a segment that is there is used, and one of another filter is told', async () => {
		await run('import', fields, [rows[0]]);
		const again = await run('import', fields, [rows[1]]);
		expect(again.results).toMatchObject([
			{ segment: { name: 'Fair', created: false, code: expect.any(String) } },
		]);
		const other = await run('import', { ...fields, tagName: 'other_import' }, [rows[0]]);
		expect(other.hints.join()).toContain("its filter isn't about the tag");
	});

	it('a mark that was skipped makes no segment', async () => {
		bench.sandbox.faults.add({
			match: { path: '/api/v2/audience/bulkSetTags/*' },
			answer: { status: 200, body: { status: 'Completed', skipped: [{ tag: 'n8n_import', reason: 'no' }] } },
		});
		const result = await run('import', fields, [rows[0]], CONTINUE);
		expect(result.failures).toMatchObject([{ details: { code: 'TAG_SKIPPED', identifier: 'u1' } }]);
		expect(bench.requests('createFilter')).toEqual([]);
	});

	it('a tag of another type stops it before anything is sent', async () => {
		const result = await run('import', { ...fields, tagName: 'City' }, rows, CONTINUE);
		expect(pairsOf(result).failed).toEqual([0, 1, 2]);
		expect(result.failures).toMatchObject(rows.map(() => ({ details: { code: 'WRONG_TAG_TYPE' } })));
		expect(bench.sandbox.log.entries).toHaveLength(1);
	});

	it('marks are kept when the segment fails; Retry On Fail makes only what is missing', async () => {
		bench.sandbox.faults.add({
			match: { path: '/json/1.3/createFilter' },
			times: 1,
			answer: { status: 200, body: { status_code: 210, status_message: 'no', response: null } },
		});
		const result = await run('import', fields, [rows[0]], {
			...CONTINUE,
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(result.results).toMatchObject([{ success: true, segment: { created: true } }]);
		expect(bench.requests('bulkSetTags')).toHaveLength(1);
	});
});

it('the list of tags to choose from holds their names', async () => {
	const options = await bench.engine.loadOptions('manageAudience', 'getTags', {
		credentials: 'pushwooshApi',
	});
	expect(options.map(({ name, value }) => [name, value])).toContainEqual(['City', 'City']);
	expect(options).toHaveLength(bench.sandbox.pushwoosh.tags.size);
});

it('no token is shown anywhere', async () => {
	const result = await run('getTags', { identifyBy: 'hwid', identifier: 'a' });
	expect([...result.placesOf(DEVICE_TOKEN), ...result.placesOf(API_TOKEN)]).toEqual([]);
});
