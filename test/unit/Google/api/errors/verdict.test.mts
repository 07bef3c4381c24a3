import { describe, expect, it } from 'vitest';

import { fcmVerdict, instanceIdVerdict } from '../../../../../nodes/Google/api/errors/verdict.ts';
import { answer, googleError, UNAUTHORIZED_PAGE } from '../answers.mts';

const NO_INFORMATION = 'No information found about this instance id.';

describe('a verdict of Instance ID on a token', () => {
	it.each([
		[404, { error: NO_INFORMATION }, 'NOT_FOUND'],
		[404, { error: NO_INFORMATION.toUpperCase() }, 'NOT_FOUND'],
		[400, { error: 'InvalidToken' }, 'INVALID_ARGUMENT'],
		[400, { error: 'invalidtoken' }, 'INVALID_ARGUMENT'],
		[404, { error: 'NOT_FOUND' }, 'NOT_FOUND'],
		[404, { error: 'not_found' }, 'NOT_FOUND'],
		[400, { error: 'INVALID_ARGUMENT' }, 'INVALID_ARGUMENT'],
		[400, { error: NO_INFORMATION }, 'INVALID_ARGUMENT'],
		[400, { error: 'InvalidToken: the project is unknown' }, 'INVALID_ARGUMENT'],
		[404, googleError(404, 'NOT_FOUND', 'Requested entity was not found.'), 'NOT_FOUND'],
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
		['an unknown path', 404, googleError(404, 'NOT_FOUND', 'Method not found.')],
		['JSON without error', 404, { message: 'NOT_FOUND' }],
		['gone', 410, { error: 'NOT_FOUND' }],
		['another project', 403, { error: 'PERMISSION_DENIED' }],
		['success with an error in it', 200, { error: 'NOT_FOUND' }],
		['overload', 503, { error: 'NOT_FOUND' }],
	])('%s is none', (_name, status, body) => {
		expect(instanceIdVerdict(answer(status, body))).toBeUndefined();
	});
});

describe('a verdict of Firebase Cloud Messaging on a token', () => {
	it.each([
		[404, googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED'), 'NOT_FOUND'],
		[404, googleError(404, 'NOT_FOUND', 'Requested entity was not found.'), 'NOT_FOUND'],
		[
			400,
			googleError(
				400,
				'INVALID_ARGUMENT',
				'The registration token is not a valid FCM registration token',
				'INVALID_ARGUMENT',
			),
			'INVALID_ARGUMENT',
		],
		[400, googleError(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'), 'INVALID_ARGUMENT'],
		[
			400,
			googleError(400, 'FAILED_PRECONDITION', 'The registration has too many topics.', 'TOO_MANY_TOPICS'),
			'TOO_MANY_TOPICS',
		],
		[404, googleError(404, 'NOT_FOUND', 'Token not registered for this project'), 'NOT_FOUND'],
		[
			400,
			googleError(400, 'INVALID_ARGUMENT', 'Invalid value at message.token in request payload'),
			'INVALID_ARGUMENT',
		],
		[404, googleError(404, 'NOT_FOUND', 'Not in this project any more', 'UNREGISTERED'), 'NOT_FOUND'],
		[404, googleError(404, 'NOT_FOUND', 'FCM API: token not found'), 'NOT_FOUND'],
		[404, googleError(404, 'NOT_FOUND', "Registration 'x' not found in project 'p'. It does not exist"), 'NOT_FOUND'],
		[404, googleError(404, 'NOT_FOUND', 'Project p: this Instance ID does not exist'), 'NOT_FOUND'],
		[
			400,
			googleError(400, 'INVALID_ARGUMENT', 'The registration token is not valid (project mismatch: invalid)'),
			'INVALID_ARGUMENT',
		],
		[400, googleError(400, 'INVALID_ARGUMENT', 'Not registered', 'UNREGISTERED'), 'NOT_FOUND'],
	])('%d %j is %s', (status, body, code) => {
		expect(fcmVerdict(answer(status, body))).toMatchObject({ code, httpStatus: status });
	});

	it.each([
		['a text instead of an object', 404, { error: 'NOT_FOUND' }],
		['HTML', 404, UNAUTHORIZED_PAGE],
		['an unknown path', 404, googleError(404, 'NOT_FOUND', 'Method not found.')],
		[
			'a bad request',
			400,
			googleError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received. Unknown name "x"'),
		],
		[
			'a token of another project',
			403,
			googleError(403, 'PERMISSION_DENIED', 'SenderId mismatch', 'SENDER_ID_MISMATCH'),
		],
		['gone', 410, googleError(410, 'NOT_FOUND', 'Gone')],
		['a project that is not there', 404, googleError(404, 'NOT_FOUND', 'Project acme was not found.')],
		['a project that was deleted', 404, googleError(404, 'NOT_FOUND', "Project 'acme' not found or deleted")],
		['a project of a domain that is not there', 404, googleError(404, 'NOT_FOUND', 'Project example.com:acme was not found.')],
		['a method that is not there', 404, googleError(404, 'NOT_FOUND', 'Method google.fcm.v1.Check not found.')],
		['a path with a token in it', 404, googleError(404, 'NOT_FOUND', 'Path /v1/token/registration/x was not found')],
		['a project of a token', 404, googleError(404, 'NOT_FOUND', "The token's project does not exist")],
		['a project after a token', 404, googleError(404, 'NOT_FOUND', 'Cannot look up token: unknown project')],
		['a path that is none', 400, googleError(400, 'INVALID_ARGUMENT', 'Invalid resource path')],
		['a page that is not there', 404, googleError(404, 'NOT_FOUND', "The requested URL /v1/x wasn't found on this server.")],
		['too many topics in a short time', 429, googleError(429, 'RESOURCE_EXHAUSTED', 'x', 'TOO_MANY_TOPICS')],
		['too many topics at a server in trouble', 503, googleError(503, 'TOO_MANY_TOPICS', 'x')],
		['a used-up quota', 429, googleError(429, 'RESOURCE_EXHAUSTED', 'Quota', 'QUOTA_EXCEEDED')],
	])('%s is none', (_name, status, body) => {
		expect(fcmVerdict(answer(status, body))).toBeUndefined();
	});
});
