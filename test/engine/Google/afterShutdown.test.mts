import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { useBench, type BenchRun, type How } from '../bench.mts';

const bench = useBench();
const PAGE =
	'<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p><b>404.</b> <ins>That’s an error.</ins>' +
	'<p>The requested URL was not found on this server. <ins>That’s all we know.</ins></html>';
const error = (code: number, status: string, message: string) => ({ error: { code, status, message } });

/** What an address may answer to everything once the service behind it is gone. */
const ANSWERS: Array<[name: string, status: number, body: unknown]> = [
	['the page of a missing address', 404, PAGE],
	['a missing address without a word', 404, ''],
	['a missing address in other words', 404, { error: 'Not Found' }],
	["a missing address as Google's error object", 404, error(404, 'NOT_FOUND', 'Method not found.')],
	['a page saying that it is gone', 410, PAGE],
	['gone, with a code that tokens have', 410, { error: 'NOT_FOUND' }],
	['gone, in words that tokens get', 410, { error: 'No information found about this instance id.' }],
	["gone, as Google's error object", 410, error(410, 'UNREGISTERED', 'Gone')],
	['a page with 200', 200, PAGE],
	['a page with 400', 400, PAGE],
	['a page with 403', 403, PAGE],
	['a page with 503', 503, PAGE],
	['a bad request that points elsewhere', 400, { error: 'Deprecated endpoint' }],
];

const OTHER_SERVICE = "set 'Service' in this node to 'Firebase Cloud Messaging (FCM)'";
const NO_SUCCESSOR =
	/offers servers nothing in (?:its|their) place: let the (?:app|web page) get its registration token/;
const TOKENS = ['a:1', 'b:1'];
const tokens = TOKENS.map((token) => ({ token }));
const subscription = {
	endpoint: 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint',
	keys: {
		auth: 'GecTJNK6kdbGyDxEc4tnew',
		p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
	},
};

interface Use {
	name: string;
	type: string;
	parameters: INodeParameters;
	items: IDataObject[];
	/** What the failure has to tell the user. */
	tells: string | RegExp;
}

const topic: INodeParameters = {
	service: 'instanceId',
	topic: 'news',
	registrationIds: '={{ $json.token }}',
};
const web: INodeParameters = {
	subscription: '={{ $json.subscription }}',
	registrationId: '={{ $json.token }}',
	applicationPublicKey:
		'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8',
};
const USES: Use[] = [
	...['subscribe', 'unsubscribe', 'subscribeOne'].map((operation) => ({
		name: `Topic Batch, ${operation}`,
		type: 'topicBatch',
		parameters: { ...topic, operation },
		items: tokens,
		tells: OTHER_SERVICE,
	})),
	...['report', 'fail'].map((onUnknown) => ({
		name: `IID Lookup, unknown tokens: ${onUnknown}`,
		type: 'iidLookup',
		parameters: { service: 'instanceId', registrationId: '={{ $json.token }}', onUnknown },
		items: tokens,
		tells: OTHER_SERVICE,
	})),
	...['production', 'sandbox', 'auto'].map((environment) => ({
		name: `Import APNs, ${environment}`,
		type: 'importApns',
		parameters: { bundleId: 'org.example.weatherapp', environment, apnsDeviceIds: '={{ $json.token }}' },
		items: ['0a', '0b'].map((byte) => ({ token: byte.repeat(32) })),
		tells: NO_SUCCESSOR,
	})),
	...['import', 'refresh', 'delete'].map((operation) => ({
		name: `Web Subscription, ${operation}`,
		type: 'webSubscription',
		parameters: { ...web, operation },
		items: tokens.map((item) => ({ ...item, subscription })),
		tells: NO_SUCCESSOR,
	})),
];

const run = async (use: Use, how?: How): Promise<BenchRun> =>
	await bench.run(
		{ ...use.parameters, options: { maxRetries: 0 } },
		{ type: use.type, items: use.items, ...how },
	);

function answerEverything(status: number, body: unknown): void {
	for (const path of ['/iid/*', '/v1/web/iid*']) {
		bench.sandbox.faults.add({ match: { path }, answer: { status, body } });
	}
}

/** Words on which workflows and people delete tokens. */
const ABOUT_DEAD_TOKENS = /no longer registered|another project than|remove it from your list|UNREGISTERED"/i;

describe.each(USES)('$name, after the shutdown', (use) => {
	it.each(ANSWERS)('%s (%d): every token fails, none is called unknown', async (_name, status, body) => {
		answerEverything(status, body);
		const { results, failures } = await run(use, { onError: 'continueErrorOutput' });
		expect(results).toEqual([]);
		expect(failures).toHaveLength(use.items.length);
		for (const failure of failures as Array<{ error: string; details: IDataObject }>) {
			expect(failure.details.code).not.toMatch(/^(NOT_FOUND|INVALID_ARGUMENT|UNREGISTERED|InvalidToken)$/);
			expect(failure.details.httpStatus).toBe(status);
			expect(`${failure.error}. ${String(failure.details.advice)}`).toMatch(use.tells);
			expect(JSON.stringify(failure)).not.toMatch(ABOUT_DEAD_TOKENS);
		}

		const stopped = await run(use);
		expect(stopped.results).toEqual([]);
		const counts = use.items.length > 1 ? `${use.items.length} not done.` : '';
		expect(stopped.error?.description).toContain(counts);
		expect(stopped.error?.description).toMatch(use.tells);
		expect(`${stopped.error?.message} ${stopped.error?.description}`).not.toMatch(ABOUT_DEAD_TOKENS);
	});

	it('a server that closes every connection', async () => {
		for (const path of ['/iid/*', '/v1/web/iid*']) {
			bench.sandbox.faults.add({ match: { path }, answer: { connection: 'resetBeforeActing' } });
		}
		const { results, failures } = await run(use, { onError: 'continueErrorOutput' });
		expect(results).toEqual([]);
		expect(failures).toHaveLength(use.items.length);
		expect(JSON.stringify(failures)).not.toMatch(ABOUT_DEAD_TOKENS);
	});
});

describe('a saved workflow goes on with one choice changed', () => {
	it.each([
		['topicBatch', { ...topic, operation: 'subscribe' }],
		['topicBatch', { ...topic, operation: 'unsubscribe' }],
		['iidLookup', { registrationId: '={{ $json.token }}' }],
	])('%s %j', async (type, parameters) => {
		const items = [...tokens, { token: 'gone:1' }];
		bench.sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		const before = await bench.run(parameters, { type, items });
		bench.sandbox.google.settings.instanceIdAvailable = false;
		bench.sandbox.log.clear();
		const after = await bench.run({ ...parameters, service: 'fcm' }, { type, items });

		expect(after.error).toBeUndefined();
		expect(bench.sandbox.log.requests('/iid/*')).toEqual([]);
		const verdicts = ({ results }: BenchRun) =>
			results.map(({ registrationToken, topic: name, operation, success, found, errorCode }) => ({
				registrationToken,
				name,
				operation,
				success,
				found,
				errorCode,
			}));
		expect(verdicts(after)).toEqual(verdicts(before));
	});

	it('and an authentication chosen for Instance ID does not matter', async () => {
		bench.sandbox.google.settings.instanceIdAvailable = false;
		const parameters = { ...topic, service: 'fcm', authentication: 'serverKey' };
		const { results, error: failure } = await bench.run(parameters, { type: 'topicBatch', items: tokens });
		expect(failure).toBeUndefined();
		expect(results.map(({ success }) => success)).toEqual([true, true]);
	});
});
