import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

/** Verdicts on tokens, and what must never look like one. The bodies are those that the references recorded. */

const bench = useBench();
const PREFIX = 'type.googleapis.com/google.';
const fcm = (errorCode: string) => ({ '@type': `${PREFIX}firebase.fcm.v1.FcmError`, errorCode });
const bad = (field: string) => ({
	'@type': `${PREFIX}rpc.BadRequest`,
	fieldViolations: [{ field, description: 'Not good.' }],
});
const error = (code: number, status: string, message: string, ...details: object[]) => ({
	status: code,
	body: { error: { code, status, message, ...(details.length > 0 ? { details } : {}) } },
});
const items = (tokens: string[]) => tokens.map((token) => ({ token }));
const alive = (count: number) => Array.from({ length: count }, (_, index) => `alive${index}:1`);
const look = { registrationId: '={{ $json.token }}', details: false };
const subscribe = { topic: 'news', registrationIds: '={{ $json.token }}' };
const EO = { onError: 'continueErrorOutput' } as const;
const exchanges = () => bench.sandbox.log.counts.tokenExchanges;
const codes = (failures: Array<Record<string, unknown>>) =>
	failures.map(({ details }) => (details as { code: string }).code);

describe('THIRD_PARTY_AUTH_ERROR', () => {
	const texts = [
		'Auth error from APNS or Web Push Service',
		'Request is missing required authentication credential.',
	];
	it.each(
		texts.flatMap((text) => [
			{ text, at: 'first', tokens: ['ios:1', ...alive(12)] },
			{ text, at: 'in the middle', tokens: [...alive(5), 'ios:1', 'b:1', 'c:1'] },
		]),
	)('fails its own token alone, $at, in the words “$text”', async ({ text, tokens }) => {
		bench.sandbox.faults.add({
			match: { when: ({ text: body }) => body.includes('ios:1') },
			answer: error(401, 'UNAUTHENTICATED', text, fcm('THIRD_PARTY_AUTH_ERROR')),
		});
		const run = await bench.run(look, { type: 'iidLookup', items: items(tokens), ...EO });
		expect(run.results.map(({ found }) => found)).toEqual(tokens.slice(1).map(() => true));
		expect(codes(run.failures)).toEqual(['THIRD_PARTY_AUTH_ERROR']);
		expect(JSON.stringify(run.failures)).toContain('APNs key');
		expect(run.failed[0].pairedItem).toMatchObject({ item: tokens.indexOf('ios:1') });
		expect(exchanges()).toBe(1);
		expect(bench.requests()).toHaveLength(tokens.length);
	});

	it('as a state of a token of the sandbox, for topics too', async () => {
		bench.sandbox.google.declareTokens('ios:1', { codes: [{ code: 'THIRD_PARTY_AUTH_ERROR', times: 9 }] });
		const run = await bench.run(subscribe, { type: 'topicBatch', items: items(['ios:1', 'a:1']), ...EO });
		expect(codes(run.failures)).toEqual(['THIRD_PARTY_AUTH_ERROR']);
		expect(run.results).toMatchObject([{ registrationToken: 'a:1', success: true }]);
		expect(exchanges()).toBe(1);
	});
});

describe('a refusal of something else than the token', () => {
	const argument = 'Request contains an invalid argument.';
	it.each<[string, string, object, ReturnType<typeof error>, RegExp]>([
		[
			'a topic',
			'topicBatch',
			subscribe,
			error(400, 'INVALID_ARGUMENT', 'Invalid topic name.', bad('topic_name')),
			/topic “news”.*Invalid topic name\..*topic_name/,
		],
		[
			'a topic in general words',
			'topicBatch',
			subscribe,
			error(400, 'INVALID_ARGUMENT', argument, bad('topic_name')),
			/topic “news”.*topic_name/,
		],
		[
			'a topic with a code',
			'topicBatch',
			subscribe,
			error(400, 'INVALID_ARGUMENT', argument, fcm('INVALID_ARGUMENT'), bad('topic_name')),
			/topic_name/,
		],
		[
			'the pattern of topics',
			'topicBatch',
			subscribe,
			error(400, 'INVALID_ARGUMENT', 'Topic name must match the pattern'),
			/“Topic name must match/,
		],
		[
			'a topic, on the way out',
			'topicBatch',
			{ ...subscribe, operation: 'unsubscribe' },
			error(400, 'INVALID_ARGUMENT', argument, bad('topic_name')),
			/from the topic “news”/,
		],
		['the project', 'iidLookup', look, error(400, 'INVALID_ARGUMENT', argument, bad('parent')), /parent/],
		[
			'a topic, Instance ID',
			'topicBatch',
			{ ...subscribe, service: 'instanceId', operation: 'subscribeOne' },
			{
				status: 400,
				body: { error: { status: 'INVALID_ARGUMENT', message: 'Invalid topic name' } as never },
			},
			/topic “news”.*Invalid topic name/,
		],
		[
			'a topic, Instance ID, as text',
			'topicBatch',
			{ ...subscribe, service: 'instanceId', operation: 'subscribeOne' },
			{ status: 400, body: { error: 'INVALID_ARGUMENT: invalid topic name' as never } },
			/invalid topic name/,
		],
		[
			'an argument, Instance ID',
			'iidLookup',
			{ ...look, service: 'instanceId' },
			{ status: 400, body: { error: { status: 'INVALID_ARGUMENT', message: 'Invalid details' } as never } },
			/Invalid details/,
		],
		[
			'a batch as a whole',
			'topicBatch',
			{ ...subscribe, service: 'instanceId' },
			{ status: 400, body: { error: 'INVALID_ARGUMENT' as never } },
			/INVALID_ARGUMENT/,
		],
		[
			'a batch that has too many',
			'topicBatch',
			{ ...subscribe, service: 'instanceId' },
			{ status: 400, body: { error: 'TOO_MANY_TOPICS' as never } },
			/TOO_MANY_TOPICS/,
		],
		[
			'an import as a whole',
			'importApns',
			{ bundleId: 'a.b', apnsDeviceIds: '0a1b2c3d'.repeat(8) },
			{ status: 400, body: { error: 'INVALID_ARGUMENT' as never } },
			/INVALID_ARGUMENT/,
		],
	])(
		'(%s) is a failure that quotes Google, without the code of a token',
		async (_, type, parameters, answer, words) => {
			bench.sandbox.faults.add({ match: { when: ({ path }) => path !== '/token' }, answer });
			const run = await bench.run({ ...parameters }, { type, items: items(['a:1', 'b:1']), ...EO });
			expect(run.results).toEqual([]);
			expect(codes(run.failures)).toEqual(['BAD_REQUEST', 'BAD_REQUEST']);
			expect(JSON.stringify(run.failures)).not.toMatch(/malformed|no longer registered/);
			const stopped = await bench.run({ ...parameters }, { type, items: items(['a:1', 'b:1']) });
			expect(stopped.error?.message).toMatch(words);
		},
	);

	it.each(['named', 'namedWithCode', 'none'] as const)(
		'the sandbox refuses topics so (%s)',
		async (invalidTopicDetails) => {
			bench.sandbox.google.settings.invalidTopicDetails = invalidTopicDetails;
			bench.sandbox.faults.add({
				match: { path: '*topicSubscriptions*' },
				answer: error(
					400,
					'INVALID_ARGUMENT',
					argument,
					...(invalidTopicDetails === 'none' ? [] : [bad('topic_name')]),
				),
			});
			const run = await bench.run(subscribe, { type: 'topicBatch', items: items(['a:1']), ...EO });
			expect(codes(run.failures)).toEqual(['BAD_REQUEST']);
		},
	);

	it.each([
		'This service has been shut down.',
		"Resource 'projects/acme' was not found.",
		'Service account does not exist.',
		'FCM is not available for this location.',
	])('404 “%s” is no dead token', async (text) => {
		bench.sandbox.faults.add({ match: { path: '/v1/projects/*' }, answer: error(404, 'NOT_FOUND', text) });
		for (const [type, parameters] of [
			['topicBatch', subscribe],
			['iidLookup', look],
		] as const) {
			const run = await bench.run(parameters, { type, items: items(['a:1']), ...EO });
			expect(run.results).toEqual([]);
			expect(codes(run.failures)).toEqual(['ENDPOINT_NOT_FOUND']);
			expect(JSON.stringify(run.failures)).toContain(JSON.stringify(text).slice(1, -1));
		}
	});

	it('404 of a DELETE is about the subscription as much as about the token', async () => {
		const answer = error(404, 'NOT_FOUND', 'Requested entity was not found.');
		bench.sandbox.faults.add({ match: { path: '*topicSubscriptions*' }, answer });
		const unsubscribed = await bench.run(
			{ ...subscribe, operation: 'unsubscribe' },
			{ type: 'topicBatch', items: items(['a:1']), ...EO },
		);
		expect(codes(unsubscribed.failures)).toEqual(['ENDPOINT_NOT_FOUND']);
		const subscribed = await bench.run(subscribe, { type: 'topicBatch', items: items(['a:1']), ...EO });
		expect(codes(subscribed.failures)).toEqual(['NOT_FOUND']);
	});
});

describe('a verdict', () => {
	it('comes with the words of the service beside ours', async () => {
		bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		for (const malformedRegistration of ['withField', 'codeOnly'] as const) {
			bench.sandbox.google.settings.malformedRegistration = malformedRegistration;
			const run = await bench.run(subscribe, { type: 'topicBatch', items: items(['gone:1', 'bad']) });
			expect(run.results).toMatchObject([
				{
					errorCode: 'NOT_FOUND',
					errorMessage: expect.stringMatching(
						/no longer registered.*“Requested entity was not found\.”/,
					) as string,
				},
				{
					errorCode: 'INVALID_ARGUMENT',
					errorMessage: expect.stringMatching(/malformed \(“Invalid registration\.”\)/) as string,
				},
			]);
		}
	});

	it('names the message in a look-up too', async () => {
		bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		const run = await bench.run(look, { type: 'iidLookup', items: items(['gone:1']) });
		expect(run.results).toEqual([
			{
				registrationToken: 'gone:1',
				found: false,
				errorCode: 'NOT_FOUND',
				errorMessage:
					'The token is no longer registered: the app was uninstalled, or the token was deleted or replaced (“Requested entity was not found.”)',
			},
		]);
	});
});

describe('403', () => {
	it.each([
		['a role that may not', 'topicBatch', subscribe, 'The caller does not have permission'],
		['a project that is another’s', 'iidLookup', look, 'Permission denied on resource project acme.'],
		[
			'an IAM permission',
			'iidLookup',
			look,
			"Permission 'cloudmessaging.messages.create' denied on resource 'x' (or it may not exist).",
		],
	])('of %s ends the run at the first request', async (_, type, parameters, text) => {
		bench.sandbox.faults.add({
			match: { path: '/v1/projects/*' },
			answer: error(403, 'PERMISSION_DENIED', text),
		});
		const run = await bench.run(parameters, { type, items: items(alive(300)), ...EO });
		expect(run.failures).toHaveLength(300);
		expect(bench.requests()).toHaveLength(1);
		expect(exchanges()).toBe(1);
		expect(JSON.stringify(run.failures[0])).toContain('Firebase Cloud Messaging API Admin');
	});

	it('of a token of another project is about that token', async () => {
		const mismatch = error(403, 'PERMISSION_DENIED', 'SenderId mismatch', fcm('SENDER_ID_MISMATCH'));
		bench.sandbox.faults.add({ match: { when: ({ text }) => text.includes('other:1') }, answer: mismatch });
		const run = await bench.run(look, { type: 'iidLookup', items: items(['other:1', 'a:1', 'b:1']), ...EO });
		expect(run.results.map(({ found }) => found)).toEqual([true, true]);
		expect(codes(run.failures)).toEqual(['SENDER_ID_MISMATCH']);
	});
});

describe('refused before any request', () => {
	it.each([
		['topicBatch', { ...subscribe, topic: 'private/news' }, 'a:1', 'INVALID_TOPIC'],
		['iidLookup', look, 'a:1,b:1', 'INVALID_TOKEN_FORMAT'],
		['iidLookup', look, 'a:1;b:1', 'INVALID_TOKEN_FORMAT'],
		['iidLookup', { ...look, service: 'instanceId' }, "'a:1'", 'INVALID_TOKEN_FORMAT'],
		['topicBatch', subscribe, "'a:1','b:1'", 'INVALID_TOKEN_FORMAT'],
		['topicBatch', { ...subscribe, service: 'instanceId' }, 'a:1;b:1', 'INVALID_TOKEN_FORMAT'],
	])('%s %j %s', async (type, parameters, token, code) => {
		const run = await bench.run(parameters, { type, items: items([token]), ...EO });
		expect(codes(run.failures)).toEqual([code]);
		expect(bench.sandbox.log.entries).toEqual([]);
	});

	it('private topics are Instance ID’s', async () => {
		const run = await bench.run(
			{ ...subscribe, service: 'instanceId', topic: 'private/news' },
			{ type: 'topicBatch', items: items(['a:1']) },
		);
		expect(run.results).toMatchObject([{ topic: 'private/news', success: true }]);
	});
});
