import { describe, expect, it } from 'vitest';

import type { LogEntry } from '../../../playground/sandbox/index.mts';
import { differentialWorld, type Change, type Service, type World } from './world.mts';

const TOKENS = ['dR7kQ2mZ0xY:APA91bExampleTokenOne', 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo', 'fN-3_x:APA91b-_'];
/** Of `private/…` FCM's own pattern knows nothing: there our node refuses what firebase-admin sends. */
const TOPICS = ['storm-alerts', '/topics/storm-alerts', 'private/storm', 'region_9%3A', 'a.b~c-d_e%'];
const TASKS = (['instanceId', 'fcm'] as Service[]).flatMap((service) =>
	(['subscribe', 'unsubscribe'] as Change[]).flatMap((change) =>
		TOPICS.filter((topic) => service === 'instanceId' || !topic.startsWith('private/')).map((topic) => ({
			service,
			change,
			topic,
			tokens: TOKENS,
		})),
	),
);

/** What has to be equal to the letter. */
function essence({ method, path, query, rawBody }: LogEntry): object {
	return { method, path, query, rawBody };
}

/** Headers that may differ, and why. */
const MAY_DIFFER: Record<Service, Record<string, string>> = {
	instanceId: {
		authorization: 'each side has an access token of its own',
		host: "theirs wants Google's host, ours the sandbox",
		'content-type': 'theirs adds ;charset=utf-8, which JSON always is',
		'x-firebase-client': 'names the SDK',
		'x-goog-api-client': 'names the SDK and the version of Node',
		accept: "ours asks for JSON, as n8n's helper does",
		'user-agent': "n8n's helper names itself",
		'accept-encoding': "n8n's helper takes compressed answers",
		connection: "n8n's helper opens a connection for each request",
	},
	fcm: {
		authorization: 'each side has an access token of its own',
		host: "theirs wants Google's host, ours the sandbox",
		'content-type': 'theirs adds ;charset=utf-8, which JSON always is',
		'x-firebase-client': 'names the SDK',
		'x-goog-api-client': 'names the SDK and the version of Node',
		access_token_auth:
			'a header of Instance ID that FCM does not need (the reference, section 13); theirs sends it all the same',
		accept: "ours asks for JSON, as n8n's helper does",
		'user-agent': "n8n's helper names itself",
		'accept-encoding': "n8n's helper takes compressed answers",
		connection: "n8n's helper opens a connection for each request",
	},
};

function differingHeaders(theirs: LogEntry, ours: LogEntry): string[] {
	const names = new Set([...Object.keys(theirs.headers), ...Object.keys(ours.headers)]);
	return [...names].filter((name) => theirs.headers[name] !== ours.headers[name]);
}

async function both(
	world: World,
	task: (typeof TASKS)[number],
): Promise<Array<[theirs: LogEntry, ours: LogEntry]>> {
	await world.theirs(task);
	await world.ours(task);
	const theirs = world.requests('theirs');
	const ours = world.requests('ours');
	expect(theirs).toHaveLength(task.service === 'fcm' ? task.tokens.length : 1);
	expect(ours).toHaveLength(theirs.length);
	return theirs.map((request, index) => [request, ours[index]]);
}

describe.each(['HTTP/1.1', 'HTTP/2'] as const)('firebase-admin over %s and our node', (transport) => {
	const world = differentialWorld(transport);

	it.each(TASKS)('$change through $service send the same requests for $topic', async (task) => {
		for (const [theirs, ours] of await both(world, task)) {
			expect(essence(ours)).toEqual(essence(theirs));
			expect([theirs.status, ours.status]).toEqual([200, 200]);
		}
	});

	it.each(TASKS)('$change through $service leave the same subscriptions of $topic', async (task) => {
		const name = task.topic.replace('/topics/', '');
		for (const { google } of world.sandboxes()) google.subscribe(name, ['another:1', TOKENS[0]]);
		await both(world, task);
		const [theirs, ours] = world.sandboxes().map(({ google }) => google.subscribers(name).sort());
		expect(ours).toEqual(theirs);
		expect(ours).toEqual(task.change === 'subscribe' ? [...TOKENS, 'another:1'].sort() : ['another:1']);
	});

	it('a token is checked with the same request', async () => {
		expect([await world.theirCheck(TOKENS[0]), await world.ourCheck(TOKENS[0])]).toEqual([
			'success',
			'success',
		]);
		const [[theirs], [ours]] = [world.requests('theirs'), world.requests('ours')];
		const { method, path, query, body } = theirs;
		expect(ours).toMatchObject({ method, path, query });
		// The fields stand in another order, which means nothing in JSON.
		expect(ours.body).toEqual(body);
		for (const { google } of world.sandboxes()) expect(google.deliveredMessages).toEqual([]);
	});

	it("theirs meant Google's own hosts", () => {
		expect(world.hosts()).toEqual(['fcm.googleapis.com', 'iid.googleapis.com', 'oauth2.googleapis.com']);
	});
});

describe('headers', () => {
	const world = differentialWorld('HTTP/1.1');
	const differed: Record<Service, Set<string>> = { instanceId: new Set(), fcm: new Set() };

	it.each(TASKS)('of $change through $service ($topic) differ only where they may', async (task) => {
		for (const [theirs, ours] of await both(world, task)) {
			for (const name of differingHeaders(theirs, ours)) {
				expect(Object.keys(MAY_DIFFER[task.service])).toContain(name);
				differed[task.service].add(name);
			}
			const type = (request: LogEntry) => request.headers['content-type']?.split(';')[0];
			expect(type(ours)).toBe(type(theirs));
			for (const { headers } of [theirs, ours]) expect(headers.authorization).toMatch(/^Bearer ya29\./);
		}
	});

	it.each(['instanceId', 'fcm'] as const)(
		'the list of differences of %s has nothing that is equal',
		(service) => {
			expect([...differed[service]].sort()).toEqual(Object.keys(MAY_DIFFER[service]).sort());
		},
	);
});

describe('signing in', () => {
	const world = differentialWorld('HTTP/1.1');

	it('takes the same request; ours asks for the one right that it needs', async () => {
		const task = TASKS[0];
		await world.theirs(task);
		await world.ours(task);
		const [theirs, ours] = world.sandboxes().map((sandbox) => {
			const [request] = sandbox.log.requests('/token');
			const form = new URLSearchParams(request.rawBody);
			const [, claims] = (form.get('assertion') ?? '').split('.');
			const { iss, aud, scope } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
				string,
				string
			>;
			return {
				method: request.method,
				path: request.path,
				query: request.query,
				type: request.headers['content-type']?.split(';')[0],
				fields: [...form.keys()],
				grantType: form.get('grant_type'),
				iss,
				aud: new URL(aud).pathname,
				scopes: scope.split(' '),
			};
		});
		const messaging = 'https://www.googleapis.com/auth/firebase.messaging';
		expect(theirs.scopes).toContain(messaging);
		expect(ours).toEqual({ ...theirs, scopes: [messaging] });
	});
});
