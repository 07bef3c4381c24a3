import { describe, expect, it } from 'vitest';

import { fcmVerdict, instanceIdVerdict } from '../../../../../nodes/Google/api/errors/verdict.ts';
import { answer, detailedError, googleError, UNAUTHORIZED_PAGE } from '../answers.mts';

const NO_INFORMATION = 'No information found about this instance id.';
const UNKNOWN = 'Requested entity was not found.';

describe('a verdict of Instance ID on a token', () => {
	it.each([
		[404, { error: NO_INFORMATION }, 'NOT_FOUND'],
		[404, { error: NO_INFORMATION.toUpperCase() }, 'NOT_FOUND'],
		[404, { error: ' No information found about this instance id ' }, 'NOT_FOUND'],
		[400, { error: 'InvalidToken' }, 'INVALID_ARGUMENT'],
		[400, { error: 'invalidtoken' }, 'INVALID_ARGUMENT'],
		[404, { error: 'NOT_FOUND' }, 'NOT_FOUND'],
		[404, { error: 'not_found' }, 'NOT_FOUND'],
		[400, { error: 'INVALID_ARGUMENT' }, 'INVALID_ARGUMENT'],
		[400, { error: NO_INFORMATION }, 'INVALID_ARGUMENT'],
		[404, { error: { message: NO_INFORMATION } }, 'NOT_FOUND'],
		[400, { error: 'TOO_MANY_TOPICS' }, 'TOO_MANY_TOPICS'],
	])('%d %j is %s', (status, body, code) => {
		expect(instanceIdVerdict(answer(status, body))).toMatchObject({ code, httpStatus: status });
	});

	it.each([
		['HTML', 404, UNAUTHORIZED_PAGE],
		['HTML that repeats the words', 404, `<html>${NO_INFORMATION} NOT_FOUND</html>`],
		['nothing', 404, ''],
		['nothing with 400', 400, ''],
		['other text', 404, { error: 'Not here' }],
		['another reason', 400, { error: 'InvalidTopicName' }],
		['a code with other words', 400, { error: 'INVALID_ARGUMENT: invalid topic name' }],
		['the words for a token with others', 400, { error: 'InvalidToken: the project is unknown' }],
		[
			'a topic that is refused',
			400,
			{ error: { status: 'INVALID_ARGUMENT', message: 'Invalid topic name' } },
		],
		['the shutdown', 404, googleError(404, 'NOT_FOUND', 'This service has been turned down.')],
		['what FCM says of a token', 404, googleError(404, 'NOT_FOUND', UNKNOWN)],
		['an unknown path', 404, googleError(404, 'NOT_FOUND', 'Method not found.')],
		['JSON without error', 404, { message: 'NOT_FOUND' }],
		['gone', 410, { error: 'NOT_FOUND' }],
		['another project', 403, { error: 'PERMISSION_DENIED' }],
		['success with an error in it', 200, { error: 'NOT_FOUND' }],
		['overload', 503, { error: 'NOT_FOUND' }],
		['too many topics at a server in trouble', 503, { error: 'TOO_MANY_TOPICS' }],
	])('%s is none', (_name, status, body) => {
		expect(instanceIdVerdict(answer(status, body))).toBeUndefined();
	});
});

describe('a verdict of Firebase Cloud Messaging on a token', () => {
	const invalid = (message: string, ...details: object[]) =>
		detailedError(400, 'INVALID_ARGUMENT', message, ...details);
	const fcm = (errorCode: string) => ({
		'@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
		errorCode,
	});
	const bad = (...fields: string[]) => ({
		'@type': 'type.googleapis.com/google.rpc.BadRequest',
		fieldViolations: fields.map((field) => ({ field, description: 'x' })),
	});
	const CODE = fcm('INVALID_ARGUMENT');
	const TOKEN_TEXT = 'The registration token is not a valid FCM registration token';

	it.each<[number, unknown, string]>([
		[404, googleError(404, 'NOT_FOUND', UNKNOWN, 'UNREGISTERED'), 'NOT_FOUND'],
		[404, googleError(404, 'NOT_FOUND', 'In other words', 'UNREGISTERED'), 'NOT_FOUND'],
		[400, googleError(400, 'INVALID_ARGUMENT', 'Not registered', 'UNREGISTERED'), 'NOT_FOUND'],
		[404, googleError(404, 'NOT_FOUND', UNKNOWN), 'NOT_FOUND'],
		[400, invalid(TOKEN_TEXT, CODE), 'INVALID_ARGUMENT'],
		[400, invalid(TOKEN_TEXT, CODE, bad('message.token')), 'INVALID_ARGUMENT'],
		[400, invalid(TOKEN_TEXT, bad('message.token'), CODE), 'INVALID_ARGUMENT'],
		[400, invalid('x', CODE, bad('message.fid')), 'INVALID_ARGUMENT'],
		[400, invalid('x', CODE, bad('registration')), 'INVALID_ARGUMENT'],
		[400, invalid('x', CODE, bad('topic_subscription.registration_token')), 'INVALID_ARGUMENT'],
		[400, invalid('x', CODE, bad('message', 'message.token')), 'INVALID_ARGUMENT'],
		[400, detailedError(400, 'FAILED_PRECONDITION', 'Too many', fcm('TOO_MANY_TOPICS')), 'TOO_MANY_TOPICS'],
	])('%d %j is %s', (status, body, code) => {
		expect(fcmVerdict(answer(status, body), 'POST')).toMatchObject({ code, httpStatus: status });
	});

	it.each<[string, number, unknown]>([
		['a text instead of an object', 404, { error: 'NOT_FOUND' }],
		['HTML', 404, UNAUTHORIZED_PAGE],
		['an unknown path', 404, googleError(404, 'NOT_FOUND', 'Method not found.')],
		[
			'JSON that is not understood',
			400,
			invalid('Invalid JSON payload received. Unknown name "x"', bad('x')),
		],
		['an argument without a code', 400, invalid('Request contains an invalid argument.')],
		['words about the token without a code', 400, invalid(TOKEN_TEXT)],
		['words about the token, with the field, without a code', 400, invalid(TOKEN_TEXT, bad('message.token'))],
		['a topic', 400, invalid('Invalid topic name.', bad('topic_name'))],
		['a topic, with a code', 400, invalid('Invalid topic name.', bad('topic_name'), CODE)],
		['a code, then a topic', 400, invalid('Request contains an invalid argument.', CODE, bad('topic_name'))],
		['the project', 400, invalid('x', bad('parent'), CODE)],
		['no target', 400, invalid('Recipient of the message is not set.', bad('message'), CODE)],
		['a message that is too large', 400, invalid('Message is too large.', bad(), CODE)],
		['a key of the data that is called so', 400, invalid('x', bad('message.data.token'), CODE)],
		['a page token', 400, invalid('x', bad('page_token'), CODE)],
		['a dead token beside a bad field', 404, detailedError(404, 'NOT_FOUND', UNKNOWN, bad('parent'))],
		[
			'a token of another project',
			403,
			googleError(403, 'PERMISSION_DENIED', 'SenderId mismatch', 'SENDER_ID_MISMATCH'),
		],
		['an APNs key', 401, googleError(401, 'UNAUTHENTICATED', 'x', 'THIRD_PARTY_AUTH_ERROR')],
		['another code of FCM', 404, googleError(404, 'NOT_FOUND', UNKNOWN, 'UNSPECIFIED_ERROR')],
		['gone', 410, googleError(410, 'NOT_FOUND', UNKNOWN)],
		['the shutdown', 404, googleError(404, 'NOT_FOUND', 'This service has been shut down.')],
		['a project', 404, googleError(404, 'NOT_FOUND', "Resource 'projects/acme' was not found.")],
		['the service account', 404, googleError(404, 'NOT_FOUND', 'Service account does not exist.')],
		['a place', 404, googleError(404, 'NOT_FOUND', 'FCM is not available for this location.')],
		['nearly the words', 404, googleError(404, 'NOT_FOUND', 'Requested entity was not found. Project acme')],
		['the words with 400', 400, googleError(400, 'NOT_FOUND', UNKNOWN)],
		['too many topics in a short time', 429, googleError(429, 'RESOURCE_EXHAUSTED', 'x', 'TOO_MANY_TOPICS')],
		['too many topics as a general status', 400, googleError(400, 'TOO_MANY_TOPICS', 'x')],
		['a used-up quota', 429, googleError(429, 'RESOURCE_EXHAUSTED', 'Quota', 'QUOTA_EXCEEDED')],
	])('%s is none', (_name, status, body) => {
		expect(fcmVerdict(answer(status, body), 'POST')).toBeUndefined();
	});

	it('on a DELETE needs FCM’s own code: what isn’t found may be the subscription', () => {
		expect(fcmVerdict(answer(404, googleError(404, 'NOT_FOUND', UNKNOWN)), 'DELETE')).toBeUndefined();
		const unregistered = googleError(404, 'NOT_FOUND', UNKNOWN, 'UNREGISTERED');
		expect(fcmVerdict(answer(404, unregistered), 'DELETE')).toMatchObject({ code: 'NOT_FOUND' });
	});
});
