import { beforeEach, describe, expect, it } from 'vitest';

import { CODE, send, usePushBench, UUID } from './support.mts';

const bench = usePushBench();

describe('users', () => {
	it('one item, the exact request', async () => {
		const result = await bench.run(send());
		expect(result.status).toBe('success');
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(bench.requests('createMessage')[0]?.body).toEqual({
			request: {
				application: 'AAAAA-00000',
				auth: 'TOKEN_1',
				notifications: [
					{
						send_date: 'now',
						ignore_user_timezone: true,
						content: 'Hello',
						minimize_link: 0,
						users: ['user-001'],
						transactionId: expect.stringMatching(UUID),
					},
				],
			},
		});
		const [output] = result.success;
		expect(output).toEqual({
			json: {
				success: true,
				messageCode: expect.stringMatching(CODE),
				messageCodes: [output?.json.messageCode],
				submitted: 1,
			},
			pairedItem: { item: 0 },
		});
		expect(result.hints).toEqual(['1 user handed to Pushwoosh in 1 message; 1 request']);
	});

	it('IDs split at commas and new lines only; duplicates and blanks go', async () => {
		await bench.run(send({ userIds: 'Anna Bell, ben@example.com\n\n 42 ,Anna Bell' }));
		expect(bench.notifications()[0]?.users).toEqual(['Anna Bell', 'ben@example.com', '42']);
	});

	it('entries of a list are never split, numbers are texts', async () => {
		await bench.run(send({ userIds: '={{ $json.ids }}' }), { items: [{ ids: ['a, b', 7] }] });
		expect(bench.notifications()[0]?.users).toEqual(['a, b', '7']);
	});
});

describe('devices', () => {
	it('iOS push tokens are sent in lower case, others as they are', async () => {
		const token = 'AB'.repeat(32);
		await bench.run(send({ audience: 'devices', deviceIds: `${token},${token.toLowerCase()},HWID-AbC` }));
		expect(bench.notifications()[0]?.devices).toEqual([token.toLowerCase(), 'HWID-AbC']);
	});

	it('unknown ones are named, per item', async () => {
		bench.sandbox.pushwoosh.unknownDevices = new Set(['gone-1', 'gone-2']);
		const result = await bench.run(send({ audience: 'devices', deviceIds: '={{ $json.ids }}' }), {
			items: [{ ids: 'hwid-1,gone-1' }, { ids: 'hwid-2' }, { ids: 'gone-2' }],
		});
		expect(result.error?.message).toBeUndefined();
		expect(bench.requests('createMessage')).toHaveLength(1);
		const code = expect.stringMatching(CODE) as string;
		expect(result.results).toEqual([
			{ success: true, messageCode: code, messageCodes: [code], submitted: 2, unknownDevices: ['gone-1'] },
			{ success: true, messageCode: code, messageCodes: [code], submitted: 1 },
			{
				success: false,
				messageCode: code,
				messageCodes: [code],
				submitted: 1,
				unknownDevices: ['gone-2'],
				errorCode: 'UNKNOWN_DEVICES',
			},
		]);
		expect(result.hints[0]).toBe(
			'4 devices handed to Pushwoosh in 1 message; 2 of the devices unknown there; 1 request',
		);
		expect(result.hints[1]).toContain('1 of 3 items refused by the service');
	});

	it('all unknown takes the error output in the Continue modes', async () => {
		bench.sandbox.pushwoosh.unknownDevices = new Set(['gone']);
		const result = await bench.run(send({ audience: 'devices', deviceIds: '={{ $json.id }}' }), {
			items: [{ id: 'gone' }, { id: 'here' }],
			onError: 'continueErrorOutput',
		});
		expect(result.results).toHaveLength(1);
		expect(result.failures).toEqual([
			{
				id: 'gone',
				error: expect.stringContaining('Pushwoosh knows none of these devices'),
				details: {
					advice: expect.stringMatching(/^Check/),
					code: 'UNKNOWN_DEVICES',
					deviceIds: ['gone'],
					messageCode: expect.stringMatching(CODE),
					messageCodes: [expect.stringMatching(CODE)],
				},
			},
		]);
		expect(result.failed[0]?.pairedItem).toEqual({ item: 0 });
	});
});

describe('segment, conditions, area', () => {
	const target = (notification: Record<string, unknown> | undefined) => {
		const { users, devices, filter, conditions, conditions_operator, geozone } = notification ?? {};
		return JSON.parse(
			JSON.stringify({ users, devices, filter, conditions, conditions_operator, geozone }),
		) as unknown;
	};

	it('a segment goes by its name, without a count of users', async () => {
		bench.sandbox.pushwoosh.addFilter({ name: 'Madrid adults', filterExpression: 'T("City", EQ, "Madrid")' });
		const result = await bench.run(
			send({ audience: 'segment', segment: { __rl: true, mode: 'name', value: 'Madrid adults' } }),
		);
		expect(target(bench.notifications()[0])).toEqual({ filter: 'Madrid adults' });
		expect(result.results[0]).not.toHaveProperty('submitted');
		expect(result.hints[0]).toBe('1 message handed to Pushwoosh; 1 request');
	});

	it.each([' VIP', 'VIP ', 'VIP'])('the segment “%s” is the one of exactly that name', async (name) => {
		for (const own of [' VIP', 'VIP ', 'VIP'])
			bench.sandbox.pushwoosh.addFilter({ name: own, filterExpression: 'T("City", EQ, "Madrid")' });
		await bench.run(send({ audience: 'segment', segment: { __rl: true, mode: 'list', value: name } }));
		expect(target(bench.notifications()[0])).toEqual({ filter: name });
	});

	it('the documented conditions, with their exact types', async () => {
		await bench.run(
			send({
				audience: 'conditions',
				conditions: {
					condition: [
						{ tag: 'City', operator: 'IN', value: 'Madrid, Seville' },
						{ tag: 'Age', operator: 'BETWEEN', value: '18, 35' },
						{ tag: 'Last Application Open', operator: 'GTE', value: '30 days ago' },
					],
				},
			}),
		);
		expect(target(bench.notifications()[0])).toEqual({
			conditions: [
				['City', 'IN', ['Madrid', 'Seville']],
				['Age', 'BETWEEN', [18, 35]],
				['Last Application Open', 'GTE', '30 days ago'],
			],
			conditions_operator: 'AND',
		});
	});

	it('conditions by expression, joined with OR', async () => {
		const condition = [
			{ tag: '={{ $json.tag }}', operator: '={{ $json.operator }}', value: '={{ $json.value }}' },
		];
		await bench.run(send({ audience: 'conditions', conditions: { condition }, conditionsOperator: 'OR' }), {
			items: [
				{ tag: 'City', operator: 'NOTIN', value: ['a, b', 'c'] },
				{ tag: 'Age', operator: 'EQ', value: 7 },
				{ tag: 'Unsubscribed', operator: 'EQ', value: false },
			],
		});
		expect(
			bench
				.notifications()
				.map(({ conditions }) => conditions)
				.sort(),
		).toEqual([[['Age', 'EQ', 7]], [['City', 'NOTIN', ['a, b', 'c']]], [['Unsubscribed', 'EQ', false]]]);
	});

	it('a point on the equator or on the meridian of Greenwich is one', async () => {
		await bench.run(
			send({ audience: 'geozone', latitude: '={{ $json.lat }}', longitude: '={{ $json.lng }}' }),
			{
				items: [
					{ lat: 0, lng: 36.8 },
					{ lat: 51.5, lng: 0 },
				],
			},
		);
		expect(bench.notifications().map(({ geozone }) => geozone)).toEqual([
			{ lat: 0, lng: 36.8, range: 1000 },
			{ lat: 51.5, lng: 0, range: 1000 },
		]);
	});

	it('an area by its coordinates', async () => {
		await bench.run(send({ audience: 'geozone', latitude: '={{ $json.lat }}', longitude: -3.7 }), {
			items: [{ lat: '40.4' }],
		});
		expect(target(bench.notifications()[0])).toEqual({ geozone: { lat: 40.4, lng: -3.7, range: 1000 } });
	});
});

it('the audience itself may differ from item to item', async () => {
	const parameters = {
		audience: '={{ $json.to }}',
		userIds: '={{ $json.id }}',
		deviceIds: '={{ $json.id }}',
	};
	const segment = { __rl: true, mode: 'name', value: '={{ $json.id }}' };
	bench.sandbox.pushwoosh.addFilter({ name: 'VIP', filterExpression: 'T("City", EQ, "Madrid")' });
	const items = [
		{ to: 'users', id: 'x' },
		{ to: 'devices', id: 'x' },
		{ to: 'segment', id: 'VIP' },
	];
	const result = await bench.run(send({ ...parameters, segment }), { items });
	expect(result.results.map(({ success }) => success)).toEqual([true, true, true]);
	expect(bench.notifications().map(({ users: a, devices: b, filter: c }) => a ?? b ?? c)).toEqual([
		['x'],
		['x'],
		'VIP',
	]);
	expect(bench.notifications()[0]).not.toHaveProperty('devices');
	expect(result.hints[0]).toContain('1 user and 1 device handed to Pushwoosh in 3 messages');
});

describe('everyone', () => {
	it('needs the confirmation, and sends no targeting field', async () => {
		const refused = await bench.run(send({ audience: 'everyone' }));
		expect(refused.error?.message).toContain("'Confirm Broadcast'");
		expect(bench.requests('createMessage')).toHaveLength(0);

		const result = await bench.run(send({ audience: 'everyone', confirmBroadcast: true }));
		expect(result.status).toBe('success');
		expect(Object.keys(bench.notifications()[0] ?? {}).sort()).toEqual([
			'content',
			'ignore_user_timezone',
			'minimize_link',
			'send_date',
			'transactionId',
		]);
	});
});

describe('one audience, many items', () => {
	const segment = (value: string) => ({ __rl: true, mode: 'name', value });
	const condition = [{ tag: 'City', operator: 'EQ', value: '={{ $json.city }}' }];
	beforeEach(() => {
		for (const name of ['VIP', 'New']) {
			bench.sandbox.pushwoosh.addFilter({ name, filterExpression: 'T("City", EQ, "Madrid")' });
		}
	});
	const audiences: Array<[string, Record<string, unknown>]> = [
		['everyone', { audience: 'everyone', confirmBroadcast: true }],
		['a segment', { audience: 'segment', segment: segment('VIP') }],
		['conditions', { audience: 'conditions', conditions: { condition } }],
		['an area', { audience: 'geozone', latitude: '={{ $json.lat }}', longitude: -3.7 }],
	];
	const rows = (count: number) => Array.from({ length: count }, () => ({ city: 'Madrid', lat: 40.4 }));

	it.each(audiences)('the same message to %s is one, reported at each item', async (_name, parameters) => {
		const result = await bench.run(send(parameters), { items: rows(12) });
		expect(bench.notifications()).toHaveLength(1);
		const output = result.success;
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(rows(12).map((_, item) => ({ item })));
		const [code] = bench.sandbox.pushwoosh.messages.keys();
		expect(output.map(({ json }) => json)).toEqual(
			Array(12).fill({ success: true, messageCode: code, messageCodes: [code] }),
		);
		expect(result.hints).toEqual([
			'1 message handed to Pushwoosh; 1 request',
			'12 items had the same message for the same audience as another: sent as 1 message. ' +
				"To send one per item, turn off 'Combine Items' in the options.",
		]);
	});

	it.each(audiences)(
		'to %s with combineItems off: one per item, which a hint points out',
		async (_name, parameters) => {
			const result = await bench.run(send({ ...parameters, options: { combineItems: false } }), {
				items: rows(3),
			});
			expect(bench.notifications()).toHaveLength(3);
			expect(new Set(bench.notifications().map(({ transactionId }) => transactionId)).size).toBe(3);
			expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(3);
			expect(result.hints[1]).toContain('2 items sent a message again');
		},
	);

	it('different texts, segments and applications stay apart; the same ones need not stand together', async () => {
		const items = [
			{ to: 'VIP', text: 'A', app: 'AAAAA-00000' },
			{ to: 'New', text: 'A', app: 'AAAAA-00000' },
			{ to: 'VIP', text: 'B', app: 'AAAAA-00000' },
			{ to: 'VIP', text: 'A', app: 'BBBBB-00000' },
			{ to: 'VIP', text: 'A', app: 'AAAAA-00000' },
		];
		bench.sandbox.pushwoosh.addFilter({
			name: 'VIP',
			application: 'BBBBB-00000',
			filterExpression: 'T("City", EQ, "Madrid")',
		});
		const result = await bench.run(
			send({
				audience: 'segment',
				segment: segment('={{ $json.to }}'),
				content: '={{ $json.text }}',
				application: { __rl: true, mode: 'code', value: '={{ $json.app }}' },
			}),
			{ items },
		);
		expect(bench.notifications()).toHaveLength(4);
		const codes = result.results.map(({ messageCode }) => messageCode);
		expect(codes[4]).toBe(codes[0]);
		expect(new Set(codes).size).toBe(4);
	});

	it('a failure of the message is one of each of its items', async () => {
		const parameters = { audience: 'segment', segment: segment('Nope') };
		const result = await bench.run(send(parameters), { items: rows(3), onError: 'continueErrorOutput' });
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.failures).toHaveLength(3);
		expect(result.failures.map(({ details }) => (details as { code: string }).code)).toEqual([
			'404',
			'404',
			'404',
		]);
		expect(result.failed.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('a run that is repeated asks for the same message under the same ID', async () => {
		bench.sandbox.faults.add({ times: 1, answer: { connection: 'resetAfterActing' } });
		await bench.run(
			send({ audience: 'everyone', confirmBroadcast: true, options: { repeatUncertain: true } }),
			{ items: rows(3), node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } },
		);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(1);
	});
});

describe('nothing is sent, with each of these', () => {
	const everyone = { audience: 'everyone', confirmBroadcast: true };
	const segment = (value: unknown) => ({ audience: 'segment', segment: { __rl: true, mode: 'name', value } });
	const condition = (row: object) => ({
		audience: 'conditions',
		conditions: { condition: [{ tag: 'City', operator: 'EQ', value: 'x', ...row }] },
	});
	const raw = (rawFields: unknown) => ({ ...everyone, message: { rawFields } });
	const cases: Array<[string, Record<string, unknown>, string]> = [
		['no users', { userIds: ' , ,\n' }, "'User IDs' is empty"],
		['users from a field that is missing', { userIds: '={{ $json.missing }}' }, "'User IDs' is empty"],
		['an empty list of users', { userIds: '={{ [] }}' }, "'User IDs' is empty"],
		['users that are objects', { userIds: '={{ [{ id: 1 }] }}' }, "'User IDs' holds an entry"],
		['null among the users', { userIds: '={{ ["a", null] }}' }, "'User IDs' holds an entry"],
		['no devices', { audience: 'devices', deviceIds: '={{ $json.missing }}' }, "'Device IDs' is empty"],
		['an audience that is missing', { audience: '={{ $json.missing }}' }, "'Audience' is none of"],
		['an audience that does not exist', { audience: '={{ "all" }}' }, "'Audience' is none of"],
		['a segment that is empty', segment('  '), "'Segment' is empty"],
		['a segment that is missing', segment('={{ $json.missing }}'), "'Segment' is empty"],
		['no condition', { audience: 'conditions', conditions: {} }, "'Conditions' holds no condition"],
		['a condition without tag', condition({ tag: ' ' }), 'has no tag'],
		['a condition without value', condition({ value: '' }), 'has no value'],
		['a condition whose value is missing', condition({ value: '={{ $json.missing }}' }), 'has no value'],
		['a condition with an empty list', condition({ operator: 'IN', value: '={{ [] }}' }), 'has no value'],
		[
			'latitude that is no number',
			{ audience: 'geozone', latitude: '={{ "north" }}', longitude: 1 },
			"'Latitude' isn't a number",
		],
		[
			'longitude that is missing',
			{ audience: 'geozone', latitude: 1, longitude: '={{ $json.missing }}' },
			"'Longitude' isn't a number",
		],
		[
			'latitude off the globe',
			{ audience: 'geozone', latitude: 91, longitude: 1 },
			"'Latitude' must be from -90 to 90",
		],
		['an area that nobody filled in', { audience: 'geozone' }, "'Latitude' and 'Longitude' are both 0"],
		[
			'coordinates that are both 0',
			{ audience: 'geozone', latitude: '={{ 0 }}', longitude: '={{ "0" }}' },
			'are both 0',
		],
		[
			'a confirmation that is missing',
			{ audience: 'everyone', confirmBroadcast: '={{ $json.missing }}' },
			"'Confirm Broadcast' is neither",
		],
		['users in the raw fields', raw('{ "users": ["a"] }'), '“users”'],
		['a transaction ID in the raw fields', raw('{ "transactionId": "1" }'), '“transactionId”'],
		['a token in the raw fields', raw('{ "auth": "1" }'), '“auth”'],
		['raw fields that are missing', raw('={{ $json.missing }}'), "'Raw Fields (JSON)' is empty"],
		[
			'raw fields with a hole',
			raw('={ "platforms": {{ $json.missing }} }'),
			"'Raw Fields (JSON)' isn't valid JSON",
		],
		[
			'platforms that are missing',
			{ ...everyone, delivery: { platforms: '={{ $json.missing }}' } },
			"'Platforms' is empty",
		],
		['no content', { content: '={{ $json.missing }}' }, "'Content' is empty"],
		[
			'no application',
			{ application: { __rl: true, mode: 'code', value: '={{ $json.missing }}' } },
			"'Application' is empty",
		],
	];

	it.each(cases)('%s', async (_name, parameters, message) => {
		const stopped = await bench.run(send(parameters));
		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toContain(message);
		expect(stopped.error?.message).toContain('[item 0]');

		const continued = await bench.run(send(parameters), { onError: 'continueErrorOutput' });
		expect(continued.failures[0]?.error).toContain(message);
		expect(bench.requests('createMessage')).toHaveLength(0);
	});

	it('one bad item among good ones: Stop sends nothing, Continue sends the rest', async () => {
		const items = [{ id: 'a' }, {}, { id: 'c' }];
		const stopped = await bench.run(send({ userIds: '={{ $json.id }}' }), { items });
		expect(stopped.error).toMatchObject({
			itemIndex: 1,
			message: "1 of 3 items can't be used, so nothing was sent. First: 'User IDs' is empty [item 1]",
		});
		expect(bench.requests('createMessage')).toHaveLength(0);

		const continued = await bench.run(send({ userIds: '={{ $json.id }}' }), {
			items,
			onError: 'continueErrorOutput',
		});
		expect(bench.notifications().map(({ users: ids }) => ids)).toEqual([['a', 'c']]);
		expect(continued.success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(continued.failures).toEqual([
			{
				error: expect.stringContaining("'User IDs' is empty"),
				details: { code: 'EMPTY_PARAMETER', advice: expect.any(String) },
			},
		]);
	});
});
