import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { fcmFault } from '../../../playground/sandbox/index.mts';
import { useBench, type How } from '../bench.mts';

const bench = useBench('fcmSend');
const send = async (parameters: INodeParameters, items: IDataObject[], how: How = {}) =>
	await bench.run(parameters, { items, ...how });
const byToken = { title: 'Hi', registrationIds: '={{ $json.token }}' };
const rows = (...tokens: string[]) => tokens.map((token) => ({ token }));
const sends = () => bench.requests().filter(({ path }) => path.endsWith('/messages:send'));
const failing = { onError: 'continueErrorOutput' } as const;
const exchanges = () => bench.sandbox.log.counts.tokenExchanges;
const google = () => bench.sandbox.google;

/** Each: how the device is declared, and what becomes of it. */
const REJECTED = [
	['gone', { state: 'unregistered' }, { code: 'NOT_FOUND', httpStatus: 404 }, /Remove it from your list/],
	[
		'iOS app gone',
		{ platform: 'ios', sends: [{ answer: 'apnsError' }] },
		{ code: 'NOT_FOUND', httpStatus: 400, apnsReason: 'Unregistered' },
		/Remove it from your list/,
	],
	['malformed', { state: 'malformed' }, { code: 'INVALID_ARGUMENT', httpStatus: 400 }, /wasn't cut off/],
	[
		'of another project',
		{ state: 'otherProject' },
		{ code: 'SENDER_ID_MISMATCH', httpStatus: 403 },
		/project whose app/,
	],
	[
		'with a bad APNs key',
		{ platform: 'ios', sends: [{ answer: 'thirdPartyAuthError' }] },
		{ code: 'THIRD_PARTY_AUTH_ERROR', httpStatus: 401 },
		/check the APNs key/,
	],
	[
		'refused by Apple',
		{
			platform: 'ios',
			sends: [{ answer: 'apnsError', apnsError: { statusCode: 400, reason: 'BadDeviceToken' } }],
		},
		{ code: 'APNS_ERROR', httpStatus: 400, apnsReason: 'BadDeviceToken' },
		/set-up/,
	],
] as const;

describe.each(REJECTED)('a device that is %s', (_what, declared, details, advice) => {
	it('is data with Stop, and the others get theirs', async () => {
		google().declareTokens('ben:2', declared as Parameters<ReturnType<typeof google>['declareTokens']>[1]);
		const run = await send(byToken, rows('ana:1', 'ben:2', 'carla:3'));
		expect(run.results).toMatchObject([
			{ success: true },
			{ registrationToken: 'ben:2', success: false, errorCode: details.code, attempts: 1 },
			{ success: true },
		]);
		expect(exchanges()).toBe(1);
		expect(sends()).toHaveLength(3);
	});

	it('leaves by the error output in the Continue modes, also as the first', async () => {
		google().declareTokens('ben:2', declared as Parameters<ReturnType<typeof google>['declareTokens']>[1]);
		const run = await send(byToken, rows('ben:2', 'ana:1'), failing);
		expect(run.results).toMatchObject([{ registrationToken: 'ana:1', success: true }]);
		expect(run.failures).toMatchObject([
			{
				details: {
					...details,
					registrationToken: 'ben:2',
					attempts: 1,
					advice: expect.stringMatching(advice) as string,
				},
			},
		]);
		expect(run.failed[0]?.pairedItem).toEqual({ item: 0 });
		expect(exchanges()).toBe(1);
	});
});

describe('an installation ID that isn’t registered', () => {
	it('isn’t said to be dead', async () => {
		google().declareTokens('cJ0example_FID-22chars', { usesFidMessaging: false });
		const run = await send(byToken, rows('cJ0example_FID-22chars'), failing);
		expect(run.failures).toMatchObject([
			{ details: { code: 'NOT_FOUND', installationId: 'cJ0example_FID-22chars' } },
		]);
		expect(JSON.stringify(run.failures)).not.toMatch(/remove it/i);
		expect(JSON.stringify(run.failures)).toContain('FID messaging');
	});
});

describe('what may have been delivered', () => {
	it.each([
		['503 after delivery', fcmFault({ answer: 'unavailable', delivers: true })],
		['500', fcmFault({ answer: 'internal' })],
	])('%s isn’t sent again', async (_what, fault) => {
		bench.sandbox.faults.add({ match: { path: '*messages:send', nth: 2 }, answer: fault });
		const run = await send(byToken, rows('ana:1', 'ben:2', 'carla:3'), failing);
		expect(sends()).toHaveLength(3);
		expect(google().fcm.books.doubles()).toEqual([]);
		expect(run.results).toHaveLength(2);
		expect(run.failures).toMatchObject([{ details: { uncertain: true, attempts: 1 } }]);
	});

	it('n8n’s Retry On Fail doesn’t ask for it again either', async () => {
		bench.sandbox.faults.add({
			match: { path: '*messages:send', nth: 1 },
			answer: fcmFault({ answer: 'unavailable', delivers: true }),
		});
		const run = await send(byToken, rows('ana:1', 'ben:2'), {
			...failing,
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		expect(google().fcm.books.doubles()).toEqual([]);
		expect(run.results).toHaveLength(1);
	});
});

describe('what ends a run', () => {
	it.each([['a missing role', () => (google().settings.fcm.apiEnabled = false)]])(
		'%s: nobody else is asked',
		async (_what, arrange) => {
			arrange();
			const run = await send(byToken, rows('ana:1', 'ben:2', 'carla:3'), failing);
			expect(sends()).toHaveLength(1);
			expect(run.failures).toHaveLength(3);
			expect(run.failures[0]).toMatchObject({ details: { httpStatus: 403 } });
		},
	);

	it('a message that FCM refuses as such fails all of its devices without a request each', async () => {
		const wrong = { ...byToken, message: { rawMessage: '{ "webpush": { "headers": { "TTL": "-5" } } }' } };
		const run = await send(wrong, rows('ana:1', 'ben:2', 'carla:3'), failing);
		expect(sends()).toHaveLength(1);
		expect(run.failures).toHaveLength(3);
		expect(run.failures[2]).toMatchObject({
			error: expect.stringContaining('TTL') as string,
			details: { code: 'BAD_REQUEST', registrationToken: 'carla:3' },
		});
	});
});
