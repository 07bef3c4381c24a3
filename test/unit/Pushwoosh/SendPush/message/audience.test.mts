import { describe, expect, it } from 'vitest';

import {
	assertOnlyTarget,
	targetFields,
	type Audience,
} from '../../../../../nodes/Pushwoosh/SendPush/message/audience.ts';
import {
	addressTo,
	buildNotification,
} from '../../../../../nodes/Pushwoosh/SendPush/message/notification.ts';
import type { Notification } from '../../../../../nodes/Pushwoosh/SendPush/message/notification.ts';
import { checkRawFields } from '../../../../../nodes/Pushwoosh/SendPush/message/rawFields.ts';

const AUDIENCES: Audience[] = [
	{ kind: 'users' },
	{ kind: 'devices' },
	{ kind: 'segment', name: 'VIP' },
	{ kind: 'conditions', conditions: [['City', 'EQ', 'x']], operator: 'AND' },
	{ kind: 'geozone', latitude: 1, longitude: 2, range: 3 },
	{ kind: 'everyone' },
];
const TARGETS = ['users', 'devices', 'filter', 'conditions', 'geozone'];
const FIELD = {
	users: 'users',
	devices: 'devices',
	segment: 'filter',
	conditions: 'conditions',
	geozone: 'geozone',
	everyone: undefined,
};
const parts = { schedule: { send_date: 'now' }, texts: { content: 'Hi' }, general: {}, platformSettings: {} };

describe('assertOnlyTarget', () => {
	it.each(AUDIENCES.map((audience) => [audience.kind, audience] as const))(
		'%s: its own field and no other passes',
		(_kind, audience) => {
			const own = targetFields(audience, ['id']);
			expect(() => assertOnlyTarget(own, audience)).not.toThrow();
			for (const name of TARGETS) {
				if (name in own) continue;
				for (const value of [['x'], [], '', null, undefined, {}]) {
					expect(() => assertOnlyTarget({ ...own, [name]: value }, audience)).toThrow('other people');
				}
			}
			for (const other of AUDIENCES) {
				if (other.kind !== audience.kind) expect(() => assertOnlyTarget(own, other)).toThrow('other people');
			}
		},
	);

	it.each<[Audience['kind'], unknown[]]>([
		['users', [[], '', 'a', null, undefined, {}, [''], [' '], [1], [null], ['a', undefined]]],
		['devices', [[], [''], 'a', null]],
		['segment', ['', '  ', null, undefined, 5, ['a'], {}]],
		[
			'conditions',
			[
				[],
				null,
				{},
				[[]],
				[['City', 'EQ']],
				[['', 'EQ', 'x']],
				[['City', 'EQ', '']],
				[['City', 'IN', []]],
				[['City', 'EQ', null]],
				[['City', 'EQ', undefined]],
				[['City', '', 'x']],
				[['City', 'EQ', 'x', 'y']],
				['abc'],
				[{ 0: 'City', 1: 'EQ', 2: 'x', length: 3 }],
				// One bad condition among good ones.
				[
					['City', 'EQ', 'x'],
					['City', 'EQ', ''],
				],
				[
					['City', 'IN', []],
					['City', 'EQ', 'x'],
				],
				'x',
			],
		],
		[
			'geozone',
			[
				null,
				{},
				[],
				{ lat: 1, lng: 2 },
				{ lat: '1', lng: 2, range: 3 },
				{ lat: NaN, lng: 2, range: 3 },
				{ lat: 1, lng: Infinity, range: 3 },
			],
		],
	])('%s: an empty or odd value is refused', (kind, values) => {
		for (const value of values) {
			expect(() => assertOnlyTarget({ [String(FIELD[kind])]: value }, { kind })).toThrow('other people');
		}
	});

	it.each([0, false, 'x', ['a'], ['']])('a condition that compares with %j passes', (operand) => {
		expect(() =>
			assertOnlyTarget({ conditions: [['City', 'EQ', operand]] }, { kind: 'conditions' }),
		).not.toThrow();
	});

	it('says what to check', () => {
		expect(() => assertOnlyTarget({}, { kind: 'users' })).toThrow(
			expect.objectContaining({
				message: 'The push would have gone to other people than those chosen',
				advice: "Check 'Audience' and its fields: an empty one would make it a push to everyone.",
				code: 'AUDIENCE_NOT_CERTAIN',
			}),
		);
	});

	it('a field that only a prototype has does not count', () => {
		const inherited = Object.create({ users: ['a'] }) as Notification;
		expect(() => assertOnlyTarget(inherited, { kind: 'users' })).toThrow('other people');
	});
});

describe('raw fields', () => {
	it.each([
		'users',
		'devices',
		'filter',
		'conditions',
		'geozone',
		'transactionId',
		'auth',
		'conditions_operator',
		'filter_code',
		'application',
		'applications_group',
		'notifications',
		'request',
		'Users',
		'USERS',
		'transaction_id',
		'TransactionID',
		'geo_zone',
		' users ',
		'devices_filter',
		'constructor',
		'prototype',
	])('%s is refused', (name) => expect(() => checkRawFields({ [name]: ['x'] })).toThrow(`“${name}”`));

	it('__proto__ as JSON gives it is refused', () => {
		expect(() => checkRawFields(JSON.parse('{"__proto__":{"users":["a"]}}') as Notification)).toThrow(
			'“__proto__”',
		);
	});

	it.each([[[]], [null], ['1'], [1], [['1']], [{}], [undefined]])('platforms %j are refused', (platforms) => {
		expect(() => checkRawFields({ platforms })).toThrow('platform codes');
	});

	it('anything else passes', () => {
		expect(() =>
			checkRawFields({
				platforms: [1, 30],
				inbox_days: 7,
				send_date: 'now',
				follow_user: true,
				android_group_id: 1,
			}),
		).not.toThrow();
	});
});

it('whatever raw fields hold, a push goes to its audience or nowhere', () => {
	// A small generator with a fixed seed: a failure can be repeated.
	let seed = 42;
	const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
	const pick = <T,>(list: readonly T[]): T => list[random(list.length)] as T;
	const names = [
		...TARGETS,
		'filter_code',
		'platforms',
		'content',
		'title',
		'data',
		'ios_root_params',
		'__proto__',
		'constructor',
		'toString',
		'hasOwnProperty',
		'Users',
		'send_date',
		'users\u0000',
		'usеrs',
	];
	const values = [
		'',
		'[]',
		'{}',
		'null',
		'"x"',
		'["x"]',
		'0',
		'true',
		'{"users":[]}',
		'{"__proto__":{"users":["a"]}}',
		'[[]]',
		'[1]',
	];
	let passed = 0;
	for (let round = 0; round < 20_000; round++) {
		const audience = pick(AUDIENCES);
		const fields = Array.from(
			{ length: random(4) },
			() => `${JSON.stringify(pick(names))}:${pick(values) || '""'}`,
		);
		const rawFields = JSON.parse(`{${fields.join(',')}}`) as Notification;
		const recipients = pick([['a'], ['a', 'b']]);
		let sent: Notification;
		try {
			sent = addressTo(buildNotification({ ...parts, rawFields }, audience), audience, recipients);
		} catch (error) {
			expect((error as Error).name).toBe('ItemProblem');
			continue;
		}
		passed++;
		const wire = JSON.parse(JSON.stringify(sent)) as Notification;
		const present = TARGETS.filter((name) => name in wire);
		expect(present).toEqual(FIELD[audience.kind] ? [FIELD[audience.kind]] : []);
		expect(wire).toMatchObject(targetFields(audience, recipients));
	}
	expect(passed).toBeGreaterThan(1000);
});

it('an empty list of recipients never becomes a message', () => {
	for (const kind of ['users', 'devices'] as const) {
		expect(() => addressTo({ content: 'Hi' }, { kind }, [])).toThrow('other people');
		expect(() => addressTo({ content: 'Hi' }, { kind })).toThrow('other people');
	}
});
