import { describe, expect, it } from 'vitest';

import { send, usePushBench, users } from './support.mts';

const bench = usePushBench();

const perItem = { userIds: '={{ $json.id }}' };
const sizes = () => bench.notifications().map(({ users: ids }) => (ids as string[]).length);

describe('items with the same message', () => {
	it('10,000 users travel in 10 messages; each item is paired and counted', async () => {
		const result = await bench.run(send(perItem), { items: users(10_000) });
		expect(sizes()).toEqual(Array(10).fill(1000));
		const output = result.success;
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(users(10_000).map((_, item) => ({ item })));
		expect(output.every(({ json }) => json.success === true && json.submitted === 1)).toBe(true);
		expect(new Set(output.map(({ json }) => json.messageCode)).size).toBe(10);
		expect(result.hints).toEqual(['10,000 users handed to Pushwoosh in 10 messages; 10 requests']);
	});

	it('share a message although expressions made it, and whatever the order of JSON keys', async () => {
		const own = { title: '={{ "Hi " + $json.name }}', message: { data: '={{ $json.data }}' } };
		await bench.run(send({ ...perItem, ...own }), {
			items: [
				{ id: 'a', name: 'all', data: { x: 1, y: 2 } },
				{ id: 'b', name: 'all', data: '{"y":2,"x":1}' },
				{ id: 'c', name: 'all', data: { x: 1, y: 3 } },
			],
		});
		expect(sizes()).toEqual([2, 1]);
	});

	it('different texts, applications or audiences stay apart', async () => {
		await bench.run(
			send({
				...perItem,
				content: '={{ $json.text }}',
				application: { __rl: true, mode: 'code', value: '={{ $json.app }}' },
			}),
			{
				items: [
					{ id: 'a', text: '1', app: 'AAAAA-00000' },
					{ id: 'b', text: '2', app: 'AAAAA-00000' },
					{ id: 'c', text: '1', app: 'BBBBB-00000' },
				],
			},
		);
		expect(sizes()).toEqual([1, 1, 1]);
	});

	it('somebody in several items gets one push, counts in each, and a hint tells', async () => {
		const items = [{ id: ['a', 'b'] }, { id: ['b', 'c', 'b'] }, { id: 'b' }];
		const result = await bench.run(send(perItem), { items });
		expect(bench.notifications()[0]?.users).toEqual(['a', 'b', 'c']);
		expect(result.results.map(({ submitted }) => submitted)).toEqual([2, 2, 1]);
		expect(result.hints[0]).toContain('3 users handed to Pushwoosh in 1 message');
		expect(result.hints[1]).toContain(
			'1 recipient occurred in several items with the same message and got it once',
		);
	});

	it('combineItems off: a message per item, each with a transaction ID of its own', async () => {
		const result = await bench.run(send({ userIds: 'same', options: { combineItems: false } }), {
			items: users(3),
		});
		expect(sizes()).toEqual([1, 1, 1]);
		expect(new Set(bench.notifications().map(({ transactionId }) => transactionId)).size).toBe(3);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(3);
		expect(result.results).toHaveLength(3);
	});

	it('items with a deduplication key are combined with nobody', async () => {
		const delivery = { deduplicationKey: '={{ $json.order }}' };
		await bench.run(send({ ...perItem, delivery }), {
			items: [
				{ id: 'a', order: 1 },
				{ id: 'b', order: 1 },
				{ id: 'c', order: 2 },
			],
		});
		expect(sizes()).toEqual([1, 1, 1]);
		expect(new Set(bench.notifications().map(({ transactionId }) => transactionId)).size).toBe(3);
		expect(bench.notifications()[0]).not.toHaveProperty('deduplicationKey');
	});
});

describe('long lists', () => {
	const many = users(2500).map(({ id }) => id);

	it('more than 1000 recipients of one item become several messages', async () => {
		const result = await bench.run(send(perItem), { items: [{ id: many }] });
		expect(sizes()).toEqual([1000, 1000, 500]);
		expect(result.results[0]).toMatchObject({ success: true, submitted: 2500 });
		const { messageCode, messageCodes } = result.results[0] as {
			messageCode: string;
			messageCodes: string[];
		};
		expect(messageCodes).toHaveLength(3);
		expect(new Set(messageCodes).size).toBe(3);
		expect(messageCode).toBe(messageCodes[0]);
	});

	it('batchSize sets a lower limit; an item may end up in a message with others', async () => {
		const result = await bench.run(send({ ...perItem, options: { batchSize: 2 } }), {
			items: [{ id: ['a', 'b', 'c'] }, { id: ['d'] }],
		});
		expect(bench.notifications().map(({ users: ids }) => ids)).toEqual([
			['a', 'b'],
			['c', 'd'],
		]);
		const [first, second] = result.results as Array<{ messageCodes: string[] }>;
		expect(first?.messageCodes[1]).toBe(second?.messageCodes[0]);
	});

	it.each([0, -1, 1001, 1.5])('batchSize %s is refused before any request', async (batchSize) => {
		const result = await bench.run(send({ options: { batchSize } }));
		expect(result.error?.message).toContain(
			"'Items per Batch' in the options must be a whole number from 1 to 1000",
		);
		expect(bench.requests('createMessage')).toHaveLength(0);
	});
});

describe('messagesPerRequest', () => {
	const texts = users(5).map(({ id }, index) => ({
		id,
		text: `Text ${index}`,
		app: index === 3 ? 'BBBBB-00000' : 'AAAAA-00000',
	}));
	const parameters = {
		...perItem,
		content: '={{ $json.text }}',
		application: { __rl: true, mode: 'code', value: '={{ $json.app }}' },
	};

	it('bundles different messages to one application; codes go to their items', async () => {
		const result = await bench.run(send({ ...parameters, options: { messagesPerRequest: 3 } }), {
			items: texts,
		});
		const requests = bench.requests('createMessage').map(({ body }) => {
			const { application, notifications } = (
				body as { request: { application: string; notifications: unknown[] } }
			).request;
			return [application, notifications.length];
		});
		expect(requests).toEqual([
			['AAAAA-00000', 3],
			['BBBBB-00000', 1],
			['AAAAA-00000', 1],
		]);
		const codes = result.results.map(({ messageCode }) =>
			bench.sandbox.pushwoosh.messages.get(String(messageCode)),
		);
		expect(codes.map((message) => message?.notification.content)).toEqual(texts.map(({ text }) => text));
		expect(result.hints[0]).toBe('5 users handed to Pushwoosh in 5 messages; 3 requests');
	});

	it('unknown devices are told apart by message code, whatever its case', async () => {
		bench.sandbox.pushwoosh.unknownDevices = new Set(['user-0002', 'user-0003']);
		bench.sandbox.faults.add({
			answer: {
				transform: (answer) => ({
					...answer,
					body: String(answer.body).replace(/"UnknownDevices".*/, (text) =>
						text.replace(/"([0-9A-Z]{4}-[0-9A-Z]{8}-[0-9A-Z]{8})":/gi, (key) => key.toLowerCase()),
					),
				}),
			},
		});
		const result = await bench.run(
			send({
				...parameters,
				audience: 'devices',
				deviceIds: '={{ $json.id }}',
				options: { messagesPerRequest: 10 },
			}),
			{ items: texts.filter(({ app }) => app === 'AAAAA-00000') },
		);
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.results.map(({ success, errorCode }) => [success, errorCode])).toEqual([
			[true, undefined],
			[false, 'UNKNOWN_DEVICES'],
			[false, 'UNKNOWN_DEVICES'],
			[true, undefined],
		]);
	});

	it('they fail together', async () => {
		bench.sandbox.faults.add({
			match: { bodyIncludes: 'Text 1' },
			answer: { body: { status_code: 210, status_message: 'No such thing', response: null }, status: 200 },
		});
		const result = await bench.run(send({ ...parameters, options: { messagesPerRequest: 3 } }), {
			items: texts,
			onError: 'continueRegularOutput',
		});
		expect(result.results.map(({ success }) => success)).toEqual([
			undefined,
			undefined,
			undefined,
			true,
			true,
		]);
		expect(result.results[0]?.error).toContain("Pushwoosh didn't accept the 3 messages: “No such thing”");
	});

	it.each([
		['allFirst', 0],
		['inTurn', 1],
	] as const)(
		'refused, checked %s: whether the others exist is not known, so nothing is repeated',
		async (checks, existing) => {
			bench.sandbox.pushwoosh.settings.notificationChecks = checks;
			bench.sandbox.pushwoosh.addFilter({ name: 'VIP', filterExpression: 'T("City", EQ, "Madrid")' });
			const result = await bench.run(
				send({
					audience: 'segment',
					segment: { __rl: true, mode: 'name', value: '={{ $json.to }}' },
					content: '={{ $json.to }}',
					options: { messagesPerRequest: 3, maxRetries: 3, repeatUncertain: true },
				}),
				{ items: [{ to: 'VIP' }, { to: 'Nope' }], onError: 'continueErrorOutput' },
			);
			expect(bench.requests('createMessage')).toHaveLength(1);
			expect(bench.sandbox.pushwoosh.messages.size).toBe(existing);
			for (const { error, details } of result.failures) {
				expect(error).toContain('but some of them may have gone out');
				expect(details).toMatchObject({ code: '404', uncertain: true, attempts: 1 });
			}
			expect(result.hints[0]).toContain('2 items failed, 2 of which may have gone out');
		},
	);

	it.each([
		[
			'a token that is refused',
			{ status: 200, body: { status_code: 210, status_message: 'Invalid API token', response: null } },
		],
		[
			'a permission that is missing',
			{ status: 200, body: { status_code: 403, status_message: 'Token restrictions', response: null } },
		],
		['too many requests', { status: 429, headers: { 'retry-after': '0' }, body: 'Too many requests' }],
	])('%s is about the request as a whole, and certain', async (_name, answer) => {
		bench.sandbox.faults.add({ answer });
		const result = await bench.run(
			send({ ...parameters, options: { messagesPerRequest: 5, maxRetries: 1 } }),
			{
				items: texts.slice(0, 3),
				onError: 'continueErrorOutput',
			},
		);
		expect(bench.requests('createMessage')).toHaveLength(answer.status === 429 ? 2 : 1);
		for (const { json } of result.failed) expect(json.details).not.toHaveProperty('uncertain');
	});

	it('too few codes: nobody claims to know which messages exist', async () => {
		bench.sandbox.faults.add({
			times: 1,
			answer: {
				transform: (answer) => {
					const body = JSON.parse(String(answer.body)) as { response: { Messages: string[] } };
					body.response.Messages.pop();
					return { ...answer, body: JSON.stringify(body) };
				},
			},
		});
		const result = await bench.run(send({ ...parameters, options: { messagesPerRequest: 5 } }), {
			items: texts.filter(({ app }) => app === 'AAAAA-00000'),
			onError: 'continueRegularOutput',
		});
		expect(bench.requests('createMessage')).toHaveLength(1);
		for (const json of result.results) {
			expect(json.error).toContain('3 message codes for 4 messages');
			expect(json.details).toMatchObject({ code: 'UNEXPECTED_ANSWER', uncertain: true });
		}
	});

	it.each([0, -1, 2.5])('%s is refused', async (messagesPerRequest) => {
		const result = await bench.run(send({ options: { messagesPerRequest } }));
		expect(result.error?.message).toContain(
			"'Messages per Request' in the options must be a whole number, at least 1",
		);
		expect(bench.requests('createMessage')).toHaveLength(0);
	});
});

describe('a run of many messages says why', () => {
	const many = users(101).map(({ id }, index) => ({ id, text: `Hello ${id}`, few: `Hello ${index % 7}` }));
	const quick = { requestsPerMinute: 10_000 };

	it('since each item has its own text', async () => {
		const result = await bench.run(send({ ...perItem, content: '={{ $json.text }}', options: quick }), {
			items: many,
		});
		expect(result.hints[1]).toBe(
			'Each item has its own text: 101 messages at 10,000 a minute. A placeholder like {Name} makes it one; or raise Messages per Request.',
		);
	});

	it('since titles differ, though two items have the same', async () => {
		const items = [...many, { ...many[0], id: 'somebody else' }];
		const title = '={{ $json.text }}';
		const result = await bench.run(send({ ...perItem, title, options: quick }), { items });
		expect(result.hints[1]).toContain('The items have 101 different texts: 101 messages at');
	});

	it('since each item has a deduplication key', async () => {
		const delivery = { deduplicationKey: '={{ $json.id }}' };
		const result = await bench.run(send({ ...perItem, delivery, options: quick }), { items: many });
		expect(result.hints[1]).toContain(
			'Each item with a deduplication key sends a message of its own: 101 messages',
		);
	});

	it.each([
		['a few texts', { content: '={{ $json.few }}', options: quick }],
		['a hundred texts', { content: '={{ $json.text }}', options: quick }, many.slice(1)],
		[
			'messages that share requests',
			{ content: '={{ $json.text }}', options: { ...quick, messagesPerRequest: 2 } },
		],
		['a message per item by choice', { options: { ...quick, combineItems: false } }],
	])('not with %s', async (_name, parameters, items = many) => {
		const result = await bench.run(send({ ...perItem, ...parameters }), { items });
		expect(result.hints).toHaveLength(1);
	});
});

it('no items: the node does nothing', async () => {
	const result = await bench.run(send(), { items: [] });
	expect(result.status).toBe('success');
	expect(bench.requests('createMessage')).toHaveLength(0);
});

it('includeInputFields keeps the fields of the item, ours win', async () => {
	const result = await bench.run(send({ ...perItem, options: { includeInputFields: true } }), {
		items: [{ id: 'a', success: 'theirs', name: 'Anna' }],
	});
	expect(result.results[0]).toMatchObject({ id: 'a', name: 'Anna', success: true, submitted: 1 });
});
