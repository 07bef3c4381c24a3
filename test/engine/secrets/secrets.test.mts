import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
	createEngine,
	NODE,
	singleNode,
	type Engine,
	type RunResult,
} from '../../../playground/engine/index.mts';
import { createServiceAccountKey } from '../../../playground/sandbox/google/serviceAccountKey.mts';
import { inTheWay, KEEPS_CONNECTIONS } from '../bench.mts';
import {
	ok,
	startHostileServer,
	type Asked,
	type HostileServer,
	type Reply,
} from '../fuzz/hostileServer.mts';
import { ACCOUNT, credentialsFor, subjects, type Subject } from '../fuzz/subjects.mts';

/** Canaries: each is long and odd enough to occur nowhere by chance. */
const API_TOKEN = 'CanaryApiToken0123456789abcdef';
const DEVICE_TOKEN = 'CanaryDeviceToken0123456789abcdef';
const KEY_OF_SERVER = 'CanaryServerKey:APA91bXyZ0123456789';
const ACCESS_TOKEN = 'ya29.CanaryAccessToken-0123456789';
/** Without Google's own beginning: a proxy or another identity provider may hand out such. */
const PLAIN_ACCESS_TOKEN = 'CanaryPlainAccessToken0123456789';

let service: HostileServer;
let elsewhere: HostileServer;
let engine: Engine;
let keyBody = '';
let accessToken = ACCESS_TOKEN;

beforeAll(async () => {
	service = await startHostileServer();
	elsewhere = await startHostileServer();
	const account = { projectId: 'fuzz-project', clientEmail: 'fuzz@fuzz-project.iam.gserviceaccount.com' };
	const { key } = await createServiceAccountKey({ ...account, tokenUri: `${service.url}/token` });
	keyBody = key.private_key.split('\n')[5] ?? '';
	const credentials = credentialsFor(service.url, JSON.stringify(key), {
		apiToken: API_TOKEN,
		deviceToken: DEVICE_TOKEN,
		serverKey: KEY_OF_SERVER,
	});
	engine = await createEngine({ credentials });
});

afterAll(async () => {
	await service.close();
	await elsewhere.close();
});

/** All that a service, or a proxy before it, knows of a request. */
const echo = ({ headers, body }: Asked) => JSON.stringify({ headers, body });
const authorization = ({ headers, body }: Asked) =>
	headers.authorization ??
	String(
		(body as { auth?: string; request?: { auth: string } }).auth ??
			(body as { request?: { auth: string } }).request?.auth,
	);

const answered =
	(status: number, body: (asked: Asked) => string, headers = { 'content-type': 'application/json' }) =>
	(asked: Asked): Reply => ({ status, headers, body: body(asked), delivery: 'whole' });

const ways: Record<string, (asked: Asked) => Reply> = {
	'401': answered(401, () => '{"error":"Unauthorized"}'),
	'401 that repeats the request': answered(401, echo),
	'403 that repeats the request in a text': answered(403, (asked) =>
		JSON.stringify({ error: `Not for ${authorization(asked)}` }),
	),
	'404 that repeats the request': answered(404, (asked) =>
		JSON.stringify({ error: { code: 404, status: 'NOT_FOUND', message: `No ${authorization(asked)}` } }),
	),
	'400 in the words of the service': answered(400, (asked) =>
		JSON.stringify({ error: `InvalidToken ${authorization(asked)}` }),
	),
	'page that repeats the request': answered(502, (asked) => `<html><pre>${echo(asked)}</pre></html>`, {
		'content-type': 'text/html',
	}),
	'success that repeats the request': answered(200, echo),
	'refusal by Pushwoosh': answered(200, (asked) =>
		JSON.stringify({ status_code: 210, status_message: `Bad auth ${authorization(asked)}`, response: null }),
	),
	'warning by Pushwoosh': answered(200, (asked) =>
		JSON.stringify({
			status_code: 200,
			status_message: `Careful, ${authorization(asked)}`,
			response: { Messages: [] },
		}),
	),
	'look-up that repeats the request': answered(200, (asked) =>
		JSON.stringify({
			application: authorization(asked),
			platform: 'X',
			token: authorization(asked),
			name: authorization(asked),
		}),
	),
	'code that repeats the request': answered(200, (asked) =>
		JSON.stringify({ results: [{ error: authorization(asked), status: authorization(asked) }] }),
	),
	redirect: (asked) =>
		ok(
			{},
			{
				status: 307,
				headers: {
					location: `${elsewhere.url}${asked.path}?from=${encodeURIComponent(authorization(asked))}`,
				},
			},
		),
	'lost connection': () => ok({}, { delivery: 'reset' }),
	'answer that breaks off': () => ok({ results: [] }, { delivery: 'cut' }),
	'answer that never comes': () => ok({}, { delivery: 'silent' }),
	'answer that never ends': () => ok({}, { delivery: 'endless' }),
	'answer in no encoding': answered(200, () => 'plain', {
		'content-encoding': 'gzip',
		'content-type': 'a/b',
	} as never),
};

async function run(
	subject: Subject,
	onError: 'stopWorkflow' | 'continueErrorOutput',
	items = 2,
): Promise<RunResult> {
	const { options = {}, ...parameters } = subject.parameters;
	const spec = singleNode(
		subject.type,
		inTheWay(subject.type, {
			...parameters,
			options: { maxRetries: 0, timeout: 500, includeInputFields: true, ...(options as object) },
		}),
		{ credentials: subject.credential, onError },
	);
	const list = Array.from({ length: items }, (_, at) => ({
		id: `id-${at}`,
		few: '0',
		apns: `${at}`.repeat(64),
	}));
	return await engine.run(spec, { items: list });
}

function secrets(): string[] {
	const tokens = service.exchanges.flatMap(
		({ asked }) => /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? [],
	);
	return [
		API_TOKEN,
		DEVICE_TOKEN,
		KEY_OF_SERVER,
		ACCESS_TOKEN,
		PLAIN_ACCESS_TOKEN,
		keyBody,
		'eyJhbGciOiJSUzI1NiI',
		...new Set(tokens),
	];
}

function expectNoSecret(result: RunResult): void {
	for (const secret of secrets())
		expect({ secret, places: result.placesOf(secret) }).toEqual({ secret, places: [] });
}

/** With Keep Connections: the nodes that have it. */
const inBothWays = subjects.filter(
	({ type }) => process.env.KEEP_CONNECTIONS === undefined || KEEPS_CONNECTIONS.includes(type),
);

describe.each(inBothWays.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
	it.each(Object.keys(ways))('stores no secret: %s', { timeout: 60_000 }, async (way) => {
		let requests = 0;
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			for (const token of [ACCESS_TOKEN, PLAIN_ACCESS_TOKEN]) {
				accessToken = token;
				engine.credentials.patch(ACCOUNT, { accessToken: '' });
				service.signIn = (at) => ok({ access_token: `${accessToken}.${at}`, expires_in: 3600 });
				service.script(ways[way] as (asked: Asked) => Reply);
				elsewhere.script(() => ok({}));
				expectNoSecret(await run(subject, onError));
				requests += service.exchanges.length;
				expect(elsewhere.exchanges).toEqual([]);
				if (subject.credential !== ACCOUNT) break;
			}
			// Nothing comes back there that could hold a secret, and waiting for it takes its time.
			if (way.startsWith('answer that never')) break;
		}
		expect(requests).toBeGreaterThan(0);
	});
});

describe('the sign-in', () => {
	const lookup = subjects.find(({ name }) => name === 'iidLookup') as Subject;
	const refusals: Record<string, (assertion: string) => Reply> = {
		'refusal that repeats the assertion': (assertion) =>
			ok({ error: 'invalid_grant', error_description: `Bad ${assertion}` }, { status: 400 }),
		'page that repeats the assertion': (assertion) =>
			ok({}, { status: 200, body: `<html>${assertion}</html>` }),
		'error that is the assertion': (assertion) => ok({ error: assertion }, { status: 401 }),
		redirect: () => ok({}, { status: 302, headers: { location: `${elsewhere.url}/token` } }),
		'lost connection': () => ok({}, { delivery: 'reset' }),
		'no token': () => ok({ access_token: `${ACCESS_TOKEN} with a space` }),
	};

	it.each(Object.keys(refusals))('stores no secret: %s', async (way) => {
		const { key } = await createServiceAccountKey({
			projectId: 'fuzz-project',
			clientEmail: `${way.replaceAll(' ', '-')}@fuzz-project.iam.gserviceaccount.com`,
			tokenUri: `${service.url}/token`,
		});
		engine.credentials.patch(ACCOUNT, { privateKey: JSON.stringify(key), accessToken: '' });
		let assertion = '';
		service.script(() => ok({}));
		elsewhere.script(() => ok({}));
		service.signIn = (_at, asked) => {
			assertion = new URLSearchParams(String(asked.body)).get('assertion') ?? '';
			return (refusals[way] as (assertion: string) => Reply)(assertion);
		};
		const result = await run(lookup, 'continueErrorOutput');
		expect(assertion).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
		expect(elsewhere.exchanges).toEqual([]);
		expect(result.node(NODE).success).toEqual([]);
		for (const secret of [
			...assertion.split('.'),
			ACCESS_TOKEN,
			key.private_key.split('\n')[5] ?? 'no line',
		]) {
			expect(result.placesOf(secret)).toEqual([]);
		}
	});
});
