import { describe, expect, it } from 'vitest';
import { deviceApi, holding, ok, pushwoosh, refusal, send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const books = () => sandbox.pushwoosh.books;
const settings = () => sandbox.pushwoosh.settings;
const call = (method: string, fields: object = {}, auth?: string) => pushwoosh(sandbox, method, fields, auth);
const app = { application: 'AAAAA-00000' };
const code = expect.stringMatching(/^[0-9A-F]{5}-[0-9A-F]{5}$/) as string;
const plain = { status_code: 200, status_message: 'OK' };

describe.each([
	[
		'createPreset',
		{
			name: 'x',
			applicationCode: 'AAAAA-00000',
			content: { message: 'x' },
			segmentation: { platforms: [1] },
		},
	],
	['getPreset', { preset_code: 'PRSET-00001' }],
	['listPresets', app],
	['deletePreset', { preset_code: 'PRSET-00001' }],
	['addTag', { tag: { name: 'x', type: 2 } }],
	['deleteTag', { tag: { name: 'City' } }],
	['listTags', {}],
	['createCampaign', { ...app, name: 'x' }],
	['deleteCampaign', { campaign: 'CMPGN-00001' }],
	['getCampaigns', app],
	['createApplication', { title: 'x' }],
	['updateApplication', app],
	['deleteApplication', app],
	['getApplication', app],
	['addGeoZone', { ...app, geozones: [{ name: 'x', lat: '1', lng: '1', range: 50, content: 'x' }] }],
	['listTestDevices', app],
	['createEvent', { ...app, name: 'x' }],
	[
		'createEmailMessage',
		{ ...app, notifications: [{ send_date: 'now', preset: 'PRSET-00002', devices: ['a@b.example'] }] },
	],
	[
		'createSMSMessage',
		{ ...app, notifications: [{ send_date: 'now', content: 'x', devices: ['+34600111222'] }] },
	],
	[
		'createWhatsAppMessage',
		{ ...app, notifications: [{ send_date: 'now', content: 'x', devices: ['+34600111222'] }] },
	],
])('%s', (method, fields) => {
	it('takes the Server token in the body, and only there', async () => {
		expect((await call(method, fields)).body).toMatchObject({ status_code: 200 });
		expect((await call(method, fields, 'WRONG')).body).toEqual(
			refusal('Invalid API token: account not found'),
		);
		expect((await call(method, fields, 'DEVICE_TOKEN')).status).toBe(401);
		expect((await deviceApi(sandbox, method, fields)).status).toBe(401);
	});

	it('without the permission 403, without the envelope HTTP 400, with another field 210', async () => {
		sandbox.pushwoosh.addApiToken('READER', { permissions: [] });
		const forbidden = await call(method, fields, 'READER');
		expect(forbidden.body).toEqual(refusal('Token restrictions forbid this operation', 403));
		const url = `${sandbox.url}/json/1.3/${method}`;
		expect((await send(url, { json: { ...fields, auth: 'SERVER_TOKEN' } })).status).toBe(400);
		expect((await call(method, { ...fields, extra: 1 })).body).toEqual(refusal('Unexpected field "extra"'));
	});

	if ('application' in fields) {
		it('not for an application that is foreign, unknown or not named', async () => {
			sandbox.pushwoosh.addApiToken('SHOP', { applications: ['BBBBB-00000'] });
			const message = async (change: object, auth?: string) =>
				(await call(method, { ...fields, ...change }, auth)).body;
			expect(await message({}, 'SHOP')).toMatchObject({
				status_message: 'Access denied, or application not found',
			});
			expect(await message({ application: 'ZZZZZ-00000' })).toMatchObject({
				status_message: 'Application not found',
			});
			expect(await message({ application: undefined })).toMatchObject({ status_code: 210 });
		});
	}
});

describe('presets', () => {
	const preset = {
		name: 'Back in stock',
		applicationCode: 'AAAAA-00000',
		campaignCode: 'CMPGN-00001',
		content: {
			message: { en: 'Hello', es: 'Hola' },
			title: 'Shop',
			action: { type: 'url', options: { url: 'https://shop.example' } },
			userData: [],
			properties: [],
		},
		scheduling: { sendRate: 100 },
		segmentation: { filter: 'VIP', platforms: [1, 3] },
	};
	const create = (change: object = {}) => call('createPreset', { ...preset, ...change });

	it('createPreset answers without a code; listPresets has it by name', async () => {
		expect((await create()).body).toEqual(plain);
		const { body } = await call('listPresets', app);
		const list = (body as { response: Record<string, { name: string }> }).response;
		const [made] = Object.entries(list).filter(([, { name }]) => name === 'Back in stock');
		expect((await call('getPreset', { preset_code: made[0] })).body).toEqual(
			ok({ code: made[0], name: 'Back in stock', content: preset.content, platforms: [1, 3] }),
		);
		expect(books().presets.get(made[0])).toMatchObject({ application: 'AAAAA-00000', fields: preset });
		expect((await call('deletePreset', { preset_code: made[0] })).body).toEqual(ok(null));
		expect((await call('getPreset', { preset_code: made[0] })).body).toEqual(
			refusal('Preset not found', 404),
		);
		expect((await call('deletePreset', { preset_code: made[0] })).body).toEqual(
			refusal('Preset not found', 404),
		);
	});

	it.each<[string, object, string]>([
		['no name', { name: '' }, 'Field "name" is required'],
		[
			'application in place of applicationCode',
			{ ...app, applicationCode: undefined },
			'Unexpected field "application"',
		],
		['no application', { applicationCode: undefined }, 'Neither an application code'],
		['no content', { content: undefined }, 'Field "content" is required'],
		['content as text', { content: 'Hello' }, 'Field "content" must be an object'],
		['no message', { content: { title: 'x' } }, 'Field "content.message" is required'],
		['no platforms', { segmentation: { platforms: [] } }, 'at least one platform code'],
		['platform names', { segmentation: { platforms: ['IOS'] } }, 'at least one platform code'],
		['a send rate of 99', { scheduling: { sendRate: 99 } }, 'from 100 to 1000'],
		[
			'an action without options',
			{ content: { message: 'x', action: { type: 'url' } } },
			'content.action.options',
		],
		['another action', { content: { message: 'x', action: { type: 'call' } } }, 'must be one of url'],
	])('createPreset refuses %s', async (_name, change, message) => {
		expect((await create(change)).body).toEqual(refusal(holding(message)));
		expect(books().presets.size).toBe(2);
	});

	it.each([
		[
			'objectsByCode',
			{ 'PRSET-00001': { name: 'Order shipped' }, 'PRSET-00002': { name: 'Order confirmation (email)' } },
		],
		['namesByCode', { 'PRSET-00001': 'Order shipped', 'PRSET-00002': 'Order confirmation (email)' }],
		['listOfObjects', [{ code: 'PRSET-00001', name: 'Order shipped' }, { code: 'PRSET-00002' }]],
		['listOfCodes', ['PRSET-00001', 'PRSET-00002']],
	] as const)('listPresets as %s, as the response or in it', async (listAs, list) => {
		settings().presets.listAs = listAs;
		expect((await call('listPresets', app)).body).toMatchObject(ok(list));
		settings().presets.listIn = 'presets';
		expect((await call('listPresets', app)).body).toMatchObject(ok({ presets: list }));
		expect((await call('listPresets', { application: 'BBBBB-00000' })).body).toMatchObject({
			status_code: 200,
		});
	});

	it('other answers by switch', async () => {
		settings().presets = {
			...settings().presets,
			createAnswer: 'null',
			getIn: 'preset',
			codeKey: 'preset_code',
			deleteAnswer: 'noResponse',
		};
		expect((await create()).body).toEqual(ok(null));
		const got = await call('getPreset', { preset_code: 'PRSET-00001' });
		expect(got.body).toMatchObject(ok({ preset: { preset_code: 'PRSET-00001' } }));
		expect((await call('deletePreset', { preset_code: 'PRSET-00001' })).body).toEqual(plain);
		settings().presets.createAnswer = 'code';
		expect((await create()).body).toEqual(ok({ preset_code: code }));
	});
});

describe('tags', () => {
	it('addTag, listTags, deleteTag with all stored values', async () => {
		expect((await call('addTag', { tag: { name: 'Score', type: 6, user_specific: true } })).body).toEqual(
			ok({ result: true }),
		);
		const { body } = await call('listTags');
		const { tags } = (body as { response: { tags: unknown[] } }).response;
		expect(tags).toContainEqual({ name: 'Score', type: 6, isApplicationSpecific: false });
		expect(tags).toContainEqual({ name: 'Interests', type: 3, isApplicationSpecific: false });
		expect((await call('deleteTag', { tag: { name: 'City' } })).body).toEqual(ok({ result: true }));
		expect(sandbox.pushwoosh.devices.every(({ tags: stored }) => stored.City === undefined)).toBe(true);
	});

	it('the seven types by number', async () => {
		for (let type = 1; type <= 7; type += 1) await call('addTag', { tag: { name: `t${type}`, type } });
		const types = [1, 2, 3, 4, 5, 6, 7].map((type) => sandbox.pushwoosh.tags.get(`t${type}`));
		expect(types).toEqual(['Integer', 'String', 'List', 'Date', 'Boolean', 'Decimal', 'Version']);
	});

	it.each<[string, object, string]>([
		['no tag', {}, 'Field "tag" is required'],
		['no name', { tag: { type: 1 } }, 'Field "tag.name" is required'],
		['no type', { tag: { name: 'x' } }, 'Field "tag.type" is required'],
		['a type of 8', { tag: { name: 'x', type: 8 } }, 'a whole number from 1 to 7'],
		['a type as text', { tag: { name: 'x', type: '1' } }, 'a whole number from 1 to 7'],
		['a name that is there', { tag: { name: 'City', type: 2 } }, 'Tag "City" already exists'],
	])('addTag refuses %s', async (_name, fields, message) =>
		expect((await call('addTag', fields)).body).toEqual(refusal(holding(message))),
	);

	it('switches: a tag that is there, one that is not, the flag of the edition', async () => {
		settings().tags.existingTagAs = 'resultFalse';
		expect((await call('addTag', { tag: { name: 'City', type: 2 } })).body).toEqual(ok({ result: false }));
		expect((await call('deleteTag', { tag: { name: 'Nope' } })).body).toEqual(
			refusal('Tag "Nope" not found'),
		);
		settings().tags.unknownTagAs = 'refused404';
		expect((await call('deleteTag', { tag: { name: 'Nope' } })).body).toEqual(
			refusal('Tag "Nope" not found', 404),
		);
		const add = (name: string, flags: object) => call('addTag', { tag: { name, type: 2, ...flags } });
		settings().tags.flag = 'userSpecific';
		expect((await add('a', { application_specific: true })).body).toMatchObject({ status_code: 210 });
		expect((await add('a', { user_specific: true })).body).toMatchObject({ status_code: 200 });
		settings().tags.flag = 'applicationSpecific';
		expect((await add('b', { user_specific: true })).body).toMatchObject({ status_code: 210 });
		expect((await add('b', { application_specific: true })).body).toMatchObject({ status_code: 200 });
	});
});

describe('campaigns', () => {
	type Page = { response: { campaigns: Array<{ name: string }>; limit: number; cursor?: string } };
	const page = async (fields: object = {}) =>
		((await call('getCampaigns', { ...app, ...fields })).body as Page).response;

	it('createCampaign gives the code, deleteCampaign takes it', async () => {
		const { body } = await call('createCampaign', { ...app, name: 'Summer', description: 'Sun' });
		expect(body).toEqual(ok({ campaign: code }));
		const { campaign } = (body as { response: { campaign: string } }).response;
		expect((await page()).campaigns).toContainEqual({ code: campaign, name: 'Summer', description: 'Sun' });
		expect((await call('deleteCampaign', { campaign })).body).toEqual(ok(null));
		expect((await call('deleteCampaign', { campaign })).body).toEqual(refusal('Campaign not found', 404));
		expect((await call('createCampaign', app)).body).toEqual(refusal('Field "name" is required'));
	});

	it('a name that is there: made again, or refused', async () => {
		expect((await call('createCampaign', { ...app, name: 'Spring sale' })).body).toMatchObject({
			status_code: 200,
		});
		settings().campaigns.existingNameAs = 'refused';
		const again = await call('createCampaign', { ...app, name: 'Spring sale' });
		expect(again.body).toEqual(refusal('Campaign "Spring sale" already exists'));
	});

	it.each([
		['noCursor', undefined],
		['emptyCursor', ''],
		['sameCursor', 'ZnJvbSAyMDA'],
		['cursorToEmptyPage', 'ZnJvbSAyNTA'],
	] as const)('250 in pages of 100, the last one told by %s', async (lastPage, end) => {
		sandbox.seed({
			pushwoosh: { campaigns: Array.from({ length: 249 }, (_, index) => ({ name: `c${index}` })) },
		});
		settings().campaigns.lastPage = lastPage;
		const first = await page();
		const second = await page({ cursor: first.cursor, limit: 100 });
		const third = await page({ cursor: second.cursor, limit: 100 });
		expect([first, second, third].map(({ campaigns }) => campaigns.length)).toEqual([100, 100, 50]);
		const names = [first, second, third].flatMap(({ campaigns }) => campaigns.map(({ name }) => name));
		expect(new Set(names).size).toBe(250);
		expect(third.cursor).toBe(end);
		if (lastPage === 'cursorToEmptyPage')
			expect((await page({ cursor: third.cursor })).campaigns).toEqual([]);
	});

	it('without a limit all by switch; a cursor of another kind is refused', async () => {
		sandbox.seed({
			pushwoosh: { campaigns: Array.from({ length: 249 }, (_, index) => ({ name: `c${index}` })) },
		});
		settings().campaigns.withoutLimit = 'all';
		expect((await page()).campaigns.length).toBe(250);
		expect((await call('getCampaigns', { ...app, cursor: 'x' })).body).toEqual(
			refusal(holding('is not a cursor')),
		);
		expect((await call('getCampaigns', { ...app, limit: 0 })).body).toEqual(refusal(holding('from 1 to')));
	});
});

describe('applications', () => {
	const png = 'iVBORw0KGgoAAAANSUhEUg==';

	it('created, changed, read and deleted', async () => {
		const fields = {
			title: 'Kiosk',
			icon: png,
			sdk_ios: 'pw',
			sdk_android: 'phonegap',
			authorize_all_tokens: true,
		};
		sandbox.pushwoosh.addApiToken('SHOP', { applications: ['BBBBB-00000'] });
		const { body } = await call('createApplication', fields);
		expect(body).toEqual(ok({ application: code }));
		const { application } = (body as { response: { application: string } }).response;
		expect((await call('updateApplication', { application, title: 'Kiosk 2' }, 'SHOP')).body).toEqual(
			ok(null),
		);
		expect(sandbox.pushwoosh.applications.get(application)).toMatchObject({ name: 'Kiosk 2' });
		expect((await call('getApplication', { application })).body).toEqual(
			ok({
				application: expect.objectContaining({
					sdk_android: 'phonegap',
					adm_secret: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
					icon_url: holding(application),
				}) as object,
			}),
		);
		expect((await call('deleteApplication', { application })).body).toEqual(ok(null));
		expect((await call('getApplication', { application })).body).toEqual(refusal('Application not found'));
	});

	it.each<[string, string, object, string]>([
		['createApplication', 'no title', {}, 'Field "title" is required'],
		['createApplication', 'a JPEG', { title: 'x', icon: '/9j/4AAQSkZJRg==' }, 'a PNG picture in Base64'],
		['createApplication', 'another SDK', { title: 'x', sdk_ios: 'phonegap' }, 'must be one of pw, corona'],
		['updateApplication', 'an empty title', { ...app, title: '' }, 'must be non-empty text'],
		[
			'updateApplication',
			'the flag of the creation',
			{ ...app, authorize_all_tokens: true },
			'Unexpected field',
		],
	])('%s refuses %s', async (method, _name, fields, message) =>
		expect((await call(method, fields)).body).toEqual(refusal(holding(message))),
	);

	it('switches: title in getApplication, no response of the update, an ordinary plan', async () => {
		settings().applications.getHoldsTitle = true;
		expect((await call('getApplication', app)).body).toMatchObject(
			ok({ application: { code: 'AAAAA-00000', title: 'Demo app', icon_url: null } }),
		);
		settings().applications.updateAnswer = 'noResponse';
		expect((await call('updateApplication', app)).body).toEqual(plain);
		settings().applications.plan = 'ordinary';
		expect((await call('getApplication', app)).body).toEqual(refusal(holding('subscription plan'), 403));
	});
});

describe('geozones', () => {
	const zone = { name: 'Plaza', lat: '40.4168', lng: '-3.7038', range: 100, cooldown: 60, content: 'Hello' };
	const add = (...geozones: object[]) => call('addGeoZone', { ...app, geozones });
	const nearest = (fields: object = {}, authorization = '') =>
		deviceApi(
			sandbox,
			'getNearestZone',
			{ ...app, hwid: 'hwid-001', lat: '40.4268', lng: '-3.7038', ...fields },
			authorization,
		);

	it('added together, all or none', async () => {
		expect(
			(
				await add(zone, {
					...zone,
					name: 'Park',
					content: undefined,
					presetCode: 'PRSET-00001',
					cluster: null,
					campaign: null,
				})
			).body,
		).toEqual(ok(null));
		expect((await add({ ...zone, name: 'Good' }, { ...zone, range: 49 })).body).toMatchObject({
			status_code: 210,
		});
		expect(books().geozones).toMatchObject([{ name: 'Plaza', lat: 40.4168, range: 100 }, { name: 'Park' }]);
	});

	it.each<[string, object, string]>([
		['no name', { name: '' }, 'geozones[0].name" is required'],
		['numbers for coordinates', { lat: 40, lng: -3 }, 'must be texts'],
		['a latitude of 91', { lat: '91' }, 'are no coordinates'],
		['a range of 1001', { range: 1001 }, 'from 50 to 1000'],
		['a range as text', { range: '100' }, 'from 50 to 1000'],
		[
			'neither content nor preset',
			{ content: undefined },
			'content" or "geozones[0].presetCode" is required',
		],
		['an unknown field', { radius: 1 }, 'Unexpected field "geozones[0].radius"'],
	])('refuses %s', async (_name, change, message) =>
		expect((await add({ ...zone, ...change })).body).toEqual(refusal(holding(message))),
	);

	it('answers with ids, zones or a verdict on each; numbers and doubles by switch', async () => {
		settings().geozones.addAnswer = 'ids';
		expect((await add(zone)).body).toEqual(ok({ geozones: [5001] }));
		settings().geozones.addAnswer = 'zones';
		expect((await add(zone)).body).toEqual(ok({ geozones: [{ id: 5002, name: 'Plaza' }] }));
		Object.assign(settings().geozones, {
			addAnswer: 'verdicts',
			existingNameAs: 'refused',
			coordinates: 'numbersToo',
		});
		expect((await add(zone, { ...zone, name: 'Park', lat: 1, lng: 2 })).body).toEqual(
			ok({
				geozones: [
					{ name: 'Plaza', error: 'Geozone "Plaza" already exists' },
					{ name: 'Park', id: 5003 },
				],
			}),
		);
		expect((await call('addGeoZone', { ...app, geozones: [] })).body).toEqual(
			refusal(holding('must not be empty')),
		);
	});

	it('getNearestZone: without a token, with the Device token, never with the Server token', async () => {
		await add(zone, { ...zone, name: 'Far', lat: '41' });
		const answer = ok({ name: 'Plaza', lat: 40.4168, lng: -3.7038, range: 100, distance: 1112 });
		expect((await nearest()).body).toEqual(answer);
		expect((await nearest({ lat: 40.4268, lng: -3.7038 }, 'Token DEVICE_TOKEN')).body).toEqual(answer);
		expect(sandbox.pushwoosh.devices[0].location).toEqual({ lat: 40.4268, lng: -3.7038 });
		expect((await nearest({}, 'Token SERVER_TOKEN')).status).toBe(401);
		expect((await nearest({ auth: 'SERVER_TOKEN' })).status).toBe(401);
		for (const change of [{ hwid: '' }, { lat: 'x' }, { lng: undefined }, { lat: 91 }])
			expect((await nearest(change)).body).toMatchObject({ status_code: 210 });
	});

	it('getNearestZone by switch: token needed, numbers as texts, no zone as a refusal', async () => {
		expect((await nearest()).body).toEqual(ok(null));
		settings().geozones.noZoneAs = 'refused404';
		expect((await nearest()).body).toEqual(refusal('Resource not found', 404));
		await add(zone);
		settings().geozones.nearestNumbersAs = 'text';
		expect((await nearest()).body).toMatchObject(ok({ lat: '40.4168', distance: '1112' }));
		settings().geozones.nearestToken = 'needed';
		expect((await nearest()).body).toMatchObject({ status_code: 403 });
		expect((await nearest({}, 'Token DEVICE_TOKEN')).body).toMatchObject({ status_code: 200 });
	});
});

describe('test devices', () => {
	const phone = { ...app, push_token: 'abc', device_type: 3, name: 'My phone' };
	const bare = (fields: object) =>
		send(`${sandbox.url}/json/1.3/createTestDevice`, { json: { request: fields } });

	it('created with and without auth, and listed', async () => {
		expect((await call('createTestDevice', { ...phone, description: 'grey' })).body).toEqual(ok(null));
		expect((await bare(phone)).body).toEqual(ok(null));
		expect((await call('createTestDevice', phone, 'WRONG')).body).toMatchObject({ status_code: 210 });
		expect((await call('listTestDevices', app)).body).toEqual(
			ok({
				TestDevices: [
					{ name: 'My phone', type: '3', pushtoken: 'abc', description: 'grey' },
					{ name: 'My phone', type: '3', pushtoken: 'abc', description: '' },
				],
			}),
		);
	});

	it('auth is needed by switch', async () => {
		settings().testDevices.createAuth = 'needed';
		expect((await bare(phone)).body).toEqual(refusal('API token or application is not set'));
		expect((await call('createTestDevice', phone)).body).toEqual(ok(null));
	});

	it.each<[string, object, string]>([
		['no push token', { push_token: '' }, 'Field "push_token" is required'],
		['no name', { name: undefined }, 'Field "name" is required'],
		['a type as text', { device_type: '3' }, 'must be a platform code'],
		['an unknown application', { application: 'ZZZZZ-00000' }, 'Application not found'],
	])('refuses %s', async (_name, change, message) =>
		expect((await bare({ ...phone, ...change })).body).toEqual(refusal(holding(message))),
	);
});
