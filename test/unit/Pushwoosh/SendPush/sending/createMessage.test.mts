import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import {
	createMessageRequest,
	explainUncertain,
	isMessageCode,
	readCreatedMessages,
	type CreateMessageCall,
} from '../../../../../nodes/Pushwoosh/SendPush/sending/createMessage.ts';
import {
	checkMessageCode,
	deleteMessageRequest,
} from '../../../../../nodes/Pushwoosh/SendPush/deleteScheduled.ts';
import { toAnswer } from '../../../../../nodes/shared/http/answer.ts';
import { retryWhenNotActedOn } from '../../../../../nodes/shared/http/retry.ts';
import { AGAIN, FIRST } from '../../../support/earlierTries.mts';
import { ACCESS } from '../../access.mts';

const A = '1A2B-3C4D5E6F-7A8B9C0D';
const B = 'FFFF-00000000-11111111';
const C = 'CCCC-22222222-33333333';

/** @param sent the devices of each message, or how many messages without devices there were */
function created(response: IDataObject, sent: number | string[][], warning?: string) {
	const devices = typeof sent === 'number' ? Array.from({ length: sent }, () => []) : sent;
	const judged = readCreatedMessages({ response, ...(warning === undefined ? {} : { warning }) }, devices);
	if (!judged.ok) return judged;
	return judged.value.map(({ codes, unknownDevices, ...rest }) => ({
		codes,
		unknown: [...unknownDevices],
		...rest,
	}));
}
const message = (codes: string[], unknown: string[] = []) => ({ codes, unknown });

describe('the request', () => {
	const pace = async () => {};
	const notifications = [{ send_date: 'now', content: 'Your parcel is on its way' }];
	const basics = { session: ACCESS, application: 'AAAAA-00000', repeatUncertain: false, pace };
	const request = (more: Partial<CreateMessageCall> = {}) =>
		createMessageRequest({ ...basics, notifications, ...more });

	it.each([
		['createMessage', undefined],
		['createMessage', 'createMessage' as const],
		['createEmailMessage', 'createEmailMessage' as const],
	])('is the documented one of %s, without the token', (name, method) => {
		const spec = request({ method });
		expect(spec).toStrictEqual({
			method: 'POST',
			url: `https://api.pushwoosh.com/json/1.3/${name}`,
			body: { request: { application: 'AAAAA-00000', notifications } },
			judge: spec.judge,
			retry: retryWhenNotActedOn,
			onlyOnce: true,
			pace,
			right: `${name} AAAAA-00000`,
		});
	});

	it.each([
		[1, "Pushwoosh didn't accept the message: “Wrong”"],
		[2, "Pushwoosh didn't accept the 2 messages: “Wrong”"],
		[1000, "Pushwoosh didn't accept the 1,000 messages: “Wrong”"],
	])('of %i messages says so where it is refused', (count, told) => {
		const spec = request({ notifications: Array.from({ length: count }, () => ({ content: 'x' })) });
		const body = JSON.stringify({ status_code: 210, status_message: 'Wrong', response: null });
		const judged = spec.judge(toAnswer(200, {}, body), FIRST);
		expect(judged.ok ? undefined : judged.failure.message).toBe(told);
	});

	it('knows the devices of each message, be they numbers, and of those without any', () => {
		const spec = request({ notifications: [{ devices: ['x', 12] }, { users: ['x'] }] });
		const response = { Messages: [A, B], UnknownDevices: ['x', '12', 'y'] };
		const body = JSON.stringify({ status_code: 200, status_message: 'OK', response });
		expect(spec.judge(toAnswer(200, {}, body), FIRST)).toStrictEqual({
			ok: true,
			value: [
				{ codes: [A], unknownDevices: new Set(['x', '12']) },
				{ codes: [B], unknownDevices: new Set() },
			],
		});
	});

	it('is repeated only when certainly not acted on, unless chosen otherwise', () => {
		const spec = request();
		const lost = { passing: true, notActedOn: false };
		expect(spec.retry(lost)).toBe(false);
		expect(spec.retry({ passing: true, notActedOn: true })).toBe(true);
		const bold = request({ repeatUncertain: true });
		expect(bold.retry(lost)).toBe(true);
		expect(bold.retry({ passing: false, notActedOn: true })).toBe(false);
	});

	it('the documented answers are judged', () => {
		const spec = request();
		const ok = { status_code: 200, status_message: 'OK', response: { Messages: [A] } };
		expect(spec.judge(toAnswer(200, {}, JSON.stringify(ok)), FIRST)).toMatchObject({
			ok: true,
			value: [{ codes: [A] }],
		});
		const unknown = {
			...ok,
			response: { Messages: [A], UnknownDevices: { [A]: ['hwid-that-does-not-exist'] } },
		};
		const toDevices = request({ notifications: [{ devices: ['hwid-that-does-not-exist'] }] });
		expect(toDevices.judge(toAnswer(200, {}, JSON.stringify(unknown)), FIRST)).toMatchObject({
			ok: true,
			value: [{ codes: [A], unknownDevices: new Set(['hwid-that-does-not-exist']) }],
		});
		const refused = {
			status_code: 403,
			status_message: 'Token restrictions forbid this operation',
			response: null,
		};
		for (const status of [200, 403]) {
			expect(spec.judge(toAnswer(status, {}, JSON.stringify(refused)), FIRST)).toMatchObject({
				ok: false,
				failure: {
					code: '403',
					message: expect.stringContaining('Token restrictions forbid this operation') as string,
				},
				passing: false,
				notActedOn: true,
			});
		}
	});

	it.each([
		[404, 'Filter "Nope" not found', true],
		[404, 'Resource not found', true],
		[210, 'Filter not found', true],
		[210, 'Application not found', false],
		[210, 'Wrong arguments', false],
	])('%i “%s” for a message to a segment says that there is none: %s', (code, text, isMissing) => {
		const toSegment = request({ notifications: [{ filter: 'Nope' }] });
		const body = JSON.stringify({ status_code: code, status_message: text, response: null });
		const judged = toSegment.judge(toAnswer(200, {}, body), FIRST);
		expect(judged).toMatchObject({ ok: false, failure: { code: String(code) } });
		const failure = judged.ok ? undefined : judged.failure;
		if (isMissing) {
			expect(failure).toMatchObject({
				message: "This application has no segment 'Nope'",
				advice: 'Pick it from the list; capitals and blanks at the ends count.',
			});
		} else {
			expect(failure?.message).toContain("Pushwoosh didn't accept the message");
		}
		const toUsers = request().judge(toAnswer(200, {}, body), FIRST);
		expect(toUsers.ok ? '' : toUsers.failure.message).toContain("Pushwoosh didn't accept the message");
	});

	it.each([
		[408, 200, false],
		[429, 200, true],
		[500, 200, false],
		[503, 503, false],
		[210, 500, false],
		[210, 200, true],
		[400, 400, true],
	])('body code %i with HTTP %i: certainly not acted on is %s', (code, status, notActedOn) => {
		const body = { status_code: code, status_message: 'x', response: null };
		expect(request().judge(toAnswer(status, {}, JSON.stringify(body)), FIRST)).toMatchObject({
			ok: false,
			notActedOn,
		});
	});
});

describe('readCreatedMessages', () => {
	it('one message: its code, or none that can be used', () => {
		expect(created({ Messages: [A] }, 1)).toStrictEqual([message([A])]);
		for (const Messages of [undefined, null, [], ['CODE_NOT_AVAILABLE'], [''], [null], {}, 'text', [42]]) {
			expect(created({ Messages }, 1)).toStrictEqual([message([])]);
		}
		expect(created({}, 1)).toStrictEqual([message([])]);
		expect(created({ Messages: [A, B] }, 1)).toStrictEqual([message([A, B])]);
	});

	it('several messages: in their order, placeholders without a code', () => {
		expect(created({ Messages: [A, 'CODE_NOT_AVAILABLE', C] }, 3)).toStrictEqual([
			message([A]),
			message([]),
			message([C]),
		]);
		expect(created({ Messages: [] }, 2)).toStrictEqual([message([]), message([])]);
		expect(created({}, 2)).toStrictEqual([message([]), message([])]);
	});

	it('more codes than messages: nobody knows whose they are', () => {
		expect(created({ Messages: [A, B, C] }, 2)).toStrictEqual([message([]), message([])]);
	});

	const codes = Array.from({ length: 21 }, (_, at) => `AAAA-BBBB-${String(at).padStart(4, '0')}`);
	it.each([
		['a code', [A], 2, A],
		['codes', [A, B], 3, `${A}, ${B}`],
		['many codes, of which 20 are named', codes, 22, codes.slice(0, 20).join(', ')],
		['a word that is no code', ['CODE_NOT_AVAILABLE'], 2, 'none was given'],
	])('fewer than the messages is uncertain: %s', (_what, Messages, count, named) => {
		expect(created({ Messages }, count)).toStrictEqual({
			ok: false,
			failure: {
				code: 'UNEXPECTED_ANSWER',
				message: `Pushwoosh answered with ${Messages.length === 1 ? '1 message code' : `${Messages.length} message codes`} for ${count} messages, so it isn't known which of them were created`,
				advice: `Look for these codes in Pushwoosh's Message History: ${named}. With 'Messages per Request' at 1 each message has its own answer.`,
			},
			passing: false,
			notActedOn: false,
		});
	});

	it('a warning belongs to all of them', () => {
		expect(created({ Messages: [A, B] }, 2, 'W')).toStrictEqual([
			{ ...message([A]), warning: 'W' },
			{ ...message([B]), warning: 'W' },
		]);
	});

	it('unknown devices by code, whatever the case', () => {
		expect(
			created({ Messages: [A, B], UnknownDevices: { [A.toLowerCase()]: ['X'], [B]: ['y', 'Z'] } }, [
				['x', 'other'],
				['Y', 'z'],
			]),
		).toStrictEqual([message([A], ['x']), message([B], ['Y', 'z'])]);
	});

	it('of devices that differ in nothing but case, the one that is written so is unknown', () => {
		const sent = ['Dev-A', 'dev-a', 'dev-b'];
		const unknown = (list: unknown[]) => created({ Messages: [A], UnknownDevices: { [A]: list } }, [sent]);
		expect(unknown(['dev-a'])).toStrictEqual([message([A], ['dev-a'])]);
		expect(unknown(['dev-a', 'Dev-A'])).toStrictEqual([message([A], ['Dev-A', 'dev-a'])]);
		expect(unknown(['DEV-A', 'DEV-B'])).toStrictEqual([message([A], sent)]);
		expect(unknown(['dev-c'])).toStrictEqual([message([A])]);
		expect(unknown([12])).toStrictEqual([message([A])]);
	});

	it('unknown devices under no code of the answer count for all', () => {
		expect(created({ Messages: ['?'], UnknownDevices: { '?': ['x'] } }, [['x']])).toStrictEqual([
			message([], ['x']),
		]);
		expect(created({ Messages: [A], UnknownDevices: { other: ['x'] } }, [['x']])).toStrictEqual([
			message([A], ['x']),
		]);
		expect(created({ Messages: [A, B], UnknownDevices: ['x'] }, [['x'], ['x']])).toStrictEqual([
			message([A], ['x']),
			message([B], ['x']),
		]);
		expect(created({ UnknownDevices: { [A]: ['x'] } }, [['x'], ['x']])).toStrictEqual([
			message([], ['x']),
			message([], ['x']),
		]);
	});

	it('unknown devices under the code of another message count for that one alone', () => {
		const both = [['x'], ['x']];
		expect(created({ Messages: [A, B], UnknownDevices: { [B]: ['x'] } }, both)).toStrictEqual([
			message([A]),
			message([B], ['x']),
		]);
	});

	it('unknown devices count for a message without a code as well, which may be theirs', () => {
		const both = [['x'], ['x']];
		expect(created({ Messages: [A, '?'], UnknownDevices: { [A]: ['x'] } }, both)).toStrictEqual([
			message([A], ['x']),
			message([], ['x']),
		]);
	});

	it.each<[string, unknown, string[]]>([
		['a list', ['x'], ['x']],
		['a single text', 'x', ['x']],
		['a number', [12], ['12']],
		['a single number', 12, ['12']],
		['nothing that is an ID', [['x'], null, true, { id: 'x' }], []],
		['an ID that only capitals would make another', ['ß'], []],
	])('unknown devices come as %s', (_what, list, unknown) => {
		const sent = ['x', '12', 'ss', 'null', 'true'];
		expect(created({ Messages: [A], UnknownDevices: { [A]: list } }, [sent])).toStrictEqual([
			message([A], unknown),
		]);
	});

	it.each([null, undefined, [], {}, 'x', 5])('no unknown devices: %j', (UnknownDevices) => {
		expect(created({ Messages: [A], UnknownDevices }, [['a']])).toStrictEqual([message([A])]);
	});
});

it.each<[unknown, boolean]>([
	[A, true],
	['CODE_NOT_AVAILABLE', false],
	['AAAAA-00000', false],
	['', false],
	[null, false],
	[`${A}\n`, false],
	[`${A}-1234`, false],
	[[A], false],
])('%j is a message code: %s', (value, expected) => expect(isMessageCode(value)).toBe(expected));

describe('a refusal', () => {
	const judge = (count: number, status: number, said: unknown) => {
		const notifications = Array.from({ length: count }, () => ({ content: 'x' }));
		const spec = createMessageRequest({
			session: ACCESS,
			application: 'A',
			notifications,
			repeatUncertain: false,
			pace: async () => {},
		});
		const judged = spec.judge(
			toAnswer(status, {}, typeof said === 'string' ? said : JSON.stringify(said)),
			FIRST,
		);
		return judged.ok ? undefined : judged;
	};
	const said = (status_code: number, status_message = 'No') => ({
		status_code,
		status_message,
		response: null,
	});

	it.each([
		[200, said(210)],
		[200, said(404, 'Filter not found')],
		[400, said(400)],
		[400, said(210)],
	])('of one of several messages leaves the others open: HTTP %i, %j', (status, body) => {
		expect(judge(2, status, body)).toMatchObject({ notActedOn: false, passing: false });
		expect(judge(1, status, body)).toMatchObject({ notActedOn: true, passing: false });
	});

	it.each([
		[200, said(210, 'Invalid API token')],
		[200, said(401)],
		[200, said(403)],
		[200, said(429)],
	])('that is about the request as a whole is certain: HTTP %i, %j', (status, body) => {
		expect(judge(2, status, body)).toMatchObject({ notActedOn: true });
	});

	it.each([
		[400, '<html>Bad request</html>'],
		[413, 'Too large'],
		[429, 'Slow down'],
	])('that does not come from Pushwoosh is certain: HTTP %i, %s', (status, body) => {
		expect(judge(2, status, body)?.notActedOn).toBe(judge(1, status, body)?.notActedOn);
		expect(judge(2, status, body)?.notActedOn).not.toBe(false);
	});

	it('of several with a fault is as uncertain as of one', () => {
		expect(judge(2, 200, said(500))).toMatchObject({ notActedOn: false, passing: true });
	});
});

describe('explainUncertain', () => {
	const lost = { code: 'TIMEOUT', message: 'No answer', advice: 'Try again later.', uncertain: true };

	it('a certain failure stays as it is', () => {
		const certain = { code: '210', message: 'No', advice: 'Check.' };
		expect(explainUncertain(certain, false)).toBe(certain);
	});

	const look = "Look into Pushwoosh's Message History before you send it again.";
	const sameId =
		"'Repeat Uncertain Sends' in the options repeats such sends under the same transaction ID, as far as Pushwoosh honours it.";
	const twice =
		"'Repeat Uncertain Sends' in the options repeats such sends; somebody might then get it twice.";
	const apart = "With 'Messages per Request' at 1 each message has an answer of its own.";
	const refused = { ...lost, code: '500', message: "Pushwoosh didn't accept the message", httpStatus: 500 };
	const several = { ...refused, message: "Pushwoosh didn't accept the 1,000 messages" };
	const closed = { ...refused, retryAfter: 120, advice: 'Wait 2 minutes.' };
	const unexpected = { ...refused, code: 'UNEXPECTED_ANSWER', advice: "Check 'Base URL'." };

	it.each([
		['that nobody answered', lost, false, `No answer. ${look} ${sameId}`],
		['that was repeated already', lost, true, `No answer. ${look}`],
		['that was answered', refused, false, `${look} ${sameId}`],
		['that was answered, repeated already', refused, true, look],
		['of several messages', several, false, `${look} ${apart} Try again later.`],
		['of several messages, repeated already', several, true, `${look} ${apart} Try again later.`],
		['that has to wait', closed, true, `${look} Wait 2 minutes.`],
		['with a strange answer', unexpected, false, `${look} ${sameId} Check 'Base URL'.`],
		['without advice of its own', { ...unexpected, advice: undefined }, true, look],
		['with empty advice of its own', { ...unexpected, advice: '' }, true, look],
	])('advises to look before anything is sent again, of a send %s', (_what, failure, repeated, advice) => {
		expect(explainUncertain(failure, repeated).advice).toBe(advice);
	});

	it.each([
		['a push', undefined, undefined, 'The push may have gone out: no answer came', sameId],
		['what it is', 'text message', true, 'The text message may have gone out: no answer came', sameId],
		['no transaction ID', 'e-mail', false, 'The e-mail may have gone out: no answer came', twice],
	])('speaks of %s', (_what, what, takesTransactionId, told, repeats) => {
		expect(explainUncertain(lost, false, what, takesTransactionId)).toStrictEqual({
			...lost,
			message: told,
			advice: `No answer. ${look} ${repeats}`,
		});
	});

	it.each([
		[
			"Pushwoosh didn't accept the message: “Broken”",
			'The push may have gone out: Pushwoosh answered: “Broken”',
		],
		[
			"Pushwoosh didn't accept the message (HTTP 503)",
			'The push may have gone out: Pushwoosh answered (HTTP 503)',
		],
		[
			"It isn't known whether Pushwoosh did accept the 3 messages: the answer isn't one of its own (empty)",
			"The push may have gone out: the answer isn't one of its own (empty)",
		],
		[
			"Pushwoosh didn't accept the 3 messages: “No”",
			"Pushwoosh didn't accept the 3 messages: “No”, but some of them may have gone out",
		],
	])('of an answer: %s', (said, told) => {
		expect(explainUncertain({ ...lost, message: said, httpStatus: 200 }, false).message).toBe(told);
	});
});

describe('deleteMessage', () => {
	const spec = deleteMessageRequest(ACCESS, A);
	const judge = (status: number, body: unknown, earlier: typeof FIRST) =>
		spec.judge(toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body)), earlier).ok;

	it('the documented request', () => {
		expect(spec).toMatchObject({
			method: 'POST',
			url: 'https://api.pushwoosh.com/json/1.3/deleteMessage',
			body: { request: { message: A } },
		});
		expect(judge(200, { status_code: 200, status_message: 'OK', response: null }, FIRST)).toBe(true);
	});

	it.each<[string, number, unknown, boolean]>([
		['210, message not found', 200, { status_code: 210, status_message: 'Message not found' }, true],
		['404 in the body', 200, { status_code: 404, status_message: 'Resource not found' }, true],
		['404 in both', 404, { status_code: 404, status_message: 'Resource not found' }, true],
		['210, application not found', 200, { status_code: 210, status_message: 'Application not found' }, false],
		['210, already sent', 200, { status_code: 210, status_message: 'Message has already been sent' }, false],
		['403', 200, { status_code: 403, status_message: 'Not found in your permissions' }, false],
		['404 of another server', 404, '<html>Not found</html>', false],
		['404 as text', 404, 'Resource not found', false],
		['an empty answer', 200, '', false],
	])('%s on a repeat is success: %s', (_name, status, body, expected) => {
		expect(judge(status, body, AGAIN)).toBe(expected);
		expect(judge(status, body, FIRST)).toBe(false);
	});

	it('message codes are checked before they go anywhere', () => {
		expect(checkMessageCode(A)).toBe(A);
		expect(checkMessageCode('odd_but_plain')).toBe('odd_but_plain');
		for (const code of ['', ' ', `${A}\n`, 'a b', '../x', 'a/b', '\u00a0'])
			expect(() => checkMessageCode(code)).toThrow("'Message Code'");
	});
});
