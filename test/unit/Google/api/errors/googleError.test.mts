import { describe, expect, it } from 'vitest';

import { readGoogleError, requestCode } from '../../../../../nodes/Google/api/errors/googleError.ts';
import { answer, googleError, SERVER_KEY_DEPRECATED, UNAUTHORIZED_PAGE } from '../answers.mts';

describe('an error body', () => {
	it.each([
		[
			'a code as text',
			{ error: 'RESOURCE_EXHAUSTED' },
			{ form: 'text', code: 'RESOURCE_EXHAUSTED', message: 'RESOURCE_EXHAUSTED' },
		],
		['prose as text', { error: 'InvalidToken' }, { form: 'text', message: 'InvalidToken' }],
		[
			'MissingAuthorization',
			{ error: 'MissingAuthorization' },
			{ form: 'text', message: 'MissingAuthorization' },
		],
		['the server key text', SERVER_KEY_DEPRECATED, { form: 'text', message: SERVER_KEY_DEPRECATED.error }],
		[
			'a Google object',
			googleError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
			{
				form: 'object',
				code: 'UNAUTHENTICATED',
				status: 'UNAUTHENTICATED',
				message: 'Request had invalid authentication credentials.',
			},
		],
		[
			"a Google object whose detail has FCM's own code",
			googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED'),
			{
				form: 'object',
				code: 'UNREGISTERED',
				fcmCode: 'UNREGISTERED',
				status: 'NOT_FOUND',
				message: 'Requested entity was not found.',
			},
		],
		[
			'a Google object with all kinds of details',
			{
				error: {
					status: 'PERMISSION_DENIED',
					message: 'No',
					details: [
						'odd',
						{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' },
						{
							'@type': 'type.googleapis.com/google.rpc.BadRequest',
							fieldViolations: [{ field: 'a.b', description: 'Bearer abcdef' }, {}],
						},
					],
				},
			},
			{
				form: 'object',
				code: 'PERMISSION_DENIED',
				status: 'PERMISSION_DENIED',
				message: 'No',
				reason: 'SERVICE_DISABLED',
				violations: [
					{ field: 'a.b', description: 'Bearer …' },
					{ field: '', description: '' },
				],
			},
		],
		[
			'an object whose message is the code',
			{ error: { message: 'PERMISSION_DENIED' } },
			{ form: 'object', code: 'PERMISSION_DENIED', message: 'PERMISSION_DENIED' },
		],
		[
			'an object with prose only',
			{ error: { message: 'Not today' } },
			{ form: 'object', message: 'Not today' },
		],
		['HTML', UNAUTHORIZED_PAGE, { form: 'none', message: 'Unauthorized Error 401' }],
		[
			'a code with blanks around it',
			{ error: ' INTERNAL\n' },
			{ form: 'text', code: 'INTERNAL', message: 'INTERNAL' },
		],
		[
			"Apple's verdict, its status a text",
			{
				error: {
					message: ' No ',
					details: [
						{
							'@type': 'type.googleapis.com/google.firebase.fcm.v1.ApnsError',
							statusCode: '410',
							reason: 'Gone',
						},
					],
				},
			},
			{ form: 'object', message: 'No', apns: { reason: 'Gone' } },
		],
		[
			'quotas, as far as they are named',
			{
				error: {
					details: [
						{
							'@type': 'type.googleapis.com/google.rpc.QuotaFailure',
							violations: [{ subject: 'device:1', description: ' ' }, { description: 'Too many' }, {}],
						},
					],
				},
			},
			{ form: 'object', message: '', quotas: ['device:1', 'Too many'] },
		],
		['plain text', 'upstream connect error', { form: 'none', message: 'upstream connect error' }],
		['nothing', '', { form: 'none', message: '' }],
		['JSON without error', { results: [] }, { form: 'none', message: '{"results":[]}' }],
		['an array', [1], { form: 'none', message: '[1]' }],
		['null', 'null', { form: 'none', message: 'null' }],
	])('%s', (_name, body, expected) => {
		expect(readGoogleError(answer(400, body))).toStrictEqual(expected);
	});

	it('has an ellipsis in the place of a credential', () => {
		const text = 'No ya29.c.Secret, nor Bearer   abcdef or key=AAAA here';
		expect(readGoogleError(answer(401, { error: text })).message).toBe('No … nor Bearer … or key=… here');
	});

	it('is cut and never repeats a credential', () => {
		const body = {
			error: `No ya29.c.SecretToken here, nor Bearer abcdef or key=AAAAsecret ${'x'.repeat(1000)}`,
		};
		const { message } = readGoogleError(answer(401, body));
		expect(message.length).toBeLessThan(320);
		expect(message).not.toMatch(/SecretToken|abcdef|AAAAsecret/);
	});
});

describe('the code of a request that failed as a whole', () => {
	it.each([
		[400, 'BAD_REQUEST'],
		[401, 'UNAUTHENTICATED'],
		[403, 'PERMISSION_DENIED'],
		[404, 'ENDPOINT_NOT_FOUND'],
		[408, 'DEADLINE_EXCEEDED'],
		[410, 'GONE'],
		[418, 'UNKNOWN'],
		[429, 'RESOURCE_EXHAUSTED'],
		[500, 'INTERNAL'],
		[502, 'UNAVAILABLE'],
		[503, 'UNAVAILABLE'],
		[504, 'DEADLINE_EXCEEDED'],
		[200, 'UNEXPECTED_ANSWER'],
	])('comes from the status %d where there is none', (status, code) => {
		expect(requestCode(readGoogleError(answer(status, 'text')), status)).toBe(code);
	});

	it("is the service's own, but never one on which workflows delete tokens", () => {
		const own = (status: number, error: string) =>
			requestCode(readGoogleError(answer(status, { error })), status);
		expect(own(403, 'PERMISSION_DENIED')).toBe('PERMISSION_DENIED');
		expect(own(400, 'INVALID_ARGUMENT')).toBe('BAD_REQUEST');
		expect(own(400, 'TOO_MANY_TOPICS')).toBe('BAD_REQUEST');
		expect(requestCode(readGoogleError(answer(404, { error: 'NOT_FOUND' })), 404)).toBe('ENDPOINT_NOT_FOUND');
		expect(requestCode(readGoogleError(answer(200, { error: 'NOT_FOUND' })), 200)).toBe('UNEXPECTED_ANSWER');
		expect(requestCode(readGoogleError(answer(404, { error: 'UNREGISTERED' })), 404)).toBe(
			'ENDPOINT_NOT_FOUND',
		);
	});
});
