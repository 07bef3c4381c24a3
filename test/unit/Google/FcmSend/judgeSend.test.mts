import { describe, expect, it } from 'vitest';

import { judgeSend, type TargetKind } from '../../../../nodes/Google/FcmSend/judgeSend.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';

const judge = (status: number, body: unknown, kind: TargetKind = 'token') =>
	judgeSend(toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body)), kind, false);

const TYPE = 'type.googleapis.com/google.firebase.fcm.v1.';
const fcm = (errorCode: string) => ({ '@type': `${TYPE}FcmError`, errorCode });
const apns = (statusCode: number, reason: string) => ({ '@type': `${TYPE}ApnsError`, statusCode, reason });
const badRequest = (...fields: string[]) => ({
	'@type': 'type.googleapis.com/google.rpc.BadRequest',
	...(fields.length > 0 ? { fieldViolations: fields.map((field) => ({ field, description: 'wrong' })) } : {}),
});
const quota = (subject: string) => ({
	'@type': 'type.googleapis.com/google.rpc.QuotaFailure',
	violations: [{ subject, description: 'used up' }],
});
const STATUS: Record<number, string> = {
	400: 'INVALID_ARGUMENT',
	401: 'UNAUTHENTICATED',
	403: 'PERMISSION_DENIED',
	404: 'NOT_FOUND',
	429: 'RESOURCE_EXHAUSTED',
	500: 'INTERNAL',
	503: 'UNAVAILABLE',
};
const error = (code: number, message: string, ...details: object[]) => ({
	error: { code, message, status: STATUS[code], ...(details.length > 0 ? { details } : {}) },
});
const ENTITY = 'Requested entity was not found.';
const MALFORMED = 'The registration token is not a valid FCM registration token';

describe('sent', () => {
	it.each(['token', 'topic'] as const)('is 200 with a name (%s)', (kind) => {
		expect(judge(200, { name: 'projects/shop/messages/0:176%31bd' }, kind)).toEqual({
			ok: true,
			value: { kind: 'succeeded', data: { messageId: '0:176%31bd' } },
		});
	});

	it.each([
		[{}],
		[''],
		['<html>Hello</html>'],
		[{ name: '' }],
		[{ name: ' ' }],
		[{ name: 'projects/p/messages/' }],
		[[]],
		[{ name: 'projects/p/messages/1', error: { code: 500 } }],
	])('is not 200 with %j', (body) => {
		expect(judge(200, body)).toMatchObject({
			ok: false,
			passing: false,
			notActedOn: false,
			failure: { code: 'UNEXPECTED_ANSWER', httpStatus: 200 },
		});
	});
});

describe('rejected: about this device alone', () => {
	it.each<[string, number, object, object]>([
		[
			'token gone',
			404,
			error(404, ENTITY, fcm('UNREGISTERED')),
			{ code: 'NOT_FOUND', advice: 'Remove it from your list.' },
		],
		['token gone, without FcmError', 404, error(404, ENTITY), { code: 'NOT_FOUND' }],
		['token gone, by the words alone', 404, { error: { code: 404, message: ENTITY } }, { code: 'NOT_FOUND' }],
		[
			'iOS app gone',
			400,
			error(400, 'APNs device token is disabled.', fcm('INVALID_ARGUMENT'), apns(410, 'Unregistered')),
			{ code: 'NOT_FOUND', data: { apnsReason: 'Unregistered' } },
		],
		['iOS app gone by status alone', 400, error(400, 'x', apns(410, '')), { code: 'NOT_FOUND' }],
		[
			'iOS app gone by reason alone',
			400,
			error(400, 'x', { ...apns(0, 'Unregistered'), statusCode: undefined }),
			{ code: 'NOT_FOUND' },
		],
		[
			'malformed, as of 2026',
			400,
			error(400, MALFORMED, fcm('INVALID_ARGUMENT'), badRequest('message.token')),
			{ code: 'INVALID_ARGUMENT' },
		],
		[
			'malformed, as of 2024',
			400,
			error(400, MALFORMED, fcm('INVALID_ARGUMENT')),
			{ code: 'INVALID_ARGUMENT' },
		],
		[
			'a violation on the FID',
			400,
			error(400, 'Bad', badRequest('message.fid')),
			{ code: 'INVALID_ARGUMENT' },
		],
		[
			'another project’s',
			403,
			error(403, 'SenderId mismatch', fcm('SENDER_ID_MISMATCH')),
			{ code: 'SENDER_ID_MISMATCH' },
		],
		[
			'APNs key bad',
			401,
			error(
				401,
				'Auth error from APNS or Web Push Service',
				fcm('THIRD_PARTY_AUTH_ERROR'),
				apns(403, 'InvalidProviderToken'),
			),
			{ code: 'THIRD_PARTY_AUTH_ERROR', data: { apnsReason: 'InvalidProviderToken' } },
		],
		[
			'APNs key bad, general text',
			401,
			error(401, 'Request is missing required authentication credential.', fcm('THIRD_PARTY_AUTH_ERROR')),
			{ code: 'THIRD_PARTY_AUTH_ERROR' },
		],
		[
			'Apple’s other reasons',
			400,
			error(400, 'x', fcm('INVALID_ARGUMENT'), apns(400, 'BadDeviceToken')),
			{ code: 'APNS_ERROR', data: { apnsReason: 'BadDeviceToken' } },
		],
		[
			'another topic of the app',
			400,
			error(400, 'x', apns(400, 'DeviceTokenNotForTopic'), fcm('INVALID_ARGUMENT')),
			{ code: 'APNS_ERROR', data: { apnsReason: 'DeviceTokenNotForTopic' } },
		],
	])('%s', (_what, status, body, rejection) => {
		expect(judge(status, body)).toMatchObject({
			ok: true,
			value: { kind: 'rejected', ...rejection, httpStatus: status },
		});
	});

	it('an installation ID isn’t said to be dead', () => {
		const judged = judge(404, error(404, ENTITY, fcm('UNREGISTERED')), 'fid');
		expect(judged).toMatchObject({ ok: true, value: { kind: 'rejected', code: 'NOT_FOUND' } });
		expect(JSON.stringify(judged)).not.toMatch(/remove it/i);
		expect(JSON.stringify(judged)).toContain('FID messaging');
	});

	it('only APNS_ERROR never says “remove it”', () => {
		expect(JSON.stringify(judge(400, error(400, 'x', apns(400, 'BadDeviceToken'))))).not.toMatch(
			/remove it/i,
		);
	});

	it('Google’s words stand in the message', () => {
		expect(judge(403, error(403, 'SenderId mismatch', fcm('SENDER_ID_MISMATCH')))).toMatchObject({
			value: {
				message: 'The registration token belongs to another Firebase project (“SenderId mismatch”)',
			},
		});
	});
});

describe('failed: no word about the device', () => {
	it.each<[string, number, unknown, object]>([
		[
			'no target',
			400,
			error(400, 'Recipient of the message is not set.', badRequest('message'), fcm('INVALID_ARGUMENT')),
			{ failure: { code: 'BAD_REQUEST' } },
		],
		[
			'topic name',
			400,
			error(400, 'Topic name contains invalid characters.', badRequest('message'), fcm('INVALID_ARGUMENT')),
			{ failure: { code: 'BAD_REQUEST' } },
		],
		[
			'condition',
			400,
			error(400, 'Request contains an invalid argument.'),
			{ failure: { code: 'BAD_REQUEST' } },
		],
		[
			'INVALID_ARGUMENT alone',
			400,
			error(400, 'Request contains an invalid argument.', fcm('INVALID_ARGUMENT')),
			{ failure: { code: 'BAD_REQUEST' } },
		],
		[
			'too large',
			400,
			error(
				400,
				'Message is too large. The maximum is 4K (4096 bytes).',
				badRequest(),
				fcm('INVALID_ARGUMENT'),
			),
			{ failure: { code: 'BAD_REQUEST' }, isOfMessage: true },
		],
		[
			'too large, as until 2026',
			400,
			error(400, 'Android message is too big', fcm('INVALID_ARGUMENT')),
			{ isOfMessage: true },
		],
		[
			'web TTL',
			400,
			error(
				400,
				'TTL must be a non-negative integer.',
				badRequest('message.webpush.headers.TTL'),
				fcm('INVALID_ARGUMENT'),
			),
			{ isOfMessage: true },
		],
		[
			'unknown field',
			400,
			error(400, 'Invalid JSON payload received. Unknown name "x"', badRequest('message')),
			{ isOfMessage: true },
		],
		['HTML with 400', 400, '<html>Bad</html>', { failure: { code: 'BAD_REQUEST' } }],
		['HTML with 404', 404, '<html>Not found</html>', { failure: { code: 'ENDPOINT_NOT_FOUND' } }],
		[
			'another text with 404',
			404,
			error(404, 'Project was not found.'),
			{ failure: { code: 'ENDPOINT_NOT_FOUND' } },
		],
		[
			'access token',
			401,
			error(401, 'Request had invalid authentication credentials.'),
			{ failure: { code: 'UNAUTHENTICATED', endsRun: true } },
		],
		[
			'role',
			403,
			error(403, "Permission 'cloudmessaging.messages.create' denied on resource"),
			{ failure: { code: 'PERMISSION_DENIED', endsRun: true } },
		],
		['a proxy’s 403', 403, '<html>Forbidden</html>', { failure: { endsRun: true } }],
	])('%s', (_what, status, body, expected) => {
		const judged = judge(status, body);
		expect(judged).toMatchObject({ ok: false, passing: false, notActedOn: true, ...expected });
		if (!('isOfMessage' in expected)) expect(judged.isOfMessage).not.toBe(true);
	});

	it.each(['topic', 'condition'] as const)('a 404 for a %s blames the request', (kind) => {
		expect(judge(404, error(404, ENTITY, fcm('UNREGISTERED')), kind)).toMatchObject({
			ok: false,
			failure: { code: 'BAD_REQUEST' },
		});
	});

	it.each([408, 500, 501, 502, 503, 504])('%i may have been delivered', (status) => {
		expect(judge(status, '<html>x</html>')).toMatchObject({
			ok: false,
			passing: true,
			notActedOn: false,
		});
	});

	it.each<[string, unknown, string, boolean]>([
		[
			'the project',
			error(429, 'Quota exceeded.', fcm('QUOTA_EXCEEDED'), quota('project:shop')),
			'The project sends more',
			false,
		],
		[
			'the project, of a token’s words',
			error(429, 'x', quota('project:device-topic')),
			'The project sends more',
			false,
		],
		[
			'a device',
			error(429, 'Quota exceeded.', fcm('QUOTA_EXCEEDED'), quota('device:a-topic-b:1')),
			'This device gets more',
			true,
		],
		[
			'a device, by its words alone',
			error(429, 'Device message rate exceeded.'),
			'This device gets more',
			true,
		],
		['a topic', error(429, 'Topic quota exceeded.', fcm('QUOTA_EXCEEDED')), 'This topic gets more', true],
		[
			'nobody by name',
			error(429, 'Resource has been exhausted.', fcm('QUOTA_EXCEEDED')),
			'Google got more messages than it takes',
			false,
		],
		['nobody, as a page', '<html>Slow down</html>', 'Google got more messages than it takes', false],
	])('429 of %s was not delivered', (_what, body, message, isOfTarget) => {
		const judged = judge(429, body);
		expect(judged).toMatchObject({
			ok: false,
			passing: true,
			notActedOn: true,
			failure: { httpStatus: 429 },
		});
		expect(judged).toMatchObject({ failure: { message: expect.stringContaining(message) as string } });
		expect(judged).toMatchObject({ slowsRun: isOfTarget ? false : undefined });
	});

	it('429 quotes what Google says of the quota', () => {
		expect(judge(429, error(429, 'Quota exceeded.', quota('topic:news')))).toMatchObject({
			failure: {
				message:
					'This topic gets more messages than Google allows (“Quota exceeded.”, “topic:news”, “used up”)',
			},
		});
	});

	it.each([
		['Invalid JSON payload received. Unknown name "fid" at \'message\': Cannot find field.', 'message'],
		["Invalid value at 'message.token' (TYPE_STRING), 17", 'message.token.x'],
	])('what names the target blames no message: %s', (text, field) => {
		const body = error(400, text, field === 'message' ? badRequest(field) : badRequest());
		expect(judge(400, body, 'fid').isOfMessage).toBe(false);
	});

	it('a text as error with 400 is BAD_REQUEST, whatever it says', () => {
		expect(judge(400, { error: 'NOT_FOUND' })).toMatchObject({
			ok: false,
			failure: { code: 'BAD_REQUEST' },
		});
		expect(judge(400, { error: 'MISSING_PAYLOAD' })).toMatchObject({
			ok: false,
			failure: { code: 'BAD_REQUEST' },
		});
	});

	it('429 has Google’s code', () => {
		expect(judge(429, error(429, 'x', fcm('QUOTA_EXCEEDED')))).toMatchObject({
			failure: { code: 'QUOTA_EXCEEDED' },
		});
	});
});

describe('Apple’s word on a topic', () => {
	it('is no verdict, and stands in the details of the failure', () => {
		const answer = error(400, 'Bad.', fcm('INVALID_ARGUMENT'), apns(400, 'BadTopic'));
		expect(judge(400, answer, 'topic')).toMatchObject({
			ok: false,
			failure: { code: 'BAD_REQUEST', extra: { apnsReason: 'BadTopic' } },
		});
	});
});
