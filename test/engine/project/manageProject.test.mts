import { expect, describe, it } from 'vitest';

import { API_TOKEN, pairs, useBench } from '../bench.mts';

const bench = useBench('manageProject');
const APP = 'AAAAA-00000';
const CONTINUE = { onError: 'continueErrorOutput' } as const;
const settings = () => bench.sandbox.pushwoosh.settings;
const books = () => bench.sandbox.pushwoosh.books;
const run = async (
	resource: string,
	operation: string,
	more: object,
	items: object[] = [{}],
	how: object = {},
) =>
	await bench.run({ resource, operation, application: APP, ...more } as never, {
		items: items as never,
		...how,
	});

const preset = { name: '={{ $json.name }}', content: '={{ $json.text }}', platforms: [1, 3] };

describe('presets', () => {
	it('are made by one call each, and their codes looked up once a run', async () => {
		const items = ['One', 'Two', 'Three'].map((name) => ({ name, text: `${name}!` }));
		const result = await run(
			'preset',
			'create',
			{ ...preset, title: 'Hi', rawFields: '{"content":{"subtitle":"S"}}' },
			items,
		);
		expect(bench.bodies('createPreset')[0]).toEqual({
			request: {
				auth: API_TOKEN,
				applicationCode: APP,
				name: 'One',
				content: { message: 'One!', title: 'Hi', subtitle: 'S' },
				segmentation: { platforms: [1, 3] },
			},
		});
		expect(bench.bodies('listPresets')).toHaveLength(2);
		const codeOf = (name: string) => [...books().presets.values()].find((one) => one.name === name)?.code;
		expect(result.results).toEqual(
			items.map(({ name }) => ({ code: codeOf(name), name, outcome: 'created' })),
		);
		expect(pairs(result.success)).toEqual([0, 1, 2]);
	});

	it.each(['objectsByCode', 'namesByCode', 'listOfObjects'] as const)(
		'that are there are left, and told apart where they differ: %s',
		async (listAs) => {
			for (const listIn of ['response', 'presets'] as const) {
				for (const codeKey of ['code', 'preset_code'] as const) {
					bench.sandbox.reset();
					Object.assign(settings().presets, { listAs, listIn, codeKey });
					const items = [{ name: 'One', text: 'a' }];
					await run('preset', 'create', { ...preset, ifExists: 'skip' }, items);
					const again = await run('preset', 'create', { ...preset, ifExists: 'skip' }, [
						...items,
						{ name: 'One', text: 'b' },
					]);
					expect(again.results).toMatchObject([
						{ name: 'One', outcome: 'unchanged' },
						{ name: 'One', outcome: 'differs', differences: ['content'] },
					]);
					expect(bench.bodies('createPreset')).toHaveLength(1);
					expect((await run('preset', 'getAll', { returnAll: true })).results).toHaveLength(3);
				}
			}
		},
	);

	it('of one name in a run are one; without Skip the second fails', async () => {
		const items = [
			{ name: 'One', text: 'a' },
			{ name: 'One', text: 'a' },
			{ name: 'Two', text: 'b' },
		];
		const result = await run('preset', 'create', preset, items, CONTINUE);
		expect(pairs(result.success)).toEqual([0, 2]);
		expect(result.failures).toMatchObject([{ details: { code: 'ALREADY_EXISTS', name: 'One' } }]);
	});

	it('an uncertain creation is not repeated', async () => {
		bench.sandbox.faults.add({ match: { path: '/json/1.3/createPreset' }, answer: { status: 502 } });
		const result = await run('preset', 'create', preset, [{ name: 'One', text: 'a' }], CONTINUE);
		expect(bench.bodies('createPreset')).toHaveLength(1);
		expect(result.failures).toMatchObject([{ details: { uncertain: true, name: 'One' } }]);
	});

	it('get and delete, in both shapes', async () => {
		for (const getIn of ['response', 'preset'] as const) {
			settings().presets.getIn = getIn;
			expect((await run('preset', 'get', { preset: 'PRSET-00001' })).results).toMatchObject([
				{ code: 'PRSET-00001', name: 'Order shipped' },
			]);
		}
		const result = await run(
			'preset',
			'delete',
			{ preset: '={{ $json.c }}' },
			[{ c: 'PRSET-00001' }, { c: 'XXXXX-00000' }],
			CONTINUE,
		);
		expect(result.results).toEqual([{ code: 'PRSET-00001', deleted: true }]);
		expect(pairs(result.failed)).toEqual([1]);
		expect(result.failures).toMatchObject([{ details: { code: '404', presetCode: 'XXXXX-00000' } }]);
		const empty = await run('preset', 'delete', { preset: '' });
		expect(empty.status).toBe('error');
	});
});

describe('tags', () => {
	it('are made, left, or said to differ', async () => {
		const items = [
			{ n: 'Size', t: 2 },
			{ n: 'City', t: 1 },
		];
		const fields = { name: '={{ $json.n }}', type: '={{ $json.t }}', ifExists: 'skip' };
		for (const existingTagAs of ['refused210', 'resultFalse'] as const) {
			bench.sandbox.reset();
			settings().tags.existingTagAs = existingTagAs;
			expect((await run('tag', 'create', fields, items)).results).toEqual([
				{ name: 'Size', outcome: 'created' },
				{ name: 'City', outcome: 'differs', differences: ['type'] },
			]);
			expect((await run('tag', 'create', fields, [items[0]])).results).toEqual([
				{ name: 'Size', outcome: 'unchanged' },
			]);
			expect(bench.bodies('addTag')).toEqual([
				{ request: { auth: API_TOKEN, tag: { name: 'Size', type: 2 } } },
			]);
		}
	});

	it('are deleted only when the name is written twice', async () => {
		const refused = await run('tag', 'delete', { name: 'City', confirmName: '' });
		expect(refused.status).toBe('error');
		expect(bench.requests()).toEqual([]);
		const result = await run('tag', 'delete', { name: 'City', confirmName: 'City' });
		expect(result.results).toEqual([{ name: 'City', deleted: true }]);
	});

	it('are listed with the limit, names alone included', async () => {
		expect((await run('tag', 'getAll', { limit: 2 })).results).toHaveLength(2);
		const response = { tags: ['City', { name: 'Age', type: 1 }] };
		const body = { status_code: 200, status_message: 'OK', response };
		bench.sandbox.faults.add({ match: { path: '*listTags' }, answer: { status: 200, body } });
		expect((await run('tag', 'getAll', {})).results).toEqual([{ name: 'City' }, { name: 'Age', type: 1 }]);
	});
});

describe('campaigns', () => {
	it.each(['noCursor', 'emptyCursor', 'sameCursor', 'cursorToEmptyPage'] as const)(
		'are listed to the end: %s',
		async (lastPage) => {
			settings().campaigns.lastPage = lastPage;
			const campaigns = Array.from({ length: 199 }, (_, at) => ({ name: `C${at}` }));
			bench.sandbox.seed({ pushwoosh: { campaigns } });
			const { results } = await run('campaign', 'getAll', { returnAll: true });
			expect(new Set(results.map(({ code }) => code)).size).toBe(200);
		},
	);

	it('are made with their code, and deleted by it', async () => {
		const made = await run('campaign', 'create', { name: 'New', description: 'D' });
		expect(made.results).toMatchObject([
			{ name: 'New', outcome: 'created', code: expect.any(String) as string },
		]);
		expect(bench.bodies('createCampaign')).toEqual([
			{ request: { auth: API_TOKEN, application: APP, name: 'New', description: 'D' } },
		]);
		const gone = await run('campaign', 'delete', { campaign: made.results[0].code });
		expect(gone.results).toEqual([{ code: made.results[0].code, deleted: true }]);
	});
});

describe('applications', () => {
	it('show no secret, unless wanted', async () => {
		const { results, stored } = await run('application', 'get', {});
		expect(results[0]).toMatchObject({
			code: APP,
			adm_secret: '(hidden)',
			android_gcm_api_key: '(hidden)',
			android_sdk: 'pw',
		});
		expect(stored).not.toMatch(/"adm_secret":"[0-9a-f]{32}/);
		const shown = await run('application', 'get', { includeSecrets: true });
		expect(shown.results[0].adm_secret).toMatch(/^[0-9a-f]{32}$/);
	});

	it('are made, found by their title, updated and deleted', async () => {
		const made = await run('application', 'create', { title: 'Shop 2' });
		const [{ code }] = made.results;
		expect(made.results).toEqual([{ code, name: 'Shop 2', outcome: 'created' }]);
		expect((await run('application', 'create', { title: 'Shop 2', ifExists: 'skip' })).results).toEqual([
			{ code, name: 'Shop 2', outcome: 'unchanged' },
		]);
		const changed = await run('application', 'create', {
			title: 'Shop 2',
			ifExists: 'update',
			rawFields: { sdk_ios: 'pw' },
		});
		expect(changed.results).toEqual([{ code, name: 'Shop 2', outcome: 'updated' }]);
		expect(bench.bodies('updateApplication')).toEqual([
			{ request: { auth: API_TOKEN, application: code, title: 'Shop 2', sdk_ios: 'pw' } },
		]);
		const update = await run('application', 'update', { application: code, title: 'Shop 3' });
		expect(update.results).toEqual([{ code, name: 'Shop 3', outcome: 'updated' }]);
		expect((await run('application', 'delete', { application: code, confirmName: 'no' })).status).toBe(
			'error',
		);
		expect((await run('application', 'delete', { application: code, confirmName: code })).results).toEqual([
			{ code, deleted: true },
		]);
		expect((await run('application', 'getAll', { returnAll: true })).results).not.toContainEqual(
			expect.objectContaining({ code }),
		);
	});
});

describe('geozones', () => {
	const zone = {
		name: '={{ $json.n }}',
		latitude: '={{ $json.lat }}',
		longitude: '-3.7',
		content: 'Hi',
		range: 200,
	};
	const items = [
		{ n: 'A', lat: '40.1' },
		{ n: 'B', lat: 41 },
		{ n: 'C', lat: 0 },
	];

	it('of an application share a request, with coordinates as texts', async () => {
		for (const addAnswer of ['null', 'ids', 'zones', 'verdicts'] as const) {
			bench.sandbox.reset();
			settings().geozones.addAnswer = addAnswer;
			const result = await run('geozone', 'create', zone, items);
			expect(bench.bodies('addGeoZone')).toEqual([
				{
					request: {
						auth: API_TOKEN,
						application: APP,
						geozones: [
							{ name: 'A', lat: '40.1', lng: '-3.7', range: 200, content: 'Hi' },
							{ name: 'B', lat: '41', lng: '-3.7', range: 200, content: 'Hi' },
							{ name: 'C', lat: '0', lng: '-3.7', range: 200, content: 'Hi' },
						],
					},
				},
			]);
			expect(result.results).toEqual(['A', 'B', 'C'].map((name) => ({ name, outcome: 'created' })));
			expect(pairs(result.success)).toEqual([0, 1, 2]);
		}
	});

	it('that are there are left, and the others made', async () => {
		for (const addAnswer of ['null', 'verdicts'] as const) {
			bench.sandbox.reset();
			Object.assign(settings().geozones, { existingNameAs: 'refused', addAnswer });
			await run('geozone', 'create', zone, [items[1]]);
			const result = await run('geozone', 'create', { ...zone, ifExists: 'skip' }, items);
			expect(result.results.map(({ outcome }) => outcome)).toEqual(['created', 'unchanged', 'created']);
			expect(
				books()
					.geozones.map(({ name }) => name)
					.sort(),
			).toEqual(['A', 'B', 'C']);
		}
	});

	it('need coordinates, and content or a preset', async () => {
		const bad = await run(
			'geozone',
			'create',
			{ ...zone, longitude: 0, content: '={{ $json.text }}' },
			[
				{ n: 'A', lat: 0, text: 'x' },
				{ n: 'B', lat: 1, text: '' },
			],
			CONTINUE,
		);
		expect(bad.failures).toMatchObject([
			{ details: { code: 'EMPTY_PARAMETER', name: 'A' } },
			{ details: { name: 'B' } },
		]);
		expect(bench.requests()).toEqual([]);
	});

	it('the nearest comes in numbers, without a token', async () => {
		await run('geozone', 'create', zone, [items[0]]);
		for (const nearestNumbersAs of ['number', 'text'] as const) {
			settings().geozones.nearestNumbersAs = nearestNumbersAs;
			const result = await run('geozone', 'getNearest', { hwid: 'h', latitude: 40.1, longitude: -3.7 });
			expect(result.results).toEqual([
				{ name: 'A', latitude: 40.1, longitude: -3.7, range: 200, distance: 0 },
			]);
		}
		expect(JSON.stringify(bench.bodies('getNearestZone'))).not.toContain(API_TOKEN);
	});
});

describe('test devices', () => {
	it('are made and listed', async () => {
		const fields = { name: 'Mine', pushToken: 'tok', platform: 3, description: 'D', ifExists: 'skip' };
		for (const createAuth of ['notNeeded', 'needed'] as const) {
			bench.sandbox.reset();
			settings().testDevices.createAuth = createAuth;
			expect((await run('testDevice', 'create', fields)).results).toEqual([
				{ name: 'Mine', outcome: 'created' },
			]);
			expect((await run('testDevice', 'create', fields)).results).toEqual([
				{ name: 'Mine', outcome: 'unchanged' },
			]);
			expect((await run('testDevice', 'create', { ...fields, platform: 1 })).results).toEqual([
				{ name: 'Mine', outcome: 'differs', differences: ['platform'] },
			]);
		}
		expect(bench.bodies('createTestDevice')).toEqual([
			{
				request: {
					auth: API_TOKEN,
					application: APP,
					push_token: 'tok',
					device_type: 3,
					name: 'Mine',
					description: 'D',
				},
			},
		]);
		expect((await run('testDevice', 'getAll', {})).results).toEqual([
			{ name: 'Mine', platform: 3, pushToken: 'tok', description: 'D' },
		]);
	});
});

it('nothing comes of no items, and one bad row spares the others', async () => {
	expect((await run('tag', 'create', { name: 'x' }, [])).results).toEqual([]);
	const stop = await run('preset', 'create', preset, [
		{ name: 'One', text: 'a' },
		{ name: '', text: 'b' },
	]);
	expect(stop.status).toBe('error');
	expect(bench.requests()).toEqual([]);
	const go = await run(
		'preset',
		'create',
		preset,
		[
			{ name: 'One', text: 'a' },
			{ name: '', text: 'b' },
		],
		CONTINUE,
	);
	expect(pairs(go.success)).toEqual([0]);
	expect(pairs(go.failed)).toEqual([1]);
});
