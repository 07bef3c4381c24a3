import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('webSubscription');
const applicationPublicKey =
	'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8';
const sent = {
	endpoint: 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint',
	keys: {
		auth: 'GecTJNK6kdbGyDxEc4tnew',
		p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
	},
};
const subscription = { ...sent, expirationTime: null };
const TOKEN = 'cX1exampleSub:APA91bRegistrationToken';
const perItem = {
	applicationPublicKey,
	subscription: '={{ $json.subscription }}',
	registrationId: '={{ $json.token }}',
};
const item = { subscription, token: TOKEN };
const WEB = '/v1/web/iid';

describe('import', () => {
	it('the documented request and answer; without expirationTime', async () => {
		bench.sandbox.faults.add({ match: { path: WEB }, answer: { status: 200, body: { token: TOKEN } } });
		const run = await bench.run(perItem, { items: [item] });
		const [request] = bench.requests();
		expect(request).toMatchObject({ method: 'POST', path: WEB, query: {}, body: sent });
		expect(Object.keys(request.body as object)).toEqual(['endpoint', 'keys']);
		expect(request.headers).toMatchObject({
			'content-type': 'application/json',
			'crypto-key': `p256ecdsa=${applicationPublicKey}`,
		});
		expect(request.headers.authorization).toMatch(/^Bearer /);
		expect(run.results).toEqual([{ registrationToken: TOKEN }]);
		expect(run.success[0].pairedItem).toEqual({ item: 0 });
		expect(run.hints).toEqual(['1 of 1 subscription imported; 1 request']);
	});

	it('the sandbox takes it, as text too, with padded and standard base64', async () => {
		const standard = (text: string) =>
			`${text.replaceAll('-', '+').replaceAll('_', '/')}==`.slice(0, text.length === 22 ? 24 : 88);
		const padded = {
			...subscription,
			keys: { auth: standard(sent.keys.auth), p256dh: standard(sent.keys.p256dh) },
		};
		const parameters = { ...perItem, applicationPublicKey: standard(applicationPublicKey) };
		const run = await bench.run(parameters, {
			items: [{ subscription: JSON.stringify(padded) }, { subscription: padded }],
		});
		expect(run.error).toBeUndefined();
		expect(bench.requests().map(({ body }) => body)).toEqual([sent]);
		expect(bench.requests()[0].headers['crypto-key']).toBe(`p256ecdsa=${applicationPublicKey}`);
		expect(run.results).toHaveLength(2);
	});

	it('one request for equal items, reported at each; the service account is always used', async () => {
		const run = await bench.run(
			{ ...perItem, authentication: 'serverKey' },
			{
				items: [
					item,
					{ ...item, subscription: { ...item.subscription, endpoint: 'https://push.example/other' } },
					item,
				],
			},
		);
		expect(bench.requests()).toHaveLength(2);
		expect(run.results).toHaveLength(3);
		expect(run.results[0]).toEqual(run.results[2]);
		expect(run.results[0]).not.toEqual(run.results[1]);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(1);
	});

	it.each([
		[{ subscription: { endpoint: sent.endpoint } }, "has no 'keys.auth'"],
		[{ subscription: 'not json' }, "'Push Subscription' isn't valid JSON"],
		[{ subscription: [subscription] }, "'Push Subscription' isn't a JSON object"],
		[{}, "'Push Subscription' is empty"],
		[{ subscription: { ...subscription, endpoint: 'http://a.example' } }, "isn't an https address"],
	])('%j fails before any request', async (bad, reason) => {
		const run = await bench.run(perItem, { items: [item, bad] });
		expect(run.error?.message).toContain(reason);
		expect(run.error?.itemIndex).toBe(1);
		expect(bench.requests()).toEqual([]);
		const routed = await bench.run(perItem, { items: [item, bad], onError: 'continueErrorOutput' });
		expect([routed.results.length, routed.failures.length]).toEqual([1, 1]);
	});

	it('a VAPID key that is none fails before any request', async () => {
		const run = await bench.run({ ...perItem, applicationPublicKey: 'x'.repeat(43) }, { items: [item] });
		expect(run.error?.message).toContain("'VAPID Public Key' holds what looks like the private key");
		expect(bench.requests()).toEqual([]);
	});

	it.each(['', '<html>', '{}', '{"token":""}', '{"error":{"message":"no"}}'])(
		'200 %s is never a success',
		async (body) => {
			bench.sandbox.faults.add({ match: { path: WEB }, answer: { status: 200, body } });
			const run = await bench.run(perItem, { items: [item], onError: 'continueErrorOutput' });
			expect(run.results).toEqual([]);
			expect(run.failures).toMatchObject([{ details: { code: 'UNEXPECTED_ANSWER', httpStatus: 200 } }]);
		},
	);
});

describe('refresh', () => {
	const parameters = { ...perItem, operation: 'refresh' };

	it('the documented request; the same token', async () => {
		const run = await bench.run(parameters, { items: [item] });
		expect(bench.requests()[0]).toMatchObject({
			method: 'POST',
			path: `${WEB}/${TOKEN}:refresh`,
			body: sent,
		});
		expect(bench.requests()[0].headers['crypto-key']).toBe(`p256ecdsa=${applicationPublicKey}`);
		expect(run.results).toEqual([
			{ registrationToken: TOKEN, previousRegistrationToken: TOKEN, changed: false },
		]);
	});

	it('a new token', async () => {
		bench.sandbox.google.settings.refreshedToken = 'new';
		const run = await bench.run(parameters, { items: [item] });
		expect(run.results).toEqual([
			{
				registrationToken: expect.not.stringMatching(`^${TOKEN}$`),
				previousRegistrationToken: TOKEN,
				changed: true,
			},
		]);
	});

	it('an unknown token is a failure that names the token', async () => {
		bench.sandbox.google.declareTokens(TOKEN, { state: 'unregistered' });
		const run = await bench.run(parameters, { items: [item], onError: 'continueErrorOutput' });
		expect(run.failures).toMatchObject([{ details: { httpStatus: 404, registrationToken: TOKEN } }]);
	});
});

describe('refresh of one token twice', () => {
	it.each(['same', 'new'] as const)(
		'the last one wins, and both are told of it (%s token)',
		async (refreshedToken) => {
			bench.sandbox.google.settings.refreshedToken = refreshedToken;
			const other = { ...subscription, endpoint: 'https://push.example/other' };
			const run = await bench.run(
				{ ...perItem, operation: 'refresh' },
				{
					items: [
						{ subscription, token: 'other:1' },
						{ subscription: other, token: TOKEN },
						{ subscription, token: TOKEN },
						{ subscription: other, token: TOKEN },
					],
				},
			);
			const [first, ...rest] = bench.requests();
			expect(first.path).toBe(`${WEB}/other:1:refresh`);
			expect(rest.map(({ path, body }) => [path, body])).toEqual([
				[`${WEB}/${TOKEN}:refresh`, { ...sent, endpoint: 'https://push.example/other' }],
			]);
			expect(run.results).toHaveLength(4);
			const { registrationToken } = run.results[3];
			expect(run.results.slice(1)).toEqual(
				[1, 2, 3].map(() => ({
					registrationToken,
					previousRegistrationToken: TOKEN,
					changed: refreshedToken === 'new',
				})),
			);
			expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
			expect(bench.sandbox.google.webSubscriptions.get(String(registrationToken))?.endpoint).toBe(
				'https://push.example/other',
			);
		},
	);
});

describe('delete of equal tokens', () => {
	it('takes one request, which no other can contradict', async () => {
		const { registrationToken } = (await bench.run(perItem, { items: [item] })).results[0] ?? {};
		bench.sandbox.log.clear();
		const run = await bench.run(
			{ operation: 'delete', registrationId: '={{ $json.token }}' },
			{ items: [{ token: registrationToken }, { token: registrationToken }] as Array<{ token: string }> },
		);
		expect(bench.requests()).toHaveLength(1);
		expect(run.results).toEqual([1, 2].map(() => ({ deleted: true, registrationToken })));
	});
});

describe('delete', () => {
	const parameters = { operation: 'delete', registrationId: '={{ $json.token }}' };

	it('the documented request and answer', async () => {
		const run = await bench.run(parameters, { items: [item] });
		const [request] = bench.requests();
		expect(request).toMatchObject({
			method: 'DELETE',
			path: `${WEB}/${TOKEN}`,
			rawBody: '',
			status: 200,
			answer: {},
		});
		expect(request.headers['crypto-key']).toBeUndefined();
		expect(run.results).toEqual([{ deleted: true, registrationToken: TOKEN }]);
	});

	it.each(['', '<html>', '{"error":"NOT_FOUND"}', '[]'])('200 %j is never a success', async (body) => {
		bench.sandbox.faults.add({ match: { path: `${WEB}/*` }, answer: { status: 200, body } });
		const run = await bench.run(parameters, { items: [item] });
		expect(run.error?.message).toContain('Nothing proves that Google did delete the push subscription');
	});

	it.each(['a/b', 'a?b', 'a%b', '..'])('the token %s fails before any request', async (token) => {
		const run = await bench.run(parameters, { items: [{ token }] });
		expect(run.error?.message).toContain("'Registration Token' holds");
		expect(bench.requests()).toEqual([]);
	});
});

describe('what goes wrong', () => {
	it.each([
		['import', 404, '<html>Not Found</html>'],
		['refresh', 404, '<html>Not Found</html>'],
		['delete', 404, { error: { message: 'gone' } }],
		['import', 410, ''],
		['import', 403, { error: 'PERMISSION_DENIED' }],
	])('%s with %d names the withdrawal', async (operation, status, body) => {
		bench.sandbox.faults.add({ match: { path: `${WEB}*` }, answer: { status, body } });
		const run = await bench.run({ ...perItem, operation }, { items: [item] });
		expect(run.error?.description).toContain('21 June 2024');
	});

	it.each([
		[500, 2],
		[503, 2],
		[408, 1],
		[429, 1],
		[400, 1],
	])('%d: %d request(s)', async (status, requests) => {
		bench.sandbox.faults.add({ match: { path: WEB }, answer: { status, headers: { 'Retry-After': '0' } } });
		await bench.run({ ...perItem, options: { maxRetries: 1 } }, { items: [item] });
		expect(bench.requests()).toHaveLength(requests);
	});

	it('a lost connection is repeated', async () => {
		bench.sandbox.faults.add({ times: 1, match: { path: WEB }, answer: { connection: 'resetBeforeActing' } });
		const run = await bench.run(perItem, { items: [item] });
		expect(run.results).toHaveLength(1);
		expect(bench.requests()).toHaveLength(2);
	});

	it('one item that fails leaves the others alone', async () => {
		bench.sandbox.faults.add({ match: { path: `${WEB}/*`, nth: 2 }, answer: { status: 404 } });
		const list = ['a:1', 'b:1', 'c:1'].map((token) => ({ token }));
		const parameters = {
			operation: 'delete',
			registrationId: '={{ $json.token }}',
			options: { concurrency: 1 },
		};
		const run = await bench.run(parameters, { items: list, onError: 'continueErrorOutput' });
		expect(run.results.map(({ registrationToken }) => registrationToken)).toEqual(['a:1', 'c:1']);
		expect(run.failures).toMatchObject([{ token: 'b:1', details: { registrationToken: 'b:1' } }]);
		expect(run.failed[0].pairedItem).toEqual({ item: 1 });
	});
});
