import { describe, expect, it } from 'vitest';
import type { FcmSend } from '../../playground/sandbox/index.mts';
import { apnsError, badRequest, fcmError, FID, refusal, said, TOKEN, useFcm } from './fcmSupport.mts';
import { accessTokenFor, instanceIdHeaders, send } from './support.mts';

const { sandbox, push, check, headers } = useFcm();
const NOT_FOUND = 'Requested entity was not found.';
const INVALID_TOKEN = 'The registration token is not a valid FCM registration token';
const UNREGISTERED = refusal(404, 'NOT_FOUND', NOT_FOUND, [fcmError('UNREGISTERED')]);
const INVALID = fcmError('INVALID_ARGUMENT');
const AUTH_TEXT = 'Auth error from APNS or Web Push Service';
const gone410 = refusal(400, 'INVALID_ARGUMENT', 'APNs device token is disabled.', [
	INVALID,
	apnsError(410, 'Unregistered'),
]);

describe('devices', () => {
	it.each([
		['a token', { token: TOKEN }],
		['an old token without a colon', { token: 'APA91b'.padEnd(60, 'x') }],
		['a FID', { fid: FID }],
		['a FID as token', { token: FID }],
	])('%s is alive unless something else is declared', async (_name, target) => {
		const sent = await push(target);
		expect(said(sent)).toEqual([
			200,
			{
				name: expect.stringMatching(/^projects\/acme-demo-4711\/messages\/0:\d{16}%[0-9a-f]{16}$/) as string,
			},
		]);
		expect(said(await check(target))).toEqual([
			200,
			{ name: 'projects/acme-demo-4711/messages/fake_message_id' },
		]);
		expect(sandbox.google.fcm.books).toMatchObject({ validated: 1, deliveries: 1 });
	});

	it.each([
		['unregistered', UNREGISTERED],
		[
			'otherProject',
			refusal(403, 'PERMISSION_DENIED', 'SenderId mismatch', [fcmError('SENDER_ID_MISMATCH')]),
		],
		[
			'malformed',
			refusal(400, 'INVALID_ARGUMENT', INVALID_TOKEN, [INVALID, badRequest('message.token', INVALID_TOKEN)]),
		],
	] as const)('declared %s, sent to and checked', async (state, expected) => {
		sandbox.google.declareTokens(TOKEN, { state });
		expect(said(await push({ token: TOKEN }))).toEqual(expected);
		expect(said(await check({ token: TOKEN }))).toEqual(expected);
		expect(sandbox.google.deliveredMessages).toEqual([]);
	});

	it('an app without FID messaging: its FID is unregistered, its token lives', async () => {
		sandbox.google.declareTokens(FID, { usesFidMessaging: false });
		for (const target of [{ fid: FID }, { token: FID }]) {
			expect(said(await push(target))).toEqual(UNREGISTERED);
			expect(said(await check(target))).toEqual(UNREGISTERED);
		}
		expect((await push({ token: `${FID}:APA91b` })).status).toBe(200);
		expect((await push({ fid: FID.replace('d', 'e') })).status).toBe(200);
		sandbox.google.settings.fcm.appsUseFidMessaging = false;
		expect(said(await push({ fid: FID.replace('d', 'e') }))).toEqual(UNREGISTERED);
	});

	it('one in so many is refused by the switch, for FIDs too', async () => {
		sandbox.switches.set({ refuseEvery: 1 });
		expect(said(await push({ fid: FID }))).toEqual(UNREGISTERED);
		expect(said(await push({ token: TOKEN }))).toEqual(UNREGISTERED);
	});

	it('codes that pass, in the words of messages:send', async () => {
		sandbox.google.declareTokens(TOKEN, {
			codes: ['UNAVAILABLE', 'INTERNAL', 'QUOTA_EXCEEDED', 'DEADLINE_EXCEEDED'].map((code) => ({
				code,
				times: 1,
			})),
		});
		const replies = [];
		for (let count = 0; count < 5; count += 1) replies.push(await check({ token: TOKEN }));
		expect(replies.map(({ status }) => status)).toEqual([503, 500, 429, 504, 200]);
		expect(replies[0].body).toMatchObject({ error: { message: 'The service is currently unavailable.' } });
	});
});

describe('what sends meet', () => {
	const ofInvalidToken = [INVALID, badRequest('message.token', INVALID_TOKEN)];

	it.each<[FcmSend, unknown[], 'told' | 'notTold']>([
		[{ answer: 'unregistered' }, UNREGISTERED, 'told'],
		[{ answer: 'notFoundWithoutDetails' }, refusal(404, 'NOT_FOUND', NOT_FOUND), 'told'],
		[
			{ answer: 'senderIdMismatch' },
			refusal(403, 'PERMISSION_DENIED', 'SenderId mismatch', [fcmError('SENDER_ID_MISMATCH')]),
			'told',
		],
		[{ answer: 'malformed' }, refusal(400, 'INVALID_ARGUMENT', INVALID_TOKEN, ofInvalidToken), 'told'],
		[
			{ answer: 'invalidArgument' },
			refusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'),
			'told',
		],
		[{ answer: 'apnsError' }, gone410, 'notTold'],
		[
			{ answer: 'apnsError', apnsError: { statusCode: 400, reason: 'BadDeviceToken' } },
			refusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', [
				INVALID,
				apnsError(400, 'BadDeviceToken'),
			]),
			'notTold',
		],
		[
			{ answer: 'thirdPartyAuthError' },
			refusal(401, 'UNAUTHENTICATED', AUTH_TEXT, [fcmError('THIRD_PARTY_AUTH_ERROR')]),
			'notTold',
		],
		[
			{ answer: 'thirdPartyAuthError', apnsError: { reason: 'BadEnvironmentKeyInToken' } },
			refusal(401, 'UNAUTHENTICATED', AUTH_TEXT, [
				fcmError('THIRD_PARTY_AUTH_ERROR'),
				apnsError(403, 'BadEnvironmentKeyInToken'),
			]),
			'notTold',
		],
		[
			{ answer: 'unavailable' },
			refusal(503, 'UNAVAILABLE', 'The service is currently unavailable.', [fcmError('UNAVAILABLE')]),
			'told',
		],
		[
			{ answer: 'internal' },
			refusal(500, 'INTERNAL', 'Internal error encountered.', [fcmError('INTERNAL')]),
			'told',
		],
		[
			{ answer: 'unspecified' },
			refusal(500, 'UNKNOWN', expect.any(String), [fcmError('UNSPECIFIED_ERROR')]),
			'told',
		],
		[{ answer: 'unimplemented' }, refusal(501, 'UNIMPLEMENTED', expect.any(String)), 'told'],
		[{ answer: 'frontEndPage' }, [502, expect.stringContaining('try again in 30 seconds')], 'told'],
	])('%o', async (entry, expected, onCheck) => {
		sandbox.google.declareTokens(TOKEN, { sends: [entry] });
		expect(said(await push({ token: TOKEN }))).toEqual(expected);
		const checked = said(await check({ token: TOKEN }));
		if (onCheck === 'told') expect(checked).toEqual(expected);
		else expect(checked[0]).toBe(200);
		expect(sandbox.google.deliveredMessages).toEqual([]);
	});

	it('Apple’s verdict may lack its status or its reason', async () => {
		const bodies = [];
		for (const verdict of [{ statusCode: 410 }, { reason: 'Unregistered' }]) {
			sandbox.google.declareTokens(TOKEN, { sends: [{ answer: 'apnsError', apnsError: verdict }] });
			bodies.push((await push({ token: TOKEN })).body);
		}
		expect(bodies).toMatchObject([
			{ error: { details: [INVALID, { statusCode: 410 }] } },
			{ error: { details: [INVALID, { reason: 'Unregistered' }] } },
		]);
		expect(JSON.stringify(bodies[0])).not.toContain('reason');
	});

	it('come one after the other, per token; a new declaration starts anew', async () => {
		const sends: FcmSend[] = [
			{ answer: 'taken', times: 1 },
			{ answer: 'unavailable', times: 2 },
			{ answer: 'unregistered', times: 1 },
		];
		const others = ['a:1', 'b:1'];
		sandbox.google.declareTokens(others, { sends });
		const statusesOf = async (token: string) => {
			const statuses = [];
			for (let count = 0; count < 5; count += 1) statuses.push((await push({ token })).status);
			return statuses;
		};
		for (const token of others) expect(await statusesOf(token)).toEqual([200, 503, 503, 404, 200]);
		sandbox.google.declareTokens('a:1', { sends: [{ answer: 'internal' }] });
		expect(await statusesOf('a:1')).toEqual([500, 500, 500, 500, 500]);
	});

	it('topics and conditions have theirs as well, over the control endpoint too', async () => {
		const condition = `'a' in topics`;
		sandbox.google.fcm.declareTopic('news', [{ answer: 'unavailable', times: 1 }]);
		await send(`${sandbox.url}/__sandbox/seed`, {
			json: {
				google: {
					fcmTargets: [{ condition, sends: [{ answer: 'internal', times: 1 }] }],
					tokens: [{ tokens: [TOKEN], sends: [{ answer: 'unregistered' }] }],
					appInstances: ['x:1'],
					settings: { fcm: { thirdPartyAuthText: 'missingAccessToken', messagesPerMinute: null } },
				},
			},
		});
		const statuses = [];
		for (const target of [
			{ topic: 'news' },
			{ topic: 'news' },
			{ condition },
			{ condition },
			{ token: TOKEN },
		])
			statuses.push((await push(target)).status);
		expect(statuses).toEqual([503, 200, 500, 200, 404]);
		expect([...sandbox.google.fcm.appInstances]).toEqual(['x:1']);
	});
});

describe('the push services behind FCM', () => {
	const bodyOf = async (target: object) => (await push(target)).body;
	const AUTH = fcmError('THIRD_PARTY_AUTH_ERROR');

	it('a bad APNs key concerns real sends to iPhones only', async () => {
		const { google } = sandbox;
		google.settings.fcm.apnsKey = 'InvalidProviderToken';
		google.declareTokens('iphone:1', { platform: 'ios' });
		expect(said(await push({ token: 'iphone:1' }))).toEqual(
			refusal(401, 'UNAUTHENTICATED', AUTH_TEXT, [AUTH, apnsError(403, 'InvalidProviderToken')]),
		);
		expect((await check({ token: 'iphone:1' })).status).toBe(200);
		expect((await push({ token: TOKEN })).status).toBe(200);
		google.settings.fcm.thirdPartyAuthTellsApnsReason = false;
		google.settings.fcm.thirdPartyAuthText = 'missingAccessToken';
		expect(await bodyOf({ token: 'iphone:1' })).toEqual({
			error: {
				code: 401,
				status: 'UNAUTHENTICATED',
				message: expect.stringMatching(/^Request is missing required authentication credential/) as string,
				details: [AUTH],
			},
		});
	});

	it('imported tokens are iPhones, web subscriptions browsers', async () => {
		const { google } = sandbox;
		google.settings.fcm.apnsKey = 'BadEnvironmentKeyInToken';
		google.settings.fcm.webPushKey = 'bad';
		const ofInstanceId = instanceIdHeaders(await accessTokenFor(sandbox));
		const imported = await send(`${sandbox.url}/iid/v1:batchImport`, {
			headers: ofInstanceId,
			json: { application: 'com.example.app', sandbox: false, apns_tokens: ['ab'.repeat(32)] },
		});
		const [{ registration_token: iphone }] = (
			imported.body as { results: Array<{ registration_token: string }> }
		).results;
		const point = `B${'A'.repeat(86)}`;
		const web = await send(`${sandbox.url}/v1/web/iid`, {
			headers: { ...headers(), 'crypto-key': `p256ecdsa=${point}` },
			json: { endpoint: 'https://push.example.com/x', keys: { auth: 'a'.repeat(22), p256dh: point } },
		});
		const { token: browser } = web.body as { token: string };
		expect(await bodyOf({ token: iphone })).toMatchObject({
			error: { code: 401, details: [AUTH, { reason: 'BadEnvironmentKeyInToken' }] },
		});
		expect(await bodyOf({ token: browser })).toMatchObject({ error: { code: 401, details: [AUTH] } });
	});
});

describe('the caller', () => {
	it('a service account without the right to send', async () => {
		const key = await sandbox.createServiceAccount({
			clientEmail: 'viewer@acme-demo-4711.iam.gserviceaccount.com',
		});
		const account = sandbox.google.serviceAccounts.get(key.client_email);
		if (account !== undefined) account.role = 'viewer';
		const authorization = `Bearer ${await accessTokenFor(sandbox, key)}`;
		const reply = await send(`${sandbox.url}/v1/projects/acme-demo-4711/messages:send`, {
			headers: { authorization },
			json: { validate_only: true, message: { token: TOKEN } },
		});
		expect(said(reply)).toEqual(
			refusal(403, 'PERMISSION_DENIED', expect.stringContaining(`'cloudmessaging.messages.create' denied`)),
		);
	});

	it('a project without the API, and one that isn’t the account’s', async () => {
		sandbox.google.settings.fcm.apiEnabled = false;
		expect((await push({ token: TOKEN })).body).toMatchObject({
			error: { code: 403, status: 'PERMISSION_DENIED', details: [{ reason: 'SERVICE_DISABLED' }] },
		});
		const other = await send(`${sandbox.url}/v1/projects/other-project/messages:send`, {
			headers: headers(),
			json: { message: { token: TOKEN } },
		});
		expect(other.status).toBe(403);
	});

	it('the project number in place of the ID', async () => {
		const { projectNumber } = sandbox.google.project('acme-demo-4711');
		const reply = await send(`${sandbox.url}/v1/projects/${projectNumber}/messages:send`, {
			headers: headers(),
			json: { message: { token: TOKEN } },
		});
		expect(reply.status).toBe(200);
	});
});
