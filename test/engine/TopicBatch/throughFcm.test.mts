import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, it, vi } from 'vitest';

import { useBench } from '../bench.mts';
import { itOnNewerN8n } from '../newerN8n.mts';

const bench = useBench('topicBatch');
const perItem = { topic: 'storm-alerts', registrationIds: '={{ $json.token }}' };
const items = (list: string[]) => list.map((token) => ({ token }));
const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';

const parameters = perItem;
const path =
	'/v1/projects/acme-demo-4711/registrations/dR7kQ2mZ0xY%3AAPA91bExampleTokenOne/topicSubscriptions';

it('subscribe: the request of firebase-admin, without access_token_auth', async () => {
	const run = await bench.run(parameters, { items: items([TOKEN]) });
	const [request] = bench.requests();
	expect(request).toMatchObject({
		method: 'POST',
		path,
		query: { topic_name: 'storm-alerts' },
		rawBody: '{}',
		status: 200,
	});
	expect(request.headers['content-type']).toBe('application/json');
	expect(request.headers.authorization).toMatch(/^Bearer /);
	expect(request.headers.access_token_auth).toBeUndefined();
	expect(run.results).toEqual([
		{ registrationToken: TOKEN, topic: 'storm-alerts', operation: 'subscribe', success: true, attempts: 1 },
	]);
});

it('already subscribed is a success', async () => {
	bench.sandbox.google.subscribe('storm-alerts', [TOKEN]);
	const run = await bench.run(parameters, { items: items([TOKEN]) });
	expect(bench.requests()[0].status).toBe(409);
	expect(run.results).toMatchObject([{ success: true }]);
});

it('unsubscribe, whether it was subscribed or not', async () => {
	bench.sandbox.google.subscribe('storm-alerts', [TOKEN]);
	const run = await bench.run(
		{ ...parameters, operation: 'unsubscribe' },
		{ items: items([TOKEN, 'never:1']) },
	);
	expect(bench.requests()[0]).toMatchObject({
		method: 'DELETE',
		path: `${path}/storm-alerts`,
		query: { allow_missing: 'true' },
		rawBody: '',
	});
	expect(run.results.map(({ success }) => success)).toEqual([true, true]);
	expect(bench.sandbox.google.subscribers('storm-alerts')).toEqual([]);
});

it('verdicts', async () => {
	const { google } = bench.sandbox;
	google.declareTokens('gone:1', { state: 'unregistered' });
	google.declareTokens('bad:1', { state: 'malformed' });
	google.declareTokens('full:1', { state: 'tooManyTopics' });
	const run = await bench.run(parameters, { items: items(['gone:1', 'bad:1', 'full:1', TOKEN]) });
	expect(run.results.map(({ errorCode }) => errorCode)).toEqual([
		'NOT_FOUND',
		'INVALID_ARGUMENT',
		'TOO_MANY_TOPICS',
		undefined,
	]);
});

it('a token of another project is a failure', async () => {
	bench.sandbox.google.declareTokens('other:1', { state: 'otherProject' });
	const run = await bench.run(parameters, { items: items(['other:1']), onError: 'continueErrorOutput' });
	expect(run.failures).toMatchObject([{ details: { code: 'PERMISSION_DENIED', httpStatus: 403 } }]);
});

describe('a used-up quota', () => {
	const list = Array.from({ length: 45 }, (_, index) => `t${index}:1`);

	it('is waited for as long as Retry-After says', async () => {
		Object.assign(bench.sandbox.google.settings, { changesPerSecond: 30, quotaRetryAfter: 1 });
		const run = await bench.run(parameters, { items: items(list) });
		const refused = bench.requests().filter(({ status }) => status === 429);
		// The first of them makes the whole run wait, so most of the 15 too many aren't even tried before there is room for them.
		const many = refused.length;
		expect(many).toBeGreaterThan(0);
		expect(many).toBeLessThanOrEqual(15);
		expect(run.results.map(({ success }) => success)).toEqual(list.map(() => true));
		expect(run.results.map(({ attempts }) => attempts).filter((count) => count === 2)).toHaveLength(many);
		for (const { path: target, endedAt } of refused) {
			const [, again] = bench.requests().filter((request) => request.path === target);
			expect(again.startedAt - endedAt).toBeGreaterThan(900);
		}
		expect(run.hints).toEqual([
			`45 of 45 devices subscribed to storm-alerts; ${45 + many} requests, ${many} retried`,
		]);
	});

	it('is waited for without Retry-After too', async () => {
		bench.sandbox.google.declareTokens('busy:1', { codes: [{ code: 'RESOURCE_EXHAUSTED', times: 1 }] });
		const run = await bench.run(parameters, { items: items(['busy:1']) });
		const [first, second] = bench.requests();
		expect(first.status).toBe(429);
		expect(second.startedAt - first.endedAt).toBeGreaterThan(700);
		expect(run.results).toMatchObject([{ success: true, attempts: 2 }]);
	});

	it('that stays so is a failure of these tokens alone, and says what to do', async () => {
		bench.sandbox.google.settings.changesPerSecond = 30;
		const run = await bench.run(
			{ ...parameters, options: { maxRetries: 0 } },
			{ items: items(list), onError: 'continueErrorOutput' },
		);
		// The others waited until there was room for them.
		expect(run.results.length + run.failures.length).toBe(45);
		expect(run.results.length).toBeGreaterThanOrEqual(30);
		expect(run.failures.length).toBeGreaterThan(0);
		for (const failure of run.failures) {
			expect(failure).toMatchObject({
				details: {
					code: 'RESOURCE_EXHAUSTED',
					advice: expect.stringContaining("lower 'Concurrency' in the options"),
					httpStatus: 429,
					attempts: 1,
					topic: 'storm-alerts',
				},
			});
		}
	});

	it('for more than a minute is not waited for', async () => {
		Object.assign(bench.sandbox.google.settings, { changesPerSecond: 0, quotaRetryAfter: 120 });
		const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
		expect(bench.requests()).toHaveLength(1);
		expect(run.failures).toMatchObject([
			{ details: { advice: expect.stringContaining('2 minutes'), retryAfter: 120, attempts: 1 } },
		]);
	});
});

it.each([401, 403])('%d says what to check, the likelier cause first', async (status) => {
	const says = status === 401 ? 'UNAUTHENTICATED' : 'PERMISSION_DENIED';
	bench.sandbox.faults.add({
		match: { path: '/v1/projects/*' },
		answer: { status, body: { error: { code: status, status: says, message: 'No.' } } },
	});
	const run = await bench.run(parameters, { items: items([TOKEN]) });
	const text = `${run.error?.message} ${run.error?.description}`;
	if (status === 403) {
		expect(text).toMatch(
			/credential and token probably belong to different Firebase projects.*'Firebase Cloud Messaging API Admin'.*'Project ID'/s,
		);
	} else {
		expect(text).toMatch(/didn't accept the service account's access token.*'FCM URL'.*'Project ID'/s);
	}
	expect(text).not.toContain('Instance ID');
});

it('a change that another one got in the way of proves nothing', async () => {
	bench.sandbox.faults.add({
		match: { path: '/v1/projects/*' },
		answer: { status: 409, body: { error: { code: 409, status: 'ABORTED', message: 'Aborted.' } } },
	});
	const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
	expect(run.failures).toMatchObject([{ details: { code: 'ABORTED', httpStatus: 409 } }]);
});

itOnNewerN8n('cancelling ends the run, waits included', async () => {
	Object.assign(bench.sandbox.google.settings, { changesPerSecond: 1, quotaRetryAfter: 30 });
	const cancel = new AbortController();
	void vi
		.waitUntil(() => bench.requests().length === 3, { timeout: 20_000 })
		.then(async () => await wait(200))
		.finally(() => cancel.abort());
	const run = await bench.run(parameters, {
		items: items(['a:1', 'b:1', 'c:1']),
		onError: 'continueErrorOutput',
		signal: cancel.signal,
	});
	expect(run.logs.map(({ message }) => message).join('\n')).toContain(
		'Execution was canceled: 1 of 3 units done',
	);
	expect(run.failures).toEqual([]);
	expect(bench.requests()).toHaveLength(3);
});

it('a page that is not there is never an unknown token', async () => {
	bench.sandbox.faults.add({
		match: { path: '/v1/*' },
		answer: { status: 404, body: '<html>Not Found</html>' },
	});
	const run = await bench.run(parameters, { items: items([TOKEN]), onError: 'continueErrorOutput' });
	expect(run.failures).toMatchObject([
		{ details: { advice: expect.stringMatching(/'FCM URL'.*'Project ID'/), code: 'ENDPOINT_NOT_FOUND' } },
	]);
});

it('a credential without project ID is explained, before any request', async () => {
	const { private_key: privateKey, client_email: clientEmail } = bench.sandbox.serviceAccountKey ?? {};
	const credential = { privateKey: privateKey ?? '', clientEmail: clientEmail ?? '' };
	const run = await bench.run(parameters, { items: items([TOKEN]), credential });
	expect(run.error?.message).toContain("The credential has no 'Project ID'");
	expect(bench.sandbox.log.entries).toEqual([]);
	const filled = await bench.run(parameters, {
		items: items([TOKEN]),
		credential: { ...credential, projectId: 'acme-demo-4711' },
	});
	expect(filled.results).toMatchObject([{ success: true }]);
	const routed = await bench.run(parameters, {
		items: items([TOKEN, 'b:1']),
		credential,
		onError: 'continueErrorOutput',
	});
	expect(routed.failures).toMatchObject(
		[TOKEN, 'b:1'].map((registrationToken) => ({
			error: expect.stringContaining("'Project ID'"),
			details: {
				advice: expect.stringContaining("paste the whole JSON key file into 'Key File (JSON)'"),
				code: 'MISSING_PROJECT_ID',
				registrationToken,
			},
		})),
	);
	const throughInstanceId = await bench.run(
		{ ...perItem, service: 'instanceId' },
		{ items: items([TOKEN]), credential },
	);
	expect(throughInstanceId.results).toMatchObject([{ success: true }]);
});

it.each(['..', 'acme/../other', 'acme demo', 'https://console.firebase.google.com/project/acme'])(
	'the project ID %j is refused before any request',
	async (projectId) => {
		const { private_key: privateKey, client_email: clientEmail } = bench.sandbox.serviceAccountKey ?? {};
		const credential = { privateKey: privateKey ?? '', clientEmail: clientEmail ?? '', projectId };
		const run = await bench.run(parameters, { items: items([TOKEN]), credential });
		expect(run.error?.message).toContain("'Project ID' in the credential isn't the ID of a Firebase project");
		expect(bench.sandbox.log.entries).toEqual([]);
	},
);

it('"one by one" exists with Instance ID only', async () => {
	const run = await bench.run({ ...parameters, operation: 'subscribeOne' }, { items: items([TOKEN]) });
	expect(run.error?.message).toContain("exists only with the service 'Instance ID'");
});

it('a server key chosen before does not matter', async () => {
	const run = await bench.run({ ...parameters, authentication: 'serverKey' }, { items: items([TOKEN]) });
	expect(run.results).toMatchObject([{ success: true }]);
});
