import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createEngine, type CredentialVerdict, type Engine } from '../../../playground/engine/index.mts';
import { startSandbox, type FaultAnswer, type Sandbox } from '../../../playground/sandbox/index.mts';
import { itOnNewerN8n, onNewerN8n } from '../newerN8n.mts';
import { probe, probes } from './probes.mts';

const TYPE = 'googleFcmServerKeyApi';
const ACCEPTED = 'AAAAstillGood:APA91bAcceptedServerKey';
const REFUSED = 'AAAArefused:APA91bRefusedServerKey';

let sandbox: Sandbox;
let engine: Engine;

beforeAll(async () => void (sandbox = await startSandbox()));
beforeEach(async () => {
	sandbox.reset();
	sandbox.seed({ google: { acceptedServerKeys: { [ACCEPTED]: 'acme-demo-4711' } } });
	engine = await createEngine({
		nodeTypes: probes,
		credentials: { [TYPE]: { serverApiKey: ACCEPTED, otherAddresses: true, iidUrl: sandbox.url } },
	});
});
afterAll(async () => await sandbox.close());

async function dialog(changes: object = {}): Promise<CredentialVerdict> {
	const verdict = await engine.testCredential(TYPE, {
		serverApiKey: REFUSED,
		otherAddresses: true,
		iidUrl: sandbox.url,
		...changes,
	});
	for (const key of [ACCEPTED, REFUSED]) expect(JSON.stringify(verdict)).not.toContain(key);
	return verdict;
}

describe("the credential's dialog", () => {
	itOnNewerN8n('explains what Google answers today, and the way out', async () => {
		const { status, message } = await dialog();
		expect(status).toBe('Error');
		expect(message).toContain('refused the server key');
		expect(message).toContain("'Google FCM Service Account API'");
		expect(sandbox.log.entries[0].headers.authorization).toBe(`key=${REFUSED}`);
		expect(sandbox.log.entries[0].headers).not.toHaveProperty('access_token_auth');
	});

	itOnNewerN8n.each([
		[400, {}],
		[403, {}],
		[200, { error: 'Authenticating using server key is deprecated. Please use an OAuth2 token instead.' }],
	])('recognises the refusal with HTTP %i', async (status, body) => {
		sandbox.faults.add({ match: { path: '/iid/*' }, answer: { status, body } });
		expect((await dialog()).message).toContain('refused the server key');
	});

	it.each([ACCEPTED, `key=${ACCEPTED}`, `"key=${ACCEPTED}"`])(
		'is green where a server still takes the key',
		async (serverApiKey) => {
			expect(await dialog({ serverApiKey })).toMatchObject({ status: 'OK' });
		},
	);

	it.each<[string, FaultAnswer]>([
		['200 with HTML', { status: 200, body: '<html>Hi</html>' }],
		['200 with other JSON', { status: 200, body: { ok: true } }],
		...onNewerN8n<[string, FaultAnswer]>(
			['404', { status: 404, body: '<html>Not found</html>' }],
			['a redirect', { redirectTo: '/iid2' }],
		),
	])('names the URL when the address answers %s', async (_, answer) => {
		sandbox.faults.add({ match: { path: '/iid/*' }, answer });
		expect((await dialog({ serverApiKey: ACCEPTED })).message).toContain("Check 'Instance ID URL'");
		expect(sandbox.log.entries).toHaveLength(1);
	});

	it.each<[object, string]>([
		[{ serverApiKey: '' }, "'Server Key' is empty"],
		[{ iidUrl: 'http://example.com' }, 'https'],
		...onNewerN8n<[object, string]>([{ iidUrl: 'http://127.0.0.1:9' }, 'ECONNREFUSED']),
	])('%o', async (changes, what) => {
		const { status, message } = await dialog(changes);
		expect(status).toBe('Error');
		expect(message).toContain(what);
		expect(sandbox.log.entries).toHaveLength(0);
	});
});

describe("in n8n's HTTP Request node", () => {
	it.each(['modern', 'legacy'] as const)('sends the key (%s helper)', async (helper) => {
		const { node, result } = await probe(engine, helper, TYPE, [
			{ method: 'GET', url: `${sandbox.url}/iid/info/a:b?details=true` },
		]);
		expect(node.error).toBeUndefined();
		expect(node.success[0].json.answer).toMatchObject({ application: 'org.example.weatherapp' });
		expect(result.placesOf(ACCEPTED)).toEqual([]);
	});
});
