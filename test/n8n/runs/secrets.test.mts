import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeSpec } from '../../../playground/engine/builders.mts';
import type { FaultAnswer } from '../../../playground/sandbox/index.mts';
import { NODE_TYPES } from '../../nodes.mts';
import { saveWorkflow, START } from '../browser/workflows.mts';
import { allStoredText } from '../support/storedText.mts';
import { freshSandbox, n8n, sandbox, userFolder } from '../support.mts';

const canary = (name: string) => `canary-${name}-${randomUUID()}`;
const API_TOKEN = canary('token');
const DEVICE_TOKEN = canary('device');
const SERVER_KEY = canary('key');
/** What may be read: the search must find it. */
const TOKEN = `${canary('plain')}:APA91bExampleToken`;
const ACCESS_TOKEN = /ya29\.[\w-]{20,}/;
const ASSERTION = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/;

const SUBSCRIPTION = {
	endpoint: 'https://push.example.com/send/abc',
	keys: {
		p256dh: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
		auth: 'tBHItJI5svbpez7KI4CCXg',
	},
};
const APPLICATION = { __rl: true, mode: 'code', value: 'AAAAA-00000' };
const JOBS: NodeSpec[] = [
	{
		name: 'Send Push',
		type: 'sendPush',
		parameters: { application: APPLICATION, userIds: 'user-001', content: 'Hello' },
	},
	{ name: 'Manage Segment', type: 'manageSegment', parameters: { application: APPLICATION } },
	{
		name: 'Count',
		type: 'manageSegment',
		parameters: {
			resource: 'device',
			operation: 'count',
			filterMode: 'expression',
			filterExpression: 'T("City", EQ, "Madrid")',
			application: APPLICATION,
		},
	},
	{
		name: 'Set tags',
		type: 'manageAudience',
		parameters: {
			application: APPLICATION,
			identifier: 'user-001',
			tagSource: 'json',
			tagsJson: '{ "Age": 31 }',
		},
	},
	{
		name: 'Get tags',
		type: 'manageAudience',
		parameters: { operation: 'getTags', application: APPLICATION, identifier: 'user-001' },
	},
	{
		name: 'Post event',
		type: 'trackEvent',
		parameters: { application: APPLICATION, event: 'Checkout', userId: 'user-001' },
	},
	{
		name: 'Start journey',
		type: 'manageJourney',
		parameters: {
			journeyId: { __rl: true, mode: 'id', value: '11111111-1111-4111-8111-111111111111' },
			userIds: 'user-001',
		},
	},
	{
		name: 'Send SMS',
		type: 'sendMessage',
		parameters: {
			operation: 'sendSms',
			application: APPLICATION,
			phoneNumbers: '+34600100200',
			content: 'Hello',
		},
	},
	{
		name: 'Get Statistics',
		type: 'pushStatistics',
		parameters: { operation: 'getMessageTotals', messageCodes: '1A2B-3C4D5E6F-7A8B9C0D' },
	},
	{ name: 'List presets', type: 'manageProject', parameters: { application: APPLICATION } },
	{ name: 'IID Lookup', type: 'iidLookup', parameters: { service: 'instanceId', registrationId: TOKEN } },
	{ name: 'FCM check', type: 'iidLookup', parameters: { registrationId: TOKEN } },
	{
		name: 'Topic Batch',
		type: 'topicBatch',
		parameters: { service: 'instanceId', topic: 'news', registrationIds: TOKEN },
	},
	{
		name: 'Server key',
		type: 'topicBatch',
		parameters: { service: 'instanceId', authentication: 'serverKey', topic: 'news', registrationIds: TOKEN },
	},
	{ name: 'Send Message', type: 'fcmSend', parameters: { title: 'Hello', registrationIds: TOKEN } },
	{
		name: 'Import APNs',
		type: 'importApns',
		parameters: { bundleId: 'org.example.app', apnsDeviceIds: '0a1b2c3d'.repeat(8) },
	},
	{
		name: 'Web Subscription',
		type: 'webSubscription',
		parameters: {
			subscription: JSON.stringify(SUBSCRIPTION),
			applicationPublicKey: SUBSCRIPTION.keys.p256dh,
		},
	},
];

/** What a service could repeat; of the service account's access token only n8n knows. */
const SECRET_OF: Record<string, string> = {
	'Send Push': API_TOKEN,
	'Manage Segment': API_TOKEN,
	Count: API_TOKEN,
	'Set tags': API_TOKEN,
	'Get tags': DEVICE_TOKEN,
	'Post event': DEVICE_TOKEN,
	'Start journey': API_TOKEN,
	'Send SMS': API_TOKEN,
	'Get Statistics': API_TOKEN,
	'List presets': API_TOKEN,
	'Server key': SERVER_KEY,
};

/** Ways in which a service may answer; some say again what they were told. */
const ANSWERS: Array<{
	name: string;
	answer?: (secret: string) => FaultAnswer;
	concerned?: (job: NodeSpec) => boolean;
}> = [
	{ name: 'all is well' },
	{
		name: 'the service repeats the credential',
		answer: (secret) => ({ act: false, status: 403, body: `No: ${secret}` }),
	},
	{
		name: 'Pushwoosh repeats it in its own form',
		answer: (secret) => ({
			act: false,
			body: { status_code: 210, status_message: `No: ${secret}`, response: null },
		}),
		concerned: ({ name }) => [API_TOKEN, DEVICE_TOKEN].includes(SECRET_OF[name] ?? ''),
	},
	{ name: 'the connection breaks', answer: () => ({ connection: 'resetBeforeActing' }) },
	{ name: 'it redirects', answer: () => ({ redirectTo: 'http://127.0.0.1:9/' }) },
];

let privateKey: string[];
let credentials: Record<string, string>;

beforeAll(async () => {
	await freshSandbox();
	await sandbox.seed({ pushwoosh: { apiTokens: { [API_TOKEN]: {}, [DEVICE_TOKEN]: { type: 'device' } } } });
	const key = await sandbox.serviceAccountKey();
	privateKey = key.private_key.split('\n').filter((line) => line.length > 40);
	credentials = {
		pushwooshApi: await credential('pushwooshApi', {
			apiToken: API_TOKEN,
			deviceToken: DEVICE_TOKEN,
			baseUrl: sandbox.url,
			otherAddresses: true,
			journeyUrl: sandbox.url,
		}),
		googleFcmServerKeyApi: await credential('googleFcmServerKeyApi', {
			serverApiKey: SERVER_KEY,
			otherAddresses: true,
			iidUrl: sandbox.url,
		}),
		googleFcmServiceAccountApi: 'googleFcmServiceAccountApi',
	};
});

async function credential(type: string, data: object): Promise<string> {
	const { id } = await n8n.api.call<{ id: string }>('POST', '/rest/credentials', {
		name: 'Canary',
		type,
		data,
	});
	return id;
}

describe('what n8n stores', () => {
	it('is searched after runs of every node', () => {
		expect(new Set(JOBS.map(({ type }) => type))).toEqual(new Set(NODE_TYPES));
	});

	describe.each(ANSWERS)('after runs of all nodes while $name', ({ answer, concerned = () => true }) => {
		it.each(['stopWorkflow', 'continueErrorOutput'] as const)('with On Error = %s', async (onError) => {
			for (const job of JOBS.filter(concerned)) {
				await sandbox.clearRules();
				if (answer) await sandbox.misbehave({ answer: answer(SECRET_OF[job.name] ?? '') });
				const options = { maxRetries: 0 };
				const node = { ...job, credentials, onError, parameters: { ...job.parameters, options } };
				const { id } = await saveWorkflow(`Secrets: ${job.name}`, [START, node]);
				const run = await n8n.run(id);
				expect(run.node(job.name).runs).toBe(1);
			}
		});
	});

	it('holds no credential in clear', () => {
		const stored = allStoredText(userFolder);
		const placesOf = (found: (text: string) => boolean) => [
			...new Set(stored.filter(({ text }) => found(text)).map(({ place }) => place)),
		];
		expect(placesOf((text) => text.includes(TOKEN))).toContain('table execution_data, column data');

		expect(placesOf((text) => text.includes(API_TOKEN))).toEqual([]);
		expect(placesOf((text) => text.includes(DEVICE_TOKEN))).toEqual([]);
		expect(placesOf((text) => text.includes(SERVER_KEY))).toEqual([]);
		expect(placesOf((text) => privateKey.some((line) => text.includes(line)))).toEqual([]);
		expect(placesOf((text) => ACCESS_TOKEN.test(text))).toEqual([]);
		expect(placesOf((text) => ASSERTION.test(text))).toEqual([]);
	});
});
