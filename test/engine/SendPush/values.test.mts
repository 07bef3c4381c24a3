import { describe, expect, it } from 'vitest';

import { singleNode } from '../../../playground/engine/index.mts';
import { onNewerN8n } from '../newerN8n.mts';
import { send, usePushBench, type Fields } from './support.mts';

const bench = usePushBench();

const onTag = (tag: string, operator: string, value: unknown) => ({
	audience: 'conditions',
	conditions: { condition: [{ tag, operator, value }] },
});

/** Sends with items of which only the middle one can't be used, and returns what its failure says. */
async function refusal(parameters: Fields, bad: Fields, good: Fields): Promise<string> {
	const result = await bench.run(send(parameters), {
		items: [good, bad, good] as never,
		onError: 'continueErrorOutput',
	});
	expect(result.success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(result.failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	expect(result.failures[0]?.details).toMatchObject({ code: 'INVALID_PARAMETER' });
	return String(result.failures[0]?.error);
}

describe('a text that is a JSON array is that list', () => {
	it.each([
		['users', 'userIds', '["user-001","user-002"]', ['user-001', 'user-002']],
		['users', 'userIds', ' [ "Anna, Maria" , 42 ]\n', ['Anna, Maria', '42']],
		['devices', 'deviceIds', '["hwid-1","hwid-2"]', ['hwid-1', 'hwid-2']],
	])('%s: %s %s', async (audience, name, ids, sent) => {
		const result = await bench.run(send({ audience, [name]: '={{ $json.ids }}' }), { items: [{ ids }] });
		expect(bench.notifications()[0]?.[audience]).toEqual(sent);
		expect(result.results[0]).toMatchObject({ success: true, submitted: sent.length });
	});

	it('in the value of a condition', async () => {
		await bench.run(send(onTag('City', 'NOTIN', '={{ $json.v }}')), {
			items: [{ v: '["Madrid","Seville"]' }],
		});
		expect(bench.notifications()[0]?.conditions).toEqual([['City', 'NOTIN', ['Madrid', 'Seville']]]);
	});

	it('in the list of platforms', async () => {
		await bench.run(send({ delivery: { platforms: '={{ $json.p }}' } }), {
			items: [{ p: '[1, "3"]' }],
		});
		expect(bench.notifications()[0]?.platforms).toEqual([1, 3]);
	});

	it.each(['invocation' as const, ...onNewerN8n('engineRequest' as const)])(
		'when an AI agent gives it, by %s',
		async (via) => {
			await bench.engine.runAsTool(
				'sendPush',
				send({ userIds: "={{ $fromAI('users', 'the user ids', 'string') }}" }),
				[{ users: '["user-001","user-002"]' }],
				{ via, node: { credentials: 'pushwooshApi' } },
			);
			expect(bench.notifications().map(({ users }) => users)).toEqual([['user-001', 'user-002']]);
			await bench.engine.runAsTool(
				'sendPush',
				send(onTag('City', 'IN', "={{ $fromAI('cities', 'cities', 'string') }}")),
				[{ cities: '["Madrid","Seville"]' }],
				{ via, node: { credentials: 'pushwooshApi' } },
			);
			expect(bench.notifications()[1]?.conditions).toEqual([['City', 'IN', ['Madrid', 'Seville']]]);
		},
	);
});

describe('what isn’t what it looks like fails its row, and only that', () => {
	const users = { userIds: '={{ $json.id }}' };
	const notIn = onTag('City', 'NOTIN', '={{ $json.id }}');
	const data = { message: { data: '={{ $json.id }}' } };
	it.each<[string, Fields, unknown, string]>([
		['a user ID beyond 2^53', users, 9007199254740992, "'User IDs' holds the number 9007199254740992"],
		['one written with an exponent', users, 1e21, "'User IDs' holds the number 1e+21"],
		['one in a list', users, ['a', 1234567890123456789], "'User IDs' holds the number 1234567890123456800"],
		['one in a JSON text', users, '["a", 12345678901234567890]', 'the number 12345678901234567890'],
		['a list that was cut off', users, '["user-001","user-0', "'User IDs' begins like a JSON list"],
		['null in a JSON text', users, '["a",null]', "'User IDs' holds an entry"],
		['an object in a JSON text', users, '[{"id":"a"}]', "'User IDs' holds an entry"],
		['an object as JSON text', users, '{"id":"a"}', "'User IDs' holds an entry"],
		['a tag value beyond 2^53', notIn, 9007199254740992, "The condition on tag 'City' holds the number"],
		[
			'an object in a list of tag values',
			notIn,
			'[{"name":"Madrid"}]',
			"The condition on tag 'City' compares with",
		],
		[
			'Custom Data that loses digits',
			data,
			'{"orderId": 12345678901234567890}',
			"'Custom Data (JSON)' holds the number 12345678901234567890",
		],
		[
			'a segment whose name is no text',
			{ audience: 'segment', segment: { __rl: true, mode: 'name', value: '={{ $json.id }}' } },
			1e21,
			"'Segment' holds the number 1e+21",
		],
		['platforms that are none', { delivery: { platforms: '={{ $json.id }}' } }, [true], "'Platforms' holds"],
		[
			'null among the platforms',
			{ delivery: { platforms: '={{ $json.id }}' } },
			[1, null],
			"'Platforms' holds",
		],
		[
			'a placeholder that lost digits',
			{ message: { dynamicContentPlaceholders: '={{ { order: $json.id } }}' } },
			2 ** 60,
			"'Placeholder Values (JSON)' holds the number",
		],
		[
			'Safari arguments with a hole',
			{ platformSettings: { webSettings: { safari_url_args: '={{ $json.id }}' } } },
			['a', null],
			"'Safari: URL Arguments' holds an entry",
		],
	])('%s', async (_what, parameters, id, message) => {
		const isFor = (name: string) => JSON.stringify(parameters).includes(name);
		const good =
			isFor('data') || isFor('Placeholders')
				? { id: isFor('data') ? '{}' : 'x' }
				: { id: isFor('platforms') ? [1] : 'VIP' };
		bench.sandbox.pushwoosh.addFilter({ name: 'VIP', filterExpression: 'T("City", EQ, "Madrid")' });
		expect(await refusal(parameters, { id } as Fields, good)).toContain(message);
	});

	it.each<[string, Fields, Fields]>([
		['user IDs', { userIds: '={{ $json.user }}\n' }, {}],
		['a list of tag values', onTag('City', 'NOTIN', '={{ $json.user }} '), {}],
		['a tag value', onTag('City', 'EQ', 'x {{ $json.user }}'.replace(/^/, '=')), {}],
		['the text', { content: '=Hello {{ $json.user }}' }, {}],
		['the title', { title: '=Hello {{ $json.user }}' }, {}],
		['Custom Data', { message: { data: '={ "user": "{{ $json.user }}" }' } }, {}],
	])('an object in %s', async (_what, parameters) => {
		expect(await refusal(parameters, { user: { id: 'user-1' } }, { user: 'user-1' })).toContain(
			'“[object Object]”',
		);
	});
});

describe('conditions have the types of their tags', () => {
	it.each<[string, string, unknown, Fields, unknown]>([
		['Price', 'GTE', '19.95', {}, ['Price', 'GTE', 19.95]],
		['Price', 'BETWEEN', '10, 19.90', {}, ['Price', 'BETWEEN', [10, 19.9]]],
		['Price', 'LTE', '={{ $json.v }}', { v: '0.5' }, ['Price', 'LTE', 0.5]],
		['Subscribed', 'EQ', 'true', {}, ['Subscribed', 'EQ', true]],
		[
			'Since',
			'GTE',
			'={{ DateTime.fromISO($json.v) }}',
			{ v: '2026-10-28T02:07:22.304Z' },
			['Since', 'GTE', '2026-10-28 02:07'],
		],
		[
			'Since',
			'GTE',
			'={{ new Date($json.v) }}',
			{ v: '2026-10-28T02:07:22.304Z' },
			['Since', 'GTE', '2026-10-28 02:07'],
		],
		[
			'Since',
			'LTE',
			'={{ $json.v }}',
			{ v: '2026-10-28T04:07:22+02:00' },
			['Since', 'LTE', '2026-10-28 02:07'],
		],
		[
			'Since',
			'IN',
			'={{ [DateTime.fromISO($json.v)] }}',
			{ v: '2026-10-28T02:07Z' },
			['Since', 'IN', ['2026-10-28 02:07']],
		],
		['Since', 'EQ', '2026-03-01', {}, ['Since', 'EQ', '2026-03-01 00:00']],
		['Since', 'NOTEQ', '2026-03-01', {}, ['Since', 'NOTEQ', '2026-03-01 00:00']],
		['Since', 'IN', '2026-03-01, 2026-03-02', {}, ['Since', 'IN', ['2026-03-01 00:00', '2026-03-02 00:00']]],
		['City', 'IN', '5" pipe, 6" pipe', {}, ['City', 'IN', ['5" pipe', '6" pipe']]],
	])('%s %s %s', async (tag, operator, value, item, condition) => {
		for (const [name, type] of [
			['Price', 'Decimal'],
			['Since', 'Date'],
			['Subscribed', 'Boolean'],
		] as const) {
			bench.sandbox.pushwoosh.tags.set(name, type);
		}
		const result = await bench.run(send(onTag(tag, operator, value)), { items: [item] as never });
		expect(result.error?.message).toBeUndefined();
		expect(bench.notifications()[0]?.conditions).toEqual([condition]);
	});

	it('Is Not with a yes/no tag goes out as yes or no; that Pushwoosh takes it only with Is is for Pushwoosh to say', async () => {
		bench.sandbox.pushwoosh.tags.set('Subscribed', 'Boolean');
		const result = await bench.run(send(onTag('Subscribed', 'NOTEQ', 'true')), {
			onError: 'continueErrorOutput',
		});
		expect(bench.notifications()[0]?.conditions).toEqual([['Subscribed', 'NOTEQ', true]]);
		expect(result.failures[0]?.error).toContain("NOTEQ can't be used");
	});
});

it('an empty place among the values for Safari keeps its place', async () => {
	await bench.run(
		send({ platformSettings: { webSettings: { safari_title: 'T', safari_url_args: '\n42' } } }),
	);
	expect(bench.notifications()[0]?.safari_url_args).toEqual(['', '42']);
});

describe('exact moments', () => {
	const scheduled = async (sendDate: string, timezone?: string) => {
		const parameters = send({ delivery: { sendDate, ...(timezone ? { timezone } : {}) } });
		const workflow = singleNode('sendPush', parameters, { credentials: 'pushwooshApi' });
		workflow.settings = { timezone: 'America/New_York' };
		await bench.engine.run(workflow);
		const { send_date: date, timezone: zone } = bench.notifications()[0] ?? {};
		return [date, zone];
	};

	it.each([
		['2090-03-01T09:30[Europe/Madrid]', undefined, ['2090-03-01 08:30', undefined]],
		['2090-03-01T09:30:00.000[Europe/Madrid]', 'Asia/Tokyo', ['2090-03-01 17:30', 'Asia/Tokyo']],
		['2027-10-31T00:30:00Z', 'Europe/Madrid', ['2027-10-31 00:30', undefined]],
		['2027-10-31T01:30:00Z', 'Europe/Madrid', ['2027-10-31 01:30', undefined]],
		['2027-10-31T02:30:00Z', 'Europe/Madrid', ['2027-10-31 03:30', 'Europe/Madrid']],
	])('%s in %s', async (sendDate, timezone, sent) =>
		expect(await scheduled(sendDate, timezone)).toEqual(sent),
	);

	it('a zone in brackets that nobody knows fails the row', async () => {
		const delivery = { sendDate: '2090-03-01T09:30[Mars/Olympus]' };
		const result = await bench.run(send({ delivery }), { onError: 'continueErrorOutput' });
		expect(result.failures[0]?.error).toContain("'Send Date' can't be read");
		expect(bench.requests('createMessage')).toEqual([]);
	});
});
