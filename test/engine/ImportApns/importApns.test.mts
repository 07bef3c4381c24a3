import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench('importApns');
const ONE = 'b937efbe644c09a055b74a43d4cfb835c2244583eca2e85077abfbaad077c9b6';
const TWO = '902effbba8731b74c2ff66cbd0c87e0871a512bb03ab5532b085c5a101627c83';
const THREE = '0a'.repeat(32);
const ISE = 'Internal Server Error';
const perItem = { bundleId: 'org.example.weatherapp', apnsDeviceIds: '={{ $json.token }}' };
const once = { ...perItem, options: { maxRetries: 0 } };
const items = (list: unknown[]) => list.map((token) => ({ token }));
const hex = (index: number) => index.toString(16).padStart(64, '0');
const bodies = () =>
	bench
		.requests()
		.map(({ body }) => body as { application: string; sandbox: boolean; apns_tokens: string[] });

describe('importing', () => {
	it('the documented request and answer; one item per token, paired with its input', async () => {
		const answer = {
			results: [
				{ apns_token: ONE, status: 'OK', registration_token: 'fQ0aZ7uV_Ps:APA91bImportedOne' },
				{ apns_token: TWO, status: ISE },
			],
		};
		bench.sandbox.faults.add({ match: { path: '*batchImport' }, answer: { status: 200, body: answer } });
		const run = await bench.run(once, { items: items([ONE, TWO]) });
		const [request] = bench.requests();
		expect(request).toMatchObject({ method: 'POST', path: '/iid/v1:batchImport' });
		expect(request.body).toEqual({
			application: 'org.example.weatherapp',
			sandbox: false,
			apns_tokens: [ONE, TWO],
		});
		expect(request.headers).toMatchObject({ 'content-type': 'application/json', access_token_auth: 'true' });
		expect(run.results).toEqual([
			{
				apnsToken: ONE,
				success: true,
				status: 'OK',
				registrationToken: 'fQ0aZ7uV_Ps:APA91bImportedOne',
				sandbox: false,
				attempts: 1,
			},
			{ apnsToken: TWO, success: false, status: ISE, sandbox: false, attempts: 1, errorCode: ISE },
		]);
		expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(run.hints[0]).toBe(`1 of 2 APNs tokens imported; 1 refused (${ISE}); 1 request`);
	});

	it('tokens are cleaned for sending, reported as given, and equal ones are sent once', async () => {
		const spaced = '<b937efbe 644c09a0 55b74a43 d4cfb835 c2244583 eca2e850 77abfbaa d077c9b6>';
		const run = await bench.run(perItem, { items: items([spaced, ONE.toUpperCase(), [`  ${ONE} `, TWO]]) });
		expect(bodies()).toEqual([
			{ application: 'org.example.weatherapp', sandbox: false, apns_tokens: [ONE, TWO] },
		]);
		expect(run.results.map(({ apnsToken }) => apnsToken)).toEqual([spaced, ONE.toUpperCase(), ONE, TWO]);
		const registrations = run.results.map(({ registrationToken }) => registrationToken);
		expect(new Set(registrations).size).toBe(2);
		expect(run.success.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 2].map((item) => ({ item })));
	});

	it('250 tokens are three requests, and the order is kept', async () => {
		const list = Array.from({ length: 250 }, (_, index) => hex(index));
		const run = await bench.run(perItem, { items: items(list) });
		expect(bodies().map(({ apns_tokens }) => apns_tokens.length)).toEqual([100, 100, 50]);
		expect(run.results.map(({ apnsToken }) => apnsToken)).toEqual(list);
		expect(bench.sandbox.log.counts.tokenExchanges).toBe(1);
	});

	it('items with the same app and environment share requests', async () => {
		const parameters = {
			bundleId: '={{ $json.app }}',
			environment: '={{ $json.env }}',
			apnsDeviceIds: '={{ $json.token }}',
		};
		await bench.run(parameters, {
			items: [
				{ app: 'a', env: 'production', token: ONE },
				{ app: 'b', env: 'production', token: ONE },
				{ app: 'a', env: 'sandbox', token: ONE },
				{ app: 'a', env: 'production', token: TWO },
			],
		});
		expect(bodies()).toEqual([
			{ application: 'a', sandbox: false, apns_tokens: [ONE, TWO] },
			{ application: 'b', sandbox: false, apns_tokens: [ONE] },
			{ application: 'a', sandbox: true, apns_tokens: [ONE] },
		]);
	});

	it("the sandbox's environment", async () => {
		const run = await bench.run({ ...perItem, environment: 'sandbox' }, { items: items([ONE]) });
		expect(bodies()[0].sandbox).toBe(true);
		expect(run.results).toMatchObject([{ success: true, sandbox: true }]);
	});

	it.each([0, 101, -1])('batchSize %d is refused before any request', async (batchSize) => {
		const run = await bench.run({ ...perItem, options: { batchSize } }, { items: items([ONE]) });
		expect(run.error?.message).toContain(
			"'Items per Batch' in the options must be a whole number from 1 to 100",
		);
		expect(bench.requests()).toEqual([]);
	});

	it('tokens of unusual length are sent, and a hint says so', async () => {
		const run = await bench.run(perItem, { items: items([ONE, 'ab'.repeat(27)]) });
		expect(run.results).toHaveLength(2);
		expect(run.hints.at(-1)).toContain('1 APNs token had another length than the usual 64 digits');
	});

	it.each([
		['xyz', 'more than hexadecimal digits'],
		[ONE.slice(1), 'an odd number of digits'],
		['', 'is empty'],
		[[{ a: 1 }], 'neither a text nor a number'],
	])('%j fails before any request', async (token, reason) => {
		const run = await bench.run(perItem, { items: items([ONE, token]) });
		expect(run.error?.message).toContain(reason);
		expect(run.error?.itemIndex).toBe(1);
		expect(bench.requests()).toEqual([]);
		const routed = await bench.run(perItem, { items: items([ONE, token]), onError: 'continueErrorOutput' });
		expect([routed.results.length, routed.failures.length]).toEqual([1, 1]);
	});
});

describe('refused tokens', () => {
	it('take the failure shape at the error output', async () => {
		bench.sandbox.google.declareApnsTokens(TWO, { environment: 'sandbox' });
		const run = await bench.run(once, { items: items([ONE, TWO]), onError: 'continueErrorOutput' });
		expect(run.results).toMatchObject([{ apnsToken: ONE, success: true }]);
		expect(run.failures).toEqual([
			{
				token: TWO,
				error: expect.stringContaining(`Google refused the APNs token in production (“${ISE}”)`),
				details: {
					code: ISE,
					advice: expect.stringContaining("Check 'Bundle ID'"),
					apnsToken: TWO,
					sandbox: false,
					attempts: 1,
				},
			},
		]);
		expect(run.failed[0].pairedItem).toEqual({ item: 1 });
	});

	it(`'${ISE}' goes again, alone`, async () => {
		bench.sandbox.google.declareApnsTokens(TWO, { statuses: [{ status: ISE, times: 1 }] });
		const run = await bench.run(perItem, { items: items([ONE, TWO, THREE]) });
		expect(bodies().map(({ apns_tokens }) => apns_tokens)).toEqual([[ONE, TWO, THREE], [TWO]]);
		expect(run.results.map(({ success, attempts }) => [success, attempts])).toEqual([
			[true, 1],
			[true, 2],
			[true, 1],
		]);
	});

	it('any other status is final', async () => {
		bench.sandbox.google.declareApnsTokens(ONE, { statuses: [{ status: 'Bad device token', times: 9 }] });
		const run = await bench.run(perItem, { items: items([ONE]) });
		expect(bodies()).toHaveLength(1);
		expect(run.results).toMatchObject([
			{ success: false, status: 'Bad device token', errorCode: 'Bad device token' },
		]);
	});
});

describe('automatic environment', () => {
	const auto = { ...perItem, environment: 'auto', options: { maxRetries: 0 } };

	it('production first, then the sandbox for those refused there, before anything is repeated', async () => {
		const { google } = bench.sandbox;
		google.declareApnsTokens(ONE, { environment: 'production' });
		google.declareApnsTokens(TWO, { environment: 'sandbox' });
		google.declareApnsTokens(THREE, { environment: 'none' });
		const run = await bench.run(auto, { items: items([ONE, TWO, THREE]) });
		expect(bodies()).toEqual([
			{ application: 'org.example.weatherapp', sandbox: false, apns_tokens: [ONE, TWO, THREE] },
			{ application: 'org.example.weatherapp', sandbox: true, apns_tokens: [TWO, THREE] },
		]);
		expect(run.results).toMatchObject([
			{ apnsToken: ONE, success: true, sandbox: false, attempts: 1 },
			{ apnsToken: TWO, success: true, sandbox: true, attempts: 2 },
			{
				apnsToken: THREE,
				success: false,
				status: ISE,
				sandbox: false,
				attempts: 2,
				errorCode: ISE,
				sandboxStatus: ISE,
			},
		]);
		expect(run.results[0]).not.toHaveProperty('sandboxStatus');
	});

	it('refused by both: the failure tells both answers', async () => {
		bench.sandbox.google.declareApnsTokens(ONE, {
			statuses: [
				{ status: 'Bad token', times: 1 },
				{ status: 'Other', times: 1 },
			],
		});
		const run = await bench.run(auto, { items: items([ONE]), onError: 'continueErrorOutput' });
		expect(run.failures).toMatchObject([
			{
				error: expect.stringContaining('in production (“Bad token”) and in the sandbox (“Other”)'),
				details: { code: 'Bad token', sandbox: false, sandboxStatus: 'Other', apnsToken: ONE },
			},
		]);
	});

	it('only the sandbox may change its mind: it alone is asked again, production is remembered', async () => {
		bench.sandbox.google.declareApnsTokens(ONE, {
			environment: 'none',
			statuses: [{ status: 'Bad token', times: 1 }],
		});
		const run = await bench.run({ ...auto, options: { maxRetries: 1 } }, { items: items([ONE]) });
		expect(bodies().map(({ sandbox }) => sandbox)).toEqual([false, true, true]);
		expect(run.results).toMatchObject([
			{ status: 'Bad token', sandbox: false, sandboxStatus: ISE, attempts: 3 },
		]);
	});

	it('production may change its mind: both are asked again', async () => {
		bench.sandbox.google.declareApnsTokens(ONE, { statuses: [{ status: ISE, times: 2 }] });
		const run = await bench.run({ ...auto, options: { maxRetries: 1 } }, { items: items([ONE]) });
		expect(bodies().map(({ sandbox }) => sandbox)).toEqual([false, true, false]);
		expect(run.results).toMatchObject([{ success: true, sandbox: false, attempts: 3 }]);
	});

	it('a request to the sandbox that fails says so', async () => {
		bench.sandbox.google.declareApnsTokens(ONE, { environment: 'sandbox' });
		bench.sandbox.faults.add({ match: { path: '*batchImport', nth: 2 }, answer: { status: 503 } });
		const run = await bench.run(auto, { items: items([ONE, TWO]), onError: 'continueErrorOutput' });
		expect(run.results).toMatchObject([{ apnsToken: TWO, success: true }]);
		expect(run.failures).toMatchObject([
			{ details: { code: 'UNAVAILABLE', httpStatus: 503, sandbox: true, apnsToken: ONE } },
		]);
	});
});

describe('odd answers', () => {
	const answerWith = (body: unknown, status = 200) =>
		bench.sandbox.faults.add({ match: { path: '*batchImport' }, answer: { status, body } });
	const ok = (apns_token: string, registration_token: string) => ({
		apns_token,
		status: 'OK',
		registration_token,
	});

	it('reordered, doubled and foreign results never reach the wrong token', async () => {
		answerWith({
			results: [
				ok(TWO.toUpperCase(), 'r2'),
				ok(TWO, 'again'),
				ok('ff'.repeat(32), 'stranger'),
				ok(ONE, 'r1'),
			],
		});
		const run = await bench.run(once, { items: items([ONE, TWO, THREE]), onError: 'continueRegularOutput' });
		expect(run.results).toMatchObject([
			{ apnsToken: ONE, registrationToken: 'r1' },
			{ apnsToken: TWO, registrationToken: 'r2' },
			{
				error: expect.stringContaining('no readable result'),
				details: { code: 'UNEXPECTED_ANSWER', apnsToken: THREE, sandbox: false },
			},
		]);
	});

	it('a refused credential says nothing wrong of the items that were never sent', async () => {
		bench.sandbox.faults.add({ match: { path: '*batchImport' }, answer: { status: 401, body: 'No' } });
		const run = await bench.run(
			{ ...once, environment: '={{ $json.where }}' },
			{
				items: [
					{ token: ONE, where: 'sandbox' },
					{ token: TWO, where: 'production' },
				],
				onError: 'continueErrorOutput',
			},
		);
		expect(run.failures.map(({ details }) => details)).toMatchObject([
			{ apnsToken: ONE, sandbox: true, attempts: 2 },
			{ apnsToken: TWO, sandbox: false },
		]);
		expect(run.failures[1]?.details).not.toHaveProperty('attempts');
	});

	it('OK without a registration token is a failure, with Stop too', async () => {
		answerWith({ results: [ok(ONE, 'r1'), { apns_token: TWO, status: 'OK' }] });
		const run = await bench.run(once, { items: items([ONE, TWO]) });
		expect(run.error?.message).toContain('says OK for this APNs token, but holds no registration token');
		expect(run.error?.description).toContain('1 APNs token done, 1 not done');
		expect(run.error?.itemIndex).toBe(1);
		expect(run.error?.context?.data).toEqual([TWO]);
	});

	it.each([[''], ['<html>'], [{}], [{ results: [] }], [{ error: 'INTERNAL' }]])(
		'200 %j is a failure of all',
		async (body) => {
			answerWith(body);
			const run = await bench.run(once, { items: items([ONE, TWO]), onError: 'continueErrorOutput' });
			expect(run.results).toEqual([]);
			expect(run.failures).toHaveLength(2);
		},
	);

	it('after the shutdown the failure says that there is no successor', async () => {
		bench.sandbox.google.settings.instanceIdAvailable = false;
		const run = await bench.run(once, { items: items([ONE]) });
		expect(run.error?.description).toContain('nothing in its place');
	});

	it.each([408, 429, 500, 503])('%d is repeated', async (status) => {
		bench.sandbox.faults.add({
			times: 1,
			match: { path: '*batchImport' },
			answer: { status, headers: { 'Retry-After': '0' } },
		});
		const run = await bench.run(perItem, { items: items([ONE]) });
		expect(run.results).toMatchObject([{ success: true, attempts: 2 }]);
	});

	it('a refused server key names the service account', async () => {
		const run = await bench.run(perItem, { items: items([ONE]), authentication: 'serverKey' });
		expect(run.error?.message).toMatch(/server key.*service account/);
		expect(bench.requests()).toHaveLength(1);
	});
});
