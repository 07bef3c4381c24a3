import { describe, expect, it } from 'vitest';

import type { PushMessage, PushUnit } from '../../../../../nodes/Pushwoosh/SendPush/message/pushMessage.ts';
import type { CreatedMessage } from '../../../../../nodes/Pushwoosh/SendPush/sending/createMessage.ts';
import {
	createdAnswer,
	isUnknown,
	messageOf,
	reportPush,
	withWhatWasSent,
	type PushPart,
	type SendWords,
} from '../../../../../nodes/Pushwoosh/SendPush/sending/report.ts';
import type { Failure } from '../../../../../nodes/shared/failure.ts';
import { at, CODES, created, item, sent } from './sends.mts';

const WORDS: SendWords = {
	what: 'push',
	device: { one: 'device', many: 'devices' },
	ifUnknown: 'Check the device IDs.',
};
const [A, B] = CODES;
const DEVICES: Partial<PushMessage> = { audience: { kind: 'devices' } };
const SEGMENT: Partial<PushMessage> = { audience: { kind: 'segment', name: 'VIP' } };

/** How a failure reads that a warning is made of. */
const warned = (warning: string, extra: Failure['extra']): Failure => ({
	code: 'WARNING',
	message: `Pushwoosh sent the message, but warned: “${warning}”`,
	advice: "The message was sent, so don't send it again. The limits of your plan stand in the Control Panel.",
	extra,
});

describe('the answer for the recipients of a created message', () => {
	it.each([
		['without a warning', undefined, false],
		['without a warning, where one is a failure', undefined, true],
		['with a warning that is reported', 'Limit reached', false],
	])('%s is a success', (_name, warning, failOnWarning) => {
		const data = created(warning === undefined ? {} : { warning });
		expect(createdAnswer(data, failOnWarning)).toStrictEqual({ kind: 'succeeded', data });
	});

	it.each([
		[[], { messageCodes: [] }],
		[[A], { messageCode: A, messageCodes: [A] }],
		[[A, B], { messageCode: A, messageCodes: [A, B] }],
	])('with a warning that fails the item names the codes %j', (codes, extra) => {
		const data = created({ codes, warning: 'Limit reached' });
		const failure = warned('Limit reached', extra);
		expect(createdAnswer(data, true)).toStrictEqual({ kind: 'succeeded', data, failure });
	});
});

describe('of a part', () => {
	const unit = item(['a'], DEVICES);
	const data = created({ unknownDevices: new Set(['a']) });
	const part: PushPart = { id: 'a', unit, attempts: 1 };
	const failure = { code: '500', message: 'No' };

	it('that was sent, the message is known', () => {
		expect(messageOf(sent(unit, 'a', data))).toBe(data);
		expect(messageOf(sent(unit, 'a', data, failure))).toBe(data);
	});

	it.each<[string, PushPart]>([
		['not answered', part],
		['refused', { ...part, answer: { kind: 'rejected', code: '210', message: 'No', data } }],
		['failed', { ...part, answer: { kind: 'failed', failure } }],
	])('that was %s, there is no message, and nothing is known of its device', (_name, unsent) => {
		expect(messageOf(unsent)).toBeUndefined();
		expect(isUnknown(unsent)).toBe(false);
	});

	it('its device is unknown where the message says so', () => {
		expect(isUnknown(sent(unit, 'a', data))).toBe(true);
		expect(isUnknown(sent(unit, 'b', data))).toBe(false);
		expect(isUnknown(sent(unit, 'a', created()))).toBe(false);
	});
});

const one = { messageCode: A, messageCodes: [A] };

/** Each recipient of the item was sent the message at its place, the others the last one. */
const allSent = (unit: PushUnit, [...messages]: CreatedMessage[], failure?: Failure) =>
	(unit.recipients.length > 0 ? unit.recipients : ['message']).map((id) => {
		const data = (messages.length > 1 ? messages.shift() : messages[0]) ?? created();
		return sent(unit, id, data, data.warning === undefined ? undefined : failure);
	});

describe('the report of an item', () => {
	const report = (unit: PushUnit, messages: CreatedMessage[], failure?: Failure) =>
		reportPush(unit, allSent(unit, messages, failure), WORDS);
	const success = (facts: object) => ({ kind: 'succeeded', json: { success: true, ...facts } });

	it.each<[string, PushUnit, object]>([
		['a user', item(['a']), { ...one, submitted: 1 }],
		['two users', item(['a', 'b']), { ...one, submitted: 2 }],
		['a device', item(['a'], DEVICES), { ...one, submitted: 1 }],
		['two devices', item(['a', 'b'], DEVICES), { ...one, submitted: 2 }],
		['a segment', item([], SEGMENT), one],
		['everyone', item([], { audience: { kind: 'everyone' } }), one],
		[
			'a user, later',
			item(['a'], { notification: at('2026-11-28 09:00') }),
			{ ...one, submitted: 1, scheduledFor: '2026-11-28 09:00, Europe/Madrid' },
		],
	])('to %s says what was handed over', (_name, unit, facts) => {
		expect(report(unit, [created()])).toStrictEqual(success(facts));
	});

	it.each([
		[[[]], { messageCodes: [] }],
		[[[A], [B]], { messageCode: A, messageCodes: [A, B] }],
		[[[B], []], { messageCode: B, messageCodes: [B] }],
		[[[A, B], [B]], { messageCode: A, messageCodes: [A, B] }],
	])('of messages with the codes %j names each once', (lists, codes) => {
		const messages = lists.map((list) => created({ codes: list }));
		expect(report(item(['a', 'b']), messages)).toStrictEqual(success({ ...codes, submitted: 2 }));
	});

	it.each([
		[['a', 'b'], ['b'], { unknownDevices: ['b'] }],
		[['a', 'b', 'c'], ['c', 'a'], { unknownDevices: ['a', 'c'] }],
		[['a', 'b'], ['of another item'], {}],
	])('to the devices %j of which Pushwoosh does not know %j', (recipients, unknown, told) => {
		const messages = [created({ unknownDevices: new Set(unknown) })];
		const facts = { ...one, submitted: recipients.length, ...told };
		expect(report(item(recipients, DEVICES), messages)).toStrictEqual(success(facts));
	});

	it.each([[['a']], [['a', 'b']]])('to the devices %j that are all unknown is a rejection', (recipients) => {
		const messages = [created({ unknownDevices: new Set(recipients) })];
		expect(report(item(recipients, DEVICES), messages)).toStrictEqual({
			kind: 'rejected',
			code: 'UNKNOWN_DEVICES',
			message: 'Pushwoosh knows none of these devices',
			advice: 'Check the device IDs.',
			json: {
				success: false,
				...one,
				submitted: recipients.length,
				unknownDevices: recipients,
				errorCode: 'UNKNOWN_DEVICES',
			},
			extra: one,
		});
	});

	it('names unknown phone numbers as what they are', () => {
		const unit = item(['a'], DEVICES);
		const parts = allSent(unit, [created({ unknownDevices: new Set(['a']) })]);
		const words = { ...WORDS, device: { one: 'phone number', many: 'phone numbers' } };
		expect(reportPush(unit, parts, words)).toMatchObject({
			message: 'Pushwoosh knows none of these phone numbers',
		});
	});

	it('says of users nothing about devices', () => {
		const messages = [created({ unknownDevices: new Set(['a']) })];
		expect(report(item(['a']), messages)).toStrictEqual(success({ ...one, submitted: 1 }));
	});

	it.each([
		[['Limit reached'], 'Limit reached'],
		[['Limit reached', undefined], 'Limit reached'],
		[['Limit reached', 'Limit reached'], 'Limit reached'],
		[['Limit reached', 'Old API'], 'Limit reached · Old API'],
	])('of messages with the warnings %j tells each once', (warnings, warning) => {
		const messages = warnings.map((told) => created(told === undefined ? {} : { warning: told }));
		const facts = { ...one, submitted: 2, warning };
		expect(report(item(['a', 'b']), messages)).toStrictEqual(success(facts));
		expect(report(item(['a', 'b']), messages, warned(warning, {}))).toStrictEqual({
			kind: 'failed',
			failure: warned(warning, facts),
		});
	});

	it('with a warning says also when it goes out and which devices are unknown', () => {
		const unit = item(['a', 'b'], { ...DEVICES, notification: at('2026-11-28 09:00') });
		const messages = [created({ warning: 'Limit reached', unknownDevices: new Set(['b']) })];
		expect(report(unit, messages, warned('Limit reached', {}))).toStrictEqual({
			kind: 'failed',
			failure: warned('Limit reached', {
				...one,
				submitted: 2,
				scheduledFor: '2026-11-28 09:00, Europe/Madrid',
				unknownDevices: ['b'],
				warning: 'Limit reached',
			}),
		});
	});
});

describe('the failure of an item', () => {
	const failure: Failure = { code: '500', message: 'The push did not go out', advice: 'Try again later.' };
	/** The first recipients got their messages, the others none. */
	const explain = (unit: PushUnit, count: number, messages: CreatedMessage[], cause = failure) => {
		const parts: PushPart[] = allSent(unit, messages);
		const unsent = { kind: 'failed' as const, failure: cause };
		const mixed = parts.map((part, index) => (index < count ? part : { ...part, answer: unsent }));
		return withWhatWasSent(cause, unit, mixed, WORDS);
	};

	it.each<[string, PushUnit]>([
		['a user', item(['a'])],
		['two devices', item(['a', 'b'], DEVICES)],
		['a segment', item([], SEGMENT)],
	])('of which nothing was sent to %s stays as it is', (_name, unit) => {
		expect(explain(unit, 0, [created()])).toBe(failure);
	});

	it('to an audience without a list stays as it is', () => {
		expect(explain(item([], SEGMENT), 1, [created()])).toBe(failure);
	});

	it.each<[string, PushUnit, number, string[]]>([
		['1 of 2 users', item(['a', 'b']), 1, ['b']],
		['1 of 3 users', item(['a', 'b', 'c']), 1, ['b', 'c']],
		['2 of 3 users', item(['a', 'b', 'c']), 2, ['c']],
		['2 of 3 devices', item(['a', 'b', 'c'], DEVICES), 2, ['c']],
	])('of which %s were handed over names the others', (text, unit, submitted, unsent) => {
		expect(explain(unit, submitted, [created()])).toStrictEqual({
			code: '500',
			message: `The push did not go out (${text} had been handed over)`,
			advice: 'Try again later. Send it again only to those in "unsent".',
			extra: { ...one, submitted, unsent },
		});
	});

	it('of many users writes their numbers as people read them', () => {
		const many = Array.from({ length: 2500 }, (_, index) => `user ${index}`);
		const { message } = explain(item(many), 1000, [created()]);
		expect(message).toBe('The push did not go out (1,000 of 2,500 users had been handed over)');
	});

	it.each([
		['Try again later.', undefined, 'Try again later. Send it again only to those in "unsent".'],
		[undefined, undefined, 'Send it again only to those in "unsent".'],
		['', false, 'Send it again only to those in "unsent".'],
		[undefined, true, 'Send it again only to those in "unsent", some of whom may have got it.'],
	])('with the advice %j, uncertain %s, has one more', (before, uncertain, advice) => {
		const cause: Failure = { code: '500', message: 'No', advice: before, uncertain, httpStatus: 503 };
		expect(explain(item(['a', 'b']), 1, [created()], cause)).toStrictEqual({
			code: '500',
			message: 'No (1 of 2 users had been handed over)',
			advice,
			uncertain,
			httpStatus: 503,
			extra: { ...one, submitted: 1, unsent: ['b'] },
		});
	});

	it('tells the unknown devices and the warnings of what was sent', () => {
		const messages = [
			created({ warning: 'Limit reached', unknownDevices: new Set(['a']) }),
			created({ codes: [B], warning: 'Old API' }),
		];
		expect(explain(item(['a', 'b', 'c'], DEVICES), 2, messages).extra).toStrictEqual({
			messageCode: A,
			messageCodes: [A, B],
			submitted: 2,
			unsent: ['c'],
			unknownDevices: ['a'],
			warning: 'Limit reached · Old API',
		});
	});

	it('of messages without a code has none to name', () => {
		const { extra } = explain(item(['a', 'b']), 1, [created({ codes: [] })]);
		expect(extra).toStrictEqual({ messageCodes: [], submitted: 1, unsent: ['b'] });
	});
});
