import { describe, expect, it } from 'vitest';

import { requestFailure } from '../../../../../nodes/Google/api/errors/requestFailure.ts';
import { APNS_IMPORT, FCM, WEB_SUBSCRIPTIONS } from '../../../../../nodes/Google/api/errors/services.ts';
import {
	answer,
	detailedError,
	googleError,
	purpose,
	SERVER_KEY_DEPRECATED,
	UNAUTHORIZED_PAGE,
} from '../answers.mts';

describe('a refused request', () => {
	it.each([200, 400, 401, 403])(
		'with %d and the server key text names the server key and the service account',
		(status) => {
			const failure = requestFailure(answer(status, SERVER_KEY_DEPRECATED), purpose(undefined, 'serverKey'));
			expect(failure.message).toMatch(/server key.*service account/);
			expect(failure.refusesCredential).toBe(true);
			expect(failure.advice).toContain("Set 'Authentication' to 'Service Account'");
			expect(failure.advice).toContain("'Firebase Cloud Messaging (FCM)'");
		},
	);

	it('with 401 and HTML names them too, when a server key was sent', () => {
		const failure = requestFailure(answer(401, UNAUTHORIZED_PAGE), purpose(undefined, 'serverKey'));
		expect(failure).toMatchObject({ code: 'UNAUTHENTICATED', httpStatus: 401 });
		expect(failure.message).toMatch(/server key.*service account/);
		expect(failure.message).not.toContain('<');
	});

	it('with the server key text although an access token was sent: the header got lost', () => {
		const { message, advice } = requestFailure(answer(401, SERVER_KEY_DEPRECATED), purpose());
		expect(message).toContain("the header access_token_auth didn't reach it");
		expect(advice).toContain('underscore');
		expect(advice).toContain("'Firebase Cloud Messaging (FCM)'");
	});

	it('with 403 names first that the projects differ, then the other service', () => {
		const {
			code,
			message,
			advice = '',
		} = requestFailure(answer(403, { error: 'PERMISSION_DENIED' }), purpose());
		expect(code).toBe('PERMISSION_DENIED');
		expect(message).toContain('credential and token probably belong to different Firebase projects');
		expect(advice).toContain("set 'Service' in this node to 'Firebase Cloud Messaging (FCM)'");
	});

	it('with 403 and a server key also names the service account', () => {
		const { advice } = requestFailure(answer(403, ''), purpose(undefined, 'serverKey'));
		expect(advice).toContain("Set 'Authentication' to 'Service Account'");
	});

	it.each([
		[404, UNAUTHORIZED_PAGE, 'ENDPOINT_NOT_FOUND'],
		[404, '', 'ENDPOINT_NOT_FOUND'],
		[410, { error: 'Gone' }, 'GONE'],
		[400, UNAUTHORIZED_PAGE, 'BAD_REQUEST'],
		[404, googleError(404, 'NOT_FOUND', 'Method not found.'), 'ENDPOINT_NOT_FOUND'],
	])('with %d as after the shutdown names the URL field and the other service', (status, body, code) => {
		const failure = requestFailure(answer(status, body), purpose());
		expect(failure.code).toBe(code);
		expect(failure.message).toContain(`Google didn't subscribe the devices (HTTP ${status}`);
		expect(failure.advice).toContain("Check 'Instance ID URL'");
		expect(failure.advice).toContain('29 September 2027');
		expect(failure.advice).toContain("'Firebase Cloud Messaging (FCM)'");
	});

	it('has no other service to name where there is none', () => {
		expect(requestFailure(answer(404, ''), purpose(APNS_IMPORT)).advice).toContain('nothing in its place');
		expect(requestFailure(answer(404, ''), purpose(WEB_SUBSCRIPTIONS)).advice).toContain('21 June 2024');
		expect(requestFailure(answer(404, ''), purpose(FCM)).advice).toMatch(/'FCM URL'.*'Project ID'/);
	});

	it.each([300, 301, 302, 307, 308, 399])('with the redirect %d names the URL field', (status) => {
		expect(requestFailure(answer(status, ''), purpose()).message).toContain(
			"'Instance ID URL' answers with a redirect",
		);
	});

	it('with a reason of its own repeats it', () => {
		const failure = requestFailure(answer(400, { error: 'InvalidTopicName' }), purpose());
		expect(failure.message).toBe("Google didn't subscribe the devices (HTTP 400: “InvalidTopicName”)");
		expect(failure.code).toBe('BAD_REQUEST');
		expect(failure.advice).toMatch(/Check the fields of this node\..*'Firebase Cloud Messaging \(FCM\)'/);
	});

	it('names the fields that Google names, and where it was to happen, and never has the code of a token', () => {
		const bad = {
			'@type': 'type.googleapis.com/google.rpc.BadRequest',
			fieldViolations: [{ field: 'topic_name', description: 'Topic name is invalid.' }, { field: 'parent' }],
		};
		const refused = answer(
			400,
			detailedError(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', bad),
		);
		expect(requestFailure(refused, { ...purpose(FCM), where: 'to the topic “news”' })).toMatchObject({
			code: 'BAD_REQUEST',
			message:
				"Google didn't subscribe the devices to the topic “news” (HTTP 400: “Request contains an invalid argument.”, about topic_name “Topic name is invalid.”, parent)",
		});
	});

	it.each([
		'Auth error from APNS or Web Push Service',
		'Request is missing required authentication credential.',
	])(
		'with THIRD_PARTY_AUTH_ERROR (“%s”) is about the key of the project, not about the credential',
		(text) => {
			const failure = requestFailure(
				answer(401, googleError(401, 'UNAUTHENTICATED', text, 'THIRD_PARTY_AUTH_ERROR')),
				purpose(FCM),
			);
			expect(failure).toMatchObject({
				code: 'THIRD_PARTY_AUTH_ERROR',
				refusesCredential: false,
				httpStatus: 401,
			});
			expect(failure.message).toContain(text);
			expect(failure.advice).toMatch(/APNs key.*Web Push certificates/);
		},
	);

	it.each([
		googleError(403, 'PERMISSION_DENIED', 'The caller does not have permission'),
		googleError(
			403,
			'PERMISSION_DENIED',
			"Permission 'cloudmessaging.messages.create' denied on resource '//x' (or it may not exist).",
		),
		googleError(403, 'PERMISSION_DENIED', 'Permission denied on resource project acme.'),
		googleError(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.'),
		googleError(
			403,
			'PERMISSION_DENIED',
			'Firebase Cloud Messaging API has not been used in project 1 before or it is disabled.',
		),
		detailedError(403, 'PERMISSION_DENIED', 'No', {
			'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
			reason: 'SERVICE_DISABLED',
		}),
	])('with a 403 that says the permission is lacking is about the credential: %j', (body) => {
		const failure = requestFailure(answer(403, body), purpose(FCM));
		expect(failure).toMatchObject({ code: 'PERMISSION_DENIED', refusesCredential: true });
		expect(failure.advice).toMatch(/credential of the project.*Firebase Cloud Messaging API Admin/);
	});

	it.each([
		googleError(403, 'PERMISSION_DENIED', 'SenderId mismatch', 'SENDER_ID_MISMATCH'),
		googleError(403, 'PERMISSION_DENIED', 'The registration belongs to another project.'),
		{ error: 'PERMISSION_DENIED' },
		UNAUTHORIZED_PAGE,
	])('with any other 403 is about this request alone: %j', (body) => {
		const failure = requestFailure(answer(403, body), purpose(FCM));
		expect(failure.refusesCredential).toBeUndefined();
		expect(failure.message).toContain('project');
	});

	it('with 401 and an access token is about the service account', () => {
		const failure = requestFailure(
			answer(401, googleError(401, 'UNAUTHENTICATED', 'Invalid credentials.')),
			purpose(FCM),
		);
		expect(failure).toStrictEqual({
			code: 'UNAUTHENTICATED',
			message: "Google didn't accept the service account's access token (HTTP 401: “Invalid credentials.”)",
			advice: `Check that the service account still exists and that the Firebase Cloud Messaging API is enabled in its project. Check 'FCM URL' in the credential. ${FCM.wayOut}`,
			httpStatus: 401,
			refusesCredential: true,
		});
	});

	it('with SENDER_ID_MISMATCH is about the token, whatever its text says', () => {
		const body = googleError(403, 'PERMISSION_DENIED', 'Permission denied', 'SENDER_ID_MISMATCH');
		expect(requestFailure(answer(403, body), purpose(FCM))).toStrictEqual({
			code: 'SENDER_ID_MISMATCH',
			message:
				"The token belongs to another Firebase project than the credential's (HTTP 403: “Permission denied”)",
			advice: 'Use a credential of the project whose app the token comes from.',
			httpStatus: 403,
		});
	});

	const DENIED = googleError(403, 'PERMISSION_DENIED', 'Permission denied on resource project acme.');
	const SERVER_KEY_WAY_OUT =
		"If it is that one: Set 'Authentication' to 'Service Account' and choose a service account credential: Google has refused server keys since June 2024.";
	const ROLE = "If it is that one, give the service account the role 'Firebase Cloud Messaging API Admin'.";

	it.each([
		['serviceAccount', DENIED, 'The service account lacks the permission for this', 'tokens come', ROLE],
		['serverKey', DENIED, 'The server key lacks the permission for this', 'tokens come', SERVER_KEY_WAY_OUT],
		['serviceAccount', '', 'Google refused access', 'token comes', ROLE],
		['serverKey', '', 'Google refused access', 'token comes', SERVER_KEY_WAY_OUT],
	] as const)(
		'with 403 and a %s (%j) tells both ways out',
		(authentication, body, message, tokens, wayOut) => {
			const failure = requestFailure(answer(403, body), purpose(FCM, authentication));
			expect(failure.message.startsWith(`${message} (HTTP 403`)).toBe(true);
			expect(failure.advice).toBe(
				`Use a credential of the project whose app the ${tokens} from. ${wayOut} ${FCM.wayOut}`,
			);
		},
	);

	it.each<[number, unknown]>([
		[400, DENIED],
		[404, DENIED],
		[403, '<html>Permission denied by the proxy</html>'],
		[
			403,
			detailedError(403, 'PERMISSION_DENIED', 'No', {
				'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
				reason: 'TOKEN_OF_ANOTHER_PROJECT',
			}),
		],
	])('with %d %j says nothing against the credential', (status, body) => {
		expect(requestFailure(answer(status, body), purpose(FCM))).not.toHaveProperty('refusesCredential');
	});

	it('with another status than 401 is not about the server key', () => {
		const { message } = requestFailure(answer(404, ''), purpose(undefined, 'serverKey'));
		expect(message).toBe("Google didn't subscribe the devices (HTTP 404)");
	});

	it.each<[number, unknown, string]>([
		[400, UNAUTHORIZED_PAGE, "Google didn't subscribe the devices (HTTP 400: “Unauthorized Error 401”)"],
		[404, { error: 'Gone' }, "Google didn't subscribe the devices (HTTP 404: “Gone”)"],
		[400, { error: 'No' }, "Google didn't subscribe the devices to the topic “news” (HTTP 400: “No”)"],
	])('tells where only when Google refuses what was asked: %d %j', (status, body, message) => {
		const wanted = { ...purpose(FCM), where: 'to the topic “news”' };
		expect(requestFailure(answer(status, body), wanted).message).toBe(message);
	});

	it('names three fields at most, and none without a name', () => {
		const fieldViolations = ['a', '', 'b', 'c', 'd'].map((field) => ({ field, description: '' }));
		const body = detailedError(400, 'INVALID_ARGUMENT', 'Bad', {
			'@type': 'type.googleapis.com/google.rpc.BadRequest',
			fieldViolations,
		});
		expect(requestFailure(answer(400, body), purpose(FCM)).message).toBe(
			"Google didn't subscribe the devices (HTTP 400: “Bad”, about a, b, c)",
		);
	});

	it('without a word of Google repeats none', () => {
		expect(requestFailure(answer(404, ''), purpose()).message).toBe(
			"Google didn't subscribe the devices (HTTP 404)",
		);
	});

	it.each([
		[429, 'Concurrency'],
		[500, 'try again later'],
		[503, 'try again later'],
	])('with %d tells to wait', (status, advice) => {
		expect(requestFailure(answer(status, ''), purpose()).advice).toContain(advice);
	});

	it.each([
		[503, UNAUTHORIZED_PAGE, true],
		[500, '', true],
		[503, { error: 'UNAVAILABLE' }, false],
		[500, googleError(500, 'INTERNAL', 'Internal error'), false],
		[408, '', false],
	])(
		'with %d %j names the other service only when it was not Google that spoke: %s',
		(status, body, names) => {
			const { advice = '' } = requestFailure(answer(status, body), purpose());
			expect(advice.includes("'Firebase Cloud Messaging (FCM)'")).toBe(names);
			expect(advice).toContain('try again later');
		},
	);
});

describe('an answer 200 that proves nothing', () => {
	it.each([
		['', 'the answer is empty'],
		[UNAUTHORIZED_PAGE, "the answer isn't one of Instance ID's “Unauthorized Error 401”"],
		[{ error: 'INTERNAL' }, 'the answer holds an error “INTERNAL”'],
		[{ error: {} }, 'the answer holds an error'],
		[{ status: 'ok' }, `the answer isn't one of Instance ID's “{"status":"ok"}”`],
	])('%j', (body, what) => {
		const failure = requestFailure(answer(200, body), purpose());
		expect(failure.message).toBe(`Nothing proves that Google did subscribe the devices: ${what}`);
		expect(failure.httpStatus).toBe(200);
	});

	it('says what the caller found', () => {
		expect(requestFailure(answer(200, {}), purpose(), 'holds 3 results for 2 tokens').message).toContain(
			'the answer holds 3 results',
		);
	});
});
