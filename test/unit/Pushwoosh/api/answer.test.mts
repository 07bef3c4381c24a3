import { describe, expect, it } from 'vitest';

import { judgeAnswer, judgeRemoteAnswer, saysNotFound } from '../../../../nodes/Pushwoosh/api/answer.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { FAMILIES, type FamilyName } from '../../../../nodes/Pushwoosh/api/families.ts';

const judge = (status: number, body: unknown) =>
	judgeRemoteAnswer(
		toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body)),
		'accept the message',
	);
const saying = (status_code: unknown, status_message = '') => ({
	status_code,
	status_message,
	response: null,
});
const failure = (status: number, body: unknown) => {
	const judged = judge(status, body);
	if (judged.ok) throw new Error('success');
	return judged.failure;
};

const WRONG_TOKEN =
	"Check 'API Token' in the credential: copy the Server token again from Settings → API Access in the Pushwoosh Control Panel (a Device token isn't enough), and check that the account isn't suspended.";

describe("Pushwoosh's codes", () => {
	it.each([
		[401, WRONG_TOKEN],
		[
			403,
			'In the Pushwoosh Control Panel, open Settings → API Access and give the token the permission and the application.',
		],
		[
			210,
			'Check what Pushwoosh names here, the application code, and in Settings → API Access of the Control Panel whether the token may use that application.',
		],
		[404, "Check the codes in this node and 'Base URL' in the credential."],
		[
			429,
			"Pushwoosh takes only so many requests a minute: try again later, or lower 'Concurrency' (for pushes 'Requests per Minute') in the options.",
		],
		[500, 'Pushwoosh has a problem of its own: try again later.'],
		[503, 'Pushwoosh has a problem of its own: try again later.'],
		[499, 'Check the fields of this node.'],
		[400, 'Check the fields of this node.'],
	])('%d says what to do', (code, advice) => {
		expect(failure(200, saying(code, 'No'))).toMatchObject({
			code: String(code),
			message: "Pushwoosh didn't accept the message: “No”",
			advice,
		});
		expect(failure(200, saying(code)).message).toBe(`Pushwoosh didn't accept the message (code ${code})`);
	});

	it('a limit of the HTTP status counts beside another code', () => {
		expect(failure(429, saying(400, 'Slow down')).advice).toContain('only so many requests a minute');
	});

	it.each([
		[200, 'x', false],
		[210, 'Invalid API token', true],
		[210, 'Account is suspended', true],
		[210, 'Application not found', undefined],
		[400, 'Invalid API token', undefined],
	])('%d “%s” refuses the credential: %s', (code, message, refuses) => {
		const judged = judge(200, saying(code, message));
		expect(judged.ok ? false : judged.failure.refusesCredential).toBe(refuses);
	});

	it('a refused token is told as the credential’s own test does', () => {
		expect(failure(200, saying(210, 'Invalid API token: account not found')).advice).toBe(WRONG_TOKEN);
	});

	it.each([
		[200, saying(403, 'Token restrictions forbid this operation'), true],
		[403, saying(403, 'Token restrictions forbid this operation'), true],
		[200, saying(403), true],
		[200, saying('403', 'You have no permission'), true],
		[403, { message: 'token restrictions forbid this operation' }, true],
		[403, { message: 'forbidden' }, true],
		[403, 'Token restrictions forbid this operation', true],
		[200, saying(403, 'The event limit is exceeded'), undefined],
		[403, '<html><h1>403 Forbidden</h1></html>', undefined],
		[403, '', undefined],
		[200, saying(210, 'Access denied, or application not found'), undefined],
		[401, { message: 'forbidden' }, undefined],
	])('HTTP %d with %j says that a right is lacking: %s', (status, body, lacking) => {
		expect(failure(status, body).refusesRight).toBe(lacking);
		expect(failure(status, body).refusesCredential).toBeUndefined();
	});

	it.each([
		[{ status_code: '200', status_message: 'OK', response: { a: 1 } }, { response: { a: 1 } }],
		[saying(200), { response: {} }],
		[saying(200, ' Limit reached '), { response: {}, warning: 'Limit reached' }],
	])('%j is success', (body, value) => expect(judge(200, body)).toEqual({ ok: true, value }));

	it.each([
		[500, saying(500), true, false],
		[200, saying(500), true, false],
		[200, saying(408), true, false],
		[408, saying(400), true, false],
		[429, saying(429), true, true],
		[200, saying(499), false, true],
		[503, saying(200), true, false],
	])('HTTP %d with %j: passing %s, certainly not acted on %s', (status, body, passing, notActedOn) => {
		expect(judge(status, body)).toMatchObject({ ok: false, passing, notActedOn });
	});
});

describe("answers that aren't the API's own", () => {
	it.each([
		['', ' (empty)'],
		['<p>Hello</p>', ' (“Hello”)'],
		['{"status_code":"x"}', ' (“{"status_code":"x"}”)'],
		['{"message":"Moved"}', ' (“Moved”)'],
	])('“%s” with 200 proves nothing', (text, said) => {
		expect(judge(200, text)).toMatchObject({
			ok: false,
			passing: false,
			notActedOn: false,
			failure: {
				code: 'UNEXPECTED_ANSWER',
				message: `It isn't known whether Pushwoosh did accept the message: the answer isn't one of its own${said}`,
				advice: "Check 'Base URL' in the Pushwoosh credential, and whether a proxy answers in its place.",
			},
		});
	});

	it.each([
		[404, '', "Pushwoosh didn't accept the message (HTTP 404)"],
		[502, '<h1>Bad Gateway</h1>', "Pushwoosh didn't accept the message (HTTP 502: “Bad Gateway”)"],
		[400, { error: 'Bad' }, "Pushwoosh didn't accept the message (HTTP 400: “Bad”)"],
		[199, '', "Pushwoosh didn't accept the message (HTTP 199)"],
	])('HTTP %d with “%s” says so', (status, body, message) => {
		expect(failure(status, body)).toMatchObject({ code: String(status), message });
	});

	it.each([300, 302, 399])('HTTP %d is a redirect, whatever stands in it', (status) => {
		for (const body of ['', saying(200, 'OK'), saying(403, 'No')]) {
			expect(failure(status, body)).toEqual({
				code: 'REDIRECT',
				message: "Pushwoosh didn't accept the message: the address redirects elsewhere, which isn't followed",
				advice: "Check 'Base URL' in the Pushwoosh credential.",
			});
		}
	});
});

it.each([
	[saying(404), true],
	[saying(210, 'Filter not found'), true],
	[saying(210, "It doesn't exist"), true],
	[saying(210, 'Message not found in this application'), true],
	[saying(210, 'Application not found'), false],
	[saying(404, 'No such account'), false],
	[saying(404, 'No such application'), false],
	[saying(210, 'Unknown API token'), false],
	[saying(210, 'No such filter'), true],
	[saying(210, 'Unknown filter in this application'), true],
	[saying(210, 'Filter "Account holders" not found'), true],
	[saying(210, 'Filter “token” not found'), true],
	[saying(210, "Filter 'my application' doesn't exist"), true],
	[saying(210, 'Filter All accounts not found'), true],
	[saying(210, 'Application "All accounts" not found'), false],
	[saying(210, 'Wrong'), false],
	[saying(200, 'not found'), false],
])('%j says that what was asked for isn’t there: %s', (body, is) => {
	expect(saysNotFound(toAnswer(200, {}, JSON.stringify(body)), 'All accounts')).toBe(is);
});

describe('each family tells success from failure in its own way', () => {
	const judgeAs = (family: FamilyName, status: number, body: unknown) =>
		judgeAnswer(
			FAMILIES[family],
			toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body)),
			'do it',
		);
	const whole = (body: object) => ({ ok: true, value: { response: body } });

	it.each<[FamilyName, number, unknown, unknown]>([
		['audience', 200, { request_id: '1' }, whole({ request_id: '1' })],
		['audience', 200, { message: 'no error' }, whole({ message: 'no error' })],
		['statistics', 200, { items: [], error: null }, whole({ items: [], error: null })],
		['messaging', 200, {}, whole({})],
		['journey', 200, { payload: {}, code: 0, message: '' }, whole({ payload: {}, code: 0, message: '' })],
		['journey', 200, { code: 'x', message: 'y' }, whole({ code: 'x', message: 'y' })],
		['deviceV2', 200, '', { ok: true, value: { response: {} } }],
		['deviceV2', 200, { message: 'accepted' }, whole({ message: 'accepted' })],
		[
			'deviceV2',
			200,
			{ status_code: 200, status_message: 'OK' },
			whole({ status_code: 200, status_message: 'OK' }),
		],
		['device', 200, saying(200), { ok: true, value: { response: {} } }],
	])('%s: HTTP %d with %j is success', (family, status, body, judged) => {
		expect(judgeAs(family, status, body)).toEqual(judged);
	});

	it.each<[FamilyName, number, unknown, string, string]>([
		[
			'device',
			400,
			{ status_code: 210, status_message: 'hwid or userId should be set' },
			'210',
			'“hwid or userId should be set”',
		],
		[
			'deviceV2',
			400,
			{ status_code: 210, status_message: 'user_id should be set' },
			'210',
			'“user_id should be set”',
		],
		['deviceV2', 200, { status_code: 403, status_message: 'No' }, '403', '“No”'],
		['deviceV2', 204, '', 'UNEXPECTED_ANSWER', '(empty)'],
		['deviceV2', 200, '<html>Welcome', 'UNEXPECTED_ANSWER', '“Welcome”'],
		['deviceV2', 200, [], 'UNEXPECTED_ANSWER', ''],
		['audience', 400, { message: 'invalid request' }, '400', '“invalid request”'],
		['audience', 200, { status_code: 210, status_message: 'No' }, '210', '“No”'],
		['audience', 200, '', 'UNEXPECTED_ANSWER', '(empty)'],
		['statistics', 200, { error: 'account not found' }, 'REFUSED', '“account not found”'],
		['statistics', 400, { error: 'date interval' }, '400', '“date interval”'],
		['statistics', 200, '[]', 'UNEXPECTED_ANSWER', ''],
		['messaging', 404, { code: 5, message: 'message not found', details: [] }, '404', '“message not found”'],
		['messaging', 200, { code: 5, message: 'message not found', details: [] }, '5', '“message not found”'],
		[
			'journey',
			400,
			{ code: 3, message: 'one of users, hwids or filter must be provided' },
			'400',
			'one of users',
		],
		['journey', 302, {}, 'REDIRECT', 'redirects'],
	])('%s: HTTP %d with %j is a failure', (family, status, body, code, words) => {
		expect(judgeAs(family, status, body)).toMatchObject({
			ok: false,
			failure: { code, message: expect.stringContaining(words) as string },
		});
	});

	it.each<[FamilyName, string]>([
		['device', "'Device Token'"],
		['deviceV2', "'Device Token'"],
		['statistics', "'Statistics Scheme'"],
		['messaging', 'Server token'],
		['audience', 'Server token'],
	])('%s: a 401 names %s', (family, field) => {
		expect(judgeAs(family, 401, { message: 'unauthorized', error: 'unauthorized' })).toMatchObject({
			failure: { code: '401', advice: expect.stringContaining(field) as string },
		});
	});

	it('an error in spite of a success status may have been acted on', () => {
		expect(judgeAs('messaging', 200, { code: 13, message: 'internal' })).toMatchObject({
			passing: false,
			notActedOn: false,
		});
	});
});

it.each([
	[{ code: 5, message: 'message not found' }, true],
	[{ code: 5, message: 'application not found' }, false],
	[{ code: 7, message: 'message not found' }, false],
	[{ code: 5 }, false],
])('%j of a gateway says that what was asked for isn’t there: %s', (body, is) => {
	expect(saysNotFound(toAnswer(404, {}, JSON.stringify(body)), 'x')).toBe(is);
});
