import type { NodeExecutionHint } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import type { PushMessage, PushUnit } from '../../../../../nodes/Pushwoosh/SendPush/message/pushMessage.ts';
import type { CreatedMessage } from '../../../../../nodes/Pushwoosh/SendPush/sending/createMessage.ts';
import { sendHints, summariseSends } from '../../../../../nodes/Pushwoosh/SendPush/sending/hints.ts';
import type { SendOptions } from '../../../../../nodes/Pushwoosh/SendPush/sending/options.ts';
import type { PushPart } from '../../../../../nodes/Pushwoosh/SendPush/sending/report.ts';
import type { RunSummary, UnitReport } from '../../../../../nodes/shared/engine/operation.ts';
import { at, CODES, created, item, NOW, sent } from './sends.mts';

type PushRun = RunSummary<PushUnit, CreatedMessage>;
type Planned = PushRun['units'][number];

const DEVICES: Partial<PushMessage> = { audience: { kind: 'devices' } };
const SEGMENT: Partial<PushMessage> = { audience: { kind: 'segment', name: 'VIP' } };
const FAILED = { kind: 'failed', failure: { code: '500', message: 'No' } } as const;

/** A run of these items. */
const run = (units: Planned[], reports: UnitReport[] = []): PushRun => ({
	info: {
		node: { id: 'n', name: 'n', type: 'n', typeVersion: 1, position: [0, 0], parameters: {} },
		instanceId: 'i',
		workflowId: 'w',
		executionId: '1',
		runIndex: 0,
		timezone: 'UTC',
		isTool: false,
		continueOnFail: true,
	},
	counts: { sent: units.length, retried: 0 },
	units,
	reports,
	succeeded: units.length,
	failed: reports.filter(({ kind }) => kind === 'failed').length,
	rejected: new Map(),
});

/** An item whose parts were all sent with this message. */
const planned = (unit: PushUnit, data = created()): Planned => {
	const ids = unit.recipients.length > 0 ? unit.recipients : ['message'];
	return { unit, itemIndex: unit.itemIndex, parts: ids.map((id) => sent(unit, id, data)) };
};

/** The same, of which nothing was sent. */
const unsent = (unit: PushUnit): Planned => {
	const { parts, ...rest } = planned(unit);
	return { ...rest, parts: parts.map((part) => ({ ...part, answer: FAILED })) };
};

/** An item that has parts of items before. */
const sharing = (unit: PushUnit, ...parts: PushPart[]): Planned => ({
	unit,
	itemIndex: unit.itemIndex,
	parts,
});

/** So many items, one after the other. */
const times = (count: number, make: (index: number) => Planned): Planned[] =>
	Array.from({ length: count }, (_, index) => make(index));

const summary = (units: Planned[], reports?: UnitReport[]) =>
	summariseSends(run(units, reports), { device: { one: 'device', many: 'devices' } });

describe('the summary of a run', () => {
	const users = (count: number) => Array.from({ length: count }, (_, index) => `user ${index}`);

	it.each<[string, Planned[]]>([
		['0 messages handed to Pushwoosh', []],
		['0 messages handed to Pushwoosh', [unsent(item(['a'])), unsent(item([], SEGMENT))]],
		['1 user handed to Pushwoosh in 1 message', [planned(item(['a']))]],
		['2 users handed to Pushwoosh in 1 message', [planned(item(['a', 'b']))]],
		['2 users handed to Pushwoosh in 2 messages', [planned(item(['a'])), planned(item(['b']))]],
		['1,500 users handed to Pushwoosh in 1 message', [planned(item(users(1500)))]],
		['1 device handed to Pushwoosh in 1 message', [planned(item(['a'], DEVICES))]],
		['2 devices handed to Pushwoosh in 1 message', [planned(item(['a', 'b'], DEVICES))]],
		[
			'2 users and 1 device handed to Pushwoosh in 2 messages',
			[planned(item(['a', 'b'])), planned(item(['a'], DEVICES))],
		],
		['1 message handed to Pushwoosh', [planned(item([], SEGMENT))]],
		['2 messages handed to Pushwoosh', [planned(item([], SEGMENT)), planned(item([], SEGMENT))]],
		['1 user handed to Pushwoosh in 1 message', [planned(item(['a'])), unsent(item(['b']))]],
	])('reads: %s', (text, units) => expect(summary(units)).toBe(text));

	it('counts a message that several items share, and who is in several of them, once', () => {
		const first = planned(item(['a', 'b']));
		expect(summary([first, sharing(item(['b', 'a']), ...first.parts)])).toBe(
			'2 users handed to Pushwoosh in 1 message',
		);
		const whole = planned(item([], SEGMENT));
		expect(summary([whole, sharing(item([], SEGMENT), ...whole.parts)])).toBe(
			'1 message handed to Pushwoosh',
		);
	});

	it('calls what has a device by its word', () => {
		const device = { one: 'phone number', many: 'phone numbers' };
		const unknown = created({ unknownDevices: new Set(['a']) });
		expect(summariseSends(run([planned(item(['a'], DEVICES), unknown)]), { device })).toBe(
			'1 phone number handed to Pushwoosh in 1 message; 1 of the phone numbers unknown there',
		);
	});

	it.each([
		[[], ''],
		[['a'], '; 1 of the devices unknown there'],
		[['a', 'c'], '; 2 of the devices unknown there'],
		[['of another message'], ''],
	])('tells how many devices are unknown, here %j', (ids, text) => {
		const units = [planned(item(['a', 'b', 'c'], DEVICES), created({ unknownDevices: new Set(ids) }))];
		expect(summary(units)).toBe(`3 devices handed to Pushwoosh in 1 message${text}`);
	});

	const NINE = '2026-11-28 09:00';
	const TEN = '2026-11-28 10:00';

	it.each<[string[], string]>([
		[['now'], 'in 1 message'],
		[[NINE], `in 1 message, scheduled for ${NINE}, Europe/Madrid`],
		[[NINE, NINE], `in 2 messages, scheduled for ${NINE}, Europe/Madrid`],
		[[NINE, TEN], 'in 2 messages, scheduled for 2 different times'],
		[[NINE, 'now'], `in 2 messages, 1 of them scheduled for ${NINE}, Europe/Madrid`],
		[['now', NINE, 'now', NINE], `in 4 messages, 2 of them scheduled for ${NINE}, Europe/Madrid`],
		[[NINE, TEN, 'now', TEN], 'in 4 messages, 3 of them scheduled for 2 different times'],
	])('tells when messages go out, here %j', (dates, text) => {
		const units = dates.map((date) => planned(item(['a'], { notification: at(date) })));
		expect(summary(units)).toBe(
			`${dates.length === 1 ? '1 user' : `${dates.length} users`} handed to Pushwoosh ${text}`,
		);
	});

	it('tells of a message for later once, however many get it', () => {
		const first = planned(item(['a', 'b'], { notification: at(NINE) }));
		const second = sharing(item(['a'], { notification: at(NINE) }), ...first.parts.slice(0, 1));
		const other = planned(item(['c']));
		expect(summary([first, second, other])).toBe(
			`3 users handed to Pushwoosh in 2 messages, 1 of them scheduled for ${NINE}, Europe/Madrid`,
		);
	});

	const certain: UnitReport = FAILED;
	const uncertain: UnitReport = { kind: 'failed', failure: { ...FAILED.failure, uncertain: true } };
	const done: UnitReport = { kind: 'succeeded', json: {} };
	const refused: UnitReport = { kind: 'rejected', code: 'X', message: 'No', json: {} };

	it.each<[string, UnitReport[]]>([
		['', []],
		['', [done, refused]],
		['; 1 item failed', [done, certain]],
		['; 2 items failed', [certain, certain]],
		['; 1 item failed, 1 of which may have gone out', [uncertain, done, refused]],
		['; 3 items failed, 2 of which may have gone out', [uncertain, certain, uncertain]],
	])('tells how many items failed%s', (text, reports) => {
		expect(summary([planned(item(['a']))], reports)).toBe(`1 user handed to Pushwoosh in 1 message${text}`);
	});

	it('tells all of it', () => {
		const unknown = created({ unknownDevices: new Set(['a']) });
		const units = [planned(item(['a'], { ...DEVICES, notification: at(NINE) }), unknown)];
		expect(summary(units, [done, uncertain])).toBe(
			`1 device handed to Pushwoosh in 1 message, scheduled for ${NINE}, Europe/Madrid; 1 of the devices unknown there; 1 item failed, 1 of which may have gone out`,
		);
	});
});

const OPTIONS: SendOptions = {
	combineItems: true,
	canBundle: true,
	messagesPerRequest: 1,
	requestsPerMinute: 600,
	repeatUncertain: false,
	failOnWarning: false,
};
const hints = (units: Planned[], options: Partial<SendOptions> = {}) =>
	sendHints(run(units), { ...OPTIONS, ...options });
const info = (text: string): NodeExecutionHint => ({ message: text, type: 'info', location: 'outputPane' });
const warning = (text: string): NodeExecutionHint => ({ ...info(text), type: 'warning' });

describe('the hints on a run', () => {
	it.each<[string, Planned[]]>([
		['no items', []],
		['one item', [planned(item(['a']))]],
		['different messages', [planned(item(['a'])), planned(item(['a'], { id: '1' }))]],
		['different segments', [planned(item([], SEGMENT)), planned(item([], { ...SEGMENT, id: '1' }))]],
		['a failure', [unsent(item(['a'])), unsent(item([], SEGMENT))]],
	])('of %s are none', (_name, units) => expect(hints(units)).toStrictEqual([]));

	it.each<[string, Array<string | undefined>, string[]]>([
		['one message', ['Limit', undefined], ['1 message: “Limit”']],
		['two messages', ['Limit', 'Limit'], ['2 messages: “Limit”']],
		[
			'different things',
			['Limit', 'Old API', 'Limit', 'Limit'],
			['3 messages: “Limit”', '1 message: “Old API”'],
		],
	])('tell what Pushwoosh warned about, here %s', (_name, warnings, texts) => {
		const units = warnings.map((told, index) =>
			planned(item(['a'], { id: `${index}` }), created(told === undefined ? {} : { warning: told })),
		);
		expect(hints(units)).toStrictEqual(texts.map((text) => warning(`Pushwoosh warned about ${text}`)));
	});

	it.each<[string[][], string | undefined]>([
		[[[CODES[0]]], undefined],
		[[[]], '1 message'],
		[[[], [CODES[0]], []], '2 messages'],
	])('tell how many messages have no code: %j', (lists, many) => {
		const units = lists.map((codes, index) => planned(item(['a'], { id: `${index}` }), created({ codes })));
		const text = `${many} accepted by Pushwoosh without a message code, which can't be tracked by code.`;
		expect(hints(units)).toStrictEqual(many === undefined ? [] : [info(text)]);
	});
});

describe('who occurs in several items with the same message', () => {
	const first = planned(item(['a', 'b', 'c']));
	const [a, b, c] = first.parts;
	const tell = (recipients: string) => [
		info(
			`${recipients} occurred in several items with the same message and got it once. ` +
				"To send it once per item, turn off 'Combine Items' in the options.",
		),
	];
	const again = (...parts: Array<PushPart | undefined>) => {
		const present = parts.filter((part) => part !== undefined);
		return sharing(item(present.map(({ id }) => id)), ...present);
	};

	it('is counted once, in however many they are', () => {
		expect(hints([first])).toStrictEqual([]);
		expect(hints([first, again(a)])).toStrictEqual(tell('1 recipient'));
		expect(hints([first, again(a), again(a)])).toStrictEqual(tell('1 recipient'));
		expect(hints([first, again(a, b)])).toStrictEqual(tell('2 recipients'));
		expect(hints([first, again(a), again(b, c), again(a, c)])).toStrictEqual(tell('3 recipients'));
	});

	it('is a device, too', () => {
		const devices = planned(item(['a', 'b'], DEVICES));
		expect(hints([devices, sharing(item(['a', 'b'], DEVICES), ...devices.parts)])).toStrictEqual(
			tell('2 recipients'),
		);
	});

	it('does not count where nothing was sent', () => {
		const failed = unsent(item(['a', 'b']));
		expect(hints([failed, sharing(item(['a', 'b']), ...failed.parts)])).toStrictEqual([]);
	});
});

describe('items without a list that share a message', () => {
	const all = item([], SEGMENT);
	const first = planned(all);
	const again = () => sharing(item([], SEGMENT), ...first.parts);
	const other = planned(item([], { ...SEGMENT, id: '1' }));
	const otherAgain = () => sharing(item([], { ...SEGMENT, id: '1' }), ...other.parts);
	const tell = (items: string, messages: string) => [
		info(
			`${items} had the same message for the same audience as another: sent as ${messages}. ` +
				"To send one per item, turn off 'Combine Items' in the options.",
		),
	];

	it('count all, with how many messages they are', () => {
		expect(hints([first, again()])).toStrictEqual(tell('2 items', '1 message'));
		expect(hints([first, again(), again()])).toStrictEqual(tell('3 items', '1 message'));
		expect(hints([first, again(), other])).toStrictEqual(tell('2 items', '1 message'));
		expect(hints([first, other, again(), otherAgain(), again()])).toStrictEqual(
			tell('5 items', '2 messages'),
		);
	});

	it('do not count where nothing was sent', () => {
		const failed = unsent(all);
		expect(hints([failed, sharing(item([], SEGMENT), ...failed.parts)])).toStrictEqual([]);
	});
});

describe('items that are the same event under one deduplication key', () => {
	const key = { transactionIds: ['id'] };
	const tell = (items: number) => [
		info(`${items} items had the deduplication key, message and recipients of another: those are sent once.`),
	];

	it.each<[string, PushUnit]>([
		['a user', item(['a'], {}, key)],
		['two devices', item(['a', 'b'], DEVICES, key)],
		['a segment', item([], SEGMENT, key)],
	])('to %s count all', (_name, unit) => {
		const first = planned(unit);
		const again = () => sharing({ ...unit }, ...first.parts);
		expect(hints([first])).toStrictEqual([]);
		expect(hints([first, again()])).toStrictEqual(tell(2));
		expect(hints([first, again(), again()])).toStrictEqual(tell(3));
	});

	it('do not count where only some of their recipients are the same', () => {
		const first = planned(item(['a', 'b'], {}, key));
		const second = planned(item(['a', 'c'], {}, key));
		const [a] = first.parts;
		const [, c] = second.parts;
		expect(hints([first, sharing(second.unit, ...[a, c].flatMap((part) => part ?? []))])).toStrictEqual([]);
	});

	it('do not count where nothing was sent', () => {
		const failed = unsent(item(['a'], {}, key));
		expect(hints([failed, sharing(item(['a'], {}, key), ...failed.parts)])).toStrictEqual([]);
	});
});

describe('items that are not combined', () => {
	const tell = (items: string) => [
		warning(
			`${items} sent a message again that an item before had sent to the same audience, since 'Combine Items' is off.`,
		),
	];
	const whole = () => planned(item([], SEGMENT));

	it('count where they sent the same audience the same again', () => {
		expect(hints([whole()])).toStrictEqual([]);
		expect(hints([whole(), whole()])).toStrictEqual(tell('1 item'));
		expect(hints([whole(), whole(), whole()])).toStrictEqual(tell('2 items'));
		const other = () => planned(item([], { ...SEGMENT, id: '1' }));
		expect(hints([whole(), other(), whole(), other()])).toStrictEqual(tell('2 items'));
	});

	it.each<[string, Planned[]]>([
		['they have lists', [planned(item(['a'])), planned(item(['a']))]],
		['the first was not sent', [unsent(item([], SEGMENT)), whole()]],
		['the second was not sent', [whole(), unsent(item([], SEGMENT))]],
	])('do not count where %s', (_name, units) => expect(hints(units)).toStrictEqual([]));
});

describe('why a run takes many requests', () => {
	/** An item with a text of its own. */
	const own = (index: number, more: Partial<PushUnit> = {}) =>
		item([`user ${index}`], { id: `${index}`, notification: { ...NOW, content: `Hi ${index}` } }, more);
	const personal = (count: number) => times(count, (index) => planned(own(index)));
	const keyed = (count: number) =>
		times(count, (index) => planned(item(['a'], {}, { transactionIds: [`${index}`] })));
	const long = planned(item(Array.from({ length: 101 }, (_, index) => `user ${index}`)));
	/** Of which each part is a message of its own. */
	long.parts = long.parts.map(({ unit, id }) => sent(unit, id, created()));
	const placeholder = 'A placeholder like {Name} makes it one; or raise Messages per Request.';

	it.each<[string, Planned[], Partial<SendOptions>]>([
		['Each item has its own text: 101 messages at 600 a minute.', personal(101), {}],
		[
			'Each item has its own text: 1,001 messages at 1,200 a minute.',
			personal(1001),
			{ requestsPerMinute: 1200 },
		],
		[
			'Each item has its own text: 201 messages, 2 in a request, at 600 a minute.',
			personal(201),
			{ messagesPerRequest: 2 },
		],
		[
			'The items have 101 different texts: 102 messages at 600 a minute.',
			[...personal(101), planned(own(0))],
			{},
		],
	])('is told: %s', (text, units, options) => {
		expect(hints(units, options)).toStrictEqual([info(`${text} ${placeholder}`)]);
	});

	it.each(['title', 'subtitle', 'content'])('counts a %s as a part of the text', (name) => {
		const units = times(101, (index) =>
			planned(item(['a'], { id: `${index}`, notification: { ...NOW, [name]: `${index}` } })),
		);
		expect(hints(units)).toStrictEqual([
			info(`Each item has its own text: 101 messages at 600 a minute. ${placeholder}`),
		]);
	});

	it('counts a text in several items once, be it in one message or not', () => {
		const [first, ...others] = personal(101);
		const shared = planned(item(['a', 'b', 'c'], { notification: { ...NOW, content: 'Hi to several' } }));
		const units = [
			...(first ? [first] : []),
			shared,
			sharing({ ...shared.unit, itemIndex: 1 }, ...shared.parts.slice(1, 2)),
			...others,
		];
		expect(hints(units).map(({ message: text }) => text)).toContain(
			`The items have 102 different texts: 102 messages at 600 a minute. ${placeholder}`,
		);
	});

	it('leaves aside what was not sent', () => {
		const missing = times(50, (index) => unsent(own(1000 + index)));
		expect(hints([...missing, ...personal(101)])).toStrictEqual([
			info(`Each item has its own text: 101 messages at 600 a minute. ${placeholder}`),
		]);
		const more = planned(own(0));
		expect(hints([...missing, ...personal(100), more])).toStrictEqual([]);
	});

	it('counts an item of which some was sent', () => {
		const half = planned(item(['a', 'b'], { notification: { ...NOW, content: 'Hi to two' } }));
		const [a, b] = half.parts;
		if (!a || !b) throw new Error('Two parts are expected');
		const units = [{ ...half, parts: [a, { ...b, answer: FAILED }] }, ...personal(100)];
		expect(hints(units)).toStrictEqual([
			info(`Each item has its own text: 101 messages at 600 a minute. ${placeholder}`),
		]);
	});

	it('is told of items with a deduplication key', () => {
		expect(hints(keyed(101))).toStrictEqual([
			info(
				'Each item with a deduplication key sends a message of its own: 101 messages at 600 a minute. Raise Messages per Request to speed it up.',
			),
		]);
		expect(hints(keyed(400), { messagesPerRequest: 3 })).toStrictEqual([
			info(
				'Each item with a deduplication key sends a message of its own: 400 messages, 3 in a request, at 600 a minute. Raise Messages per Request to speed it up.',
			),
		]);
	});

	it('is told of the texts where few items have a key', () => {
		const units = times(101, (index) =>
			planned(own(index, index < 100 ? { transactionIds: [`${index}`] } : {})),
		);
		expect(hints(units)).toStrictEqual([
			info(`Each item has its own text: 101 messages at 600 a minute. ${placeholder}`),
		]);
	});

	it.each<[string, Planned[], Partial<SendOptions>]>([
		['a hundred messages', personal(100), {}],
		['a hundred with a key', keyed(100), {}],
		['a hundred requests of several messages', personal(200), { messagesPerRequest: 2 }],
		['a method of one message in a request', personal(101), { canBundle: false }],
		['a hundred with a key and a hundred texts', [...keyed(100), planned(item(['b']))], {}],
		['a hundred texts', [...personal(100), planned(own(0)), planned(own(1))], {}],
		['one text by choice', times(101, () => planned(item(['a']))), { combineItems: false }],
		['one item of many messages', [long], {}],
	])('is not told of %s', (_name, units, options) => expect(hints(units, options)).toStrictEqual([]));
});

it('hints stand in their order: what is wrong first, what takes long last', () => {
	const shared = planned(item(['a']), created({ warning: 'Limit', codes: [] }));
	const whole = planned(item([], { ...SEGMENT, id: '1' }));
	const event = planned(item(['a'], { id: '2' }, { transactionIds: ['id'] }));
	const again = ({ unit, parts }: Planned) => sharing({ ...unit }, ...parts);
	const personal = times(101, (index) =>
		planned(item(['a'], { id: `own ${index}`, notification: { ...NOW, content: `Hi ${index}` } })),
	);
	const repeated = [0, 1].map(() => planned(item([], { ...SEGMENT, id: '3' })));
	const units = [shared, whole, event].flatMap((first) => [first, again(first)]);
	expect(
		hints([...units, ...repeated, ...personal]).map(({ type, message: text }) => [type, text.slice(0, 27)]),
	).toStrictEqual([
		['warning', 'Pushwoosh warned about 1 me'],
		['warning', '1 item sent a message again'],
		['info', '2 items had the same messag'],
		['info', '2 items had the deduplicati'],
		['info', '1 recipient occurred in sev'],
		['info', '1 message accepted by Pushw'],
		['info', 'The items have 102 differen'],
	]);
});
