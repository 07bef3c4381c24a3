import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { EventHub } from '../../playground/sandbox/inbox/hub.mts';
import { listen } from './events.mts';
import type { Listener } from './events.mts';
import { accessTokenFor, createMessage, instanceIdHeaders, pushwoosh, send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const listeners: Listener[] = [];
const folder = new URL('../../playground/sandbox/inbox/page/', import.meta.url);

/** A page that has got its first events. */
async function watch(url = `${sandbox.url}/__sandbox/inbox/events`): Promise<Listener> {
	const listener = await listen(url);
	listeners.push(listener);
	await expect.poll(() => listener.names.length).toBeGreaterThan(0);
	return listener;
}

afterEach(() => listeners.splice(0).forEach(({ close }) => close()));

describe('the page', () => {
	it('is one HTML file that may load nothing but itself', async () => {
		const { status, headers, body } = await send(sandbox.url);
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(headers['content-security-policy']).toMatch(/^default-src 'self';.*frame-ancestors 'none'/);
		expect(headers).toMatchObject({
			'x-content-type-options': 'nosniff',
			'cross-origin-resource-policy': 'same-origin',
		});
		expect(body).toContain('<title>Inbox of the stand-in services</title>');
		expect((await send(`${sandbox.url}/?from=n8n`)).body).toBe(body);
		expect((await send(`${sandbox.url}/favicon.ico`)).headers['content-type']).toBe('image/svg+xml');
	});

	it('and its assets, which name each other and nothing outside', async () => {
		const files = readdirSync(folder);
		const named = new Set(['index.html']);
		for (const file of files) {
			const text = readFileSync(new URL(file, folder), 'utf8');
			for (const [, asset] of text.matchAll(/(?:\/__sandbox\/inbox\/|from '\.\/)([\w.]+\.\w+)/g))
				named.add(asset);
			expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
				/https?:|\binnerHTML|insertAdjacent|\bstyle="/,
			);
		}
		expect([...named].sort()).toEqual(files.sort());
		const types = {
			css: 'text/css; charset=utf-8',
			js: 'text/javascript; charset=utf-8',
			svg: 'image/svg+xml',
		};
		for (const file of files.filter((name) => name !== 'index.html')) {
			const { status, headers, body } = await send(`${sandbox.url}/__sandbox/inbox/${file}`);
			expect([file, status, headers['content-type']]).toEqual([file, 200, types[file.split('.')[1] as 'js']]);
			expect(body).toBe(readFileSync(new URL(file, folder), 'utf8'));
		}
	});

	it.each([
		'inbox.mts',
		'hub.js',
		'..%2Finbox.mts',
		'%2e%2e/index.mts',
		'page/inbox.js',
		'',
		'requests/',
		'requests/7',
		'pushes/x',
	])('gives no %j', async (path) =>
		expect((await send(`${sandbox.url}/__sandbox/inbox/${path}`)).status).toBe(404),
	);

	it("is neither logged nor disturbed, and leaves POST to the services' own 404", async () => {
		sandbox.faults.add({ answer: { status: 500 } });
		expect((await send(sandbox.url)).status).toBe(200);
		expect(sandbox.log.counts.requests).toBe(0);
		sandbox.faults.clear();
		expect((await send(sandbox.url, { raw: 'x' })).status).toBe(404);
		expect(sandbox.log.counts.requests).toBe(1);
	});
});

describe('other web pages', () => {
	const status = async (path: string, headers: Record<string, string>, method: 'GET' | 'POST' = 'POST') =>
		(await send(`${sandbox.url}${path}`, { method, headers })).status;
	const port = () => new URL(sandbox.url).port;

	it('may change nothing', async () => {
		sandbox.switches.set({ failEvery: 1 });
		const foreign = ['https://evil.example', 'null', `http://localhost:${port()}`, 'http://127.0.0.1:5678'];
		for (const origin of foreign) expect(await status('/__sandbox/reset', { origin })).toBe(403);
		expect(await status('/__sandbox/reset', { 'sec-fetch-site': 'same-site' })).toBe(403);
		expect(sandbox.switches.positions.failEvery).toBe(1);
		expect(await status('/__sandbox/reset', { origin: sandbox.url, 'sec-fetch-site': 'same-origin' })).toBe(
			200,
		);
		expect(sandbox.switches.positions.failEvery).toBe(0);
	});

	it('may read nothing, but link to the inbox', async () => {
		const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
		for (const path of [
			'/__sandbox/log',
			'/__sandbox/inbox/events',
			'/__sandbox/service-account.json',
			'/__sandbox/connect',
			'/',
		]) {
			expect([path, await status(path, foreign, 'GET')]).toEqual([path, 403]);
		}
		expect(await status('/', { ...foreign, 'sec-fetch-mode': 'navigate' }, 'GET')).toBe(200);
		expect(await status('/__sandbox/reset', { ...foreign, 'sec-fetch-mode': 'navigate' })).toBe(403);
	});

	it('may not come under a name of their own that points to this machine', async () => {
		for (const host of [
			'evil.example',
			`evil.example:${port()}`,
			'localhost.evil.example',
			'x@localhost',
			'',
		]) {
			expect([host, await status('/__sandbox/state', { host }, 'GET')]).not.toEqual([host, 200]);
		}
		for (const host of [
			`localhost:${port()}`,
			`inbox.localhost:${port()}`,
			`[::1]:${port()}`,
			'192.168.0.7',
		]) {
			expect([host, await status('/__sandbox/state', { host }, 'GET')]).toEqual([host, 200]);
		}
	});
});

describe('live updates', () => {
	it('come as one event per section, and then only for what has changed', async () => {
		const page = await watch();
		expect(page.names).toEqual([
			'counts',
			'pushes',
			'topics',
			'segments',
			'imports',
			'webSubscriptions',
			'tags',
			'events',
			'journeys',
			'messages',
			'changes',
			'requests',
			'switches',
		]);
		await createMessage(sandbox, { send_date: 'now', content: 'Hello' });
		await expect.poll(() => page.sections.pushes.total).toBe(1);
		await expect.poll(() => page.sections.requests.shown[0]?.outcome).toBe('answered');
		expect(new Set(page.names.slice(13))).toEqual(new Set(['counts', 'pushes', 'requests']));
		await send(`${sandbox.url}/__sandbox/reset`, { method: 'POST' });
		await expect.poll(() => page.sections.pushes.total).toBe(0);
	});

	it('stay small with 100,000 subscriptions: counts and samples', async () => {
		const tokens = Array.from({ length: 100_000 }, (_, index) => `device${index}:${'x'.repeat(140)}`);
		sandbox.google.subscribe('news', tokens);
		for (let index = 0; index < 500; index += 1)
			sandbox.google.subscribe(`topic-${index}`, tokens.slice(0, 2));
		const page = await watch();
		const { total, subscriptions, shown } = page.sections.topics;
		expect([total, subscriptions, shown.length]).toEqual([501, 101_000, 50]);
		expect(shown[0]).toEqual({
			project: 'acme-demo-4711',
			topic: 'topic-499',
			count: 2,
			sample: tokens.slice(0, 2),
		});
		expect(page.text().length).toBeLessThan(50_000);
		sandbox.google.project().topics.clear();
		sandbox.google.subscribe('news', tokens);
		await expect
			.poll(() => page.sections.topics.shown[0])
			.toMatchObject({ count: 100_000, sample: { length: 5 } });
	});

	it('hold no credentials, and neither do the details', async () => {
		const token = await accessTokenFor(sandbox);
		await pushwoosh(sandbox, 'getApplications');
		await send(`${sandbox.url}/iid/info/a:b`, { headers: instanceIdHeaders(token) });
		const page = await watch();
		const details = await Promise.all(
			page.sections.requests.shown.map(({ id }) => send(`${sandbox.url}/__sandbox/inbox/requests/${id}`)),
		);
		expect(details.map(({ body }) => body)).toMatchObject([
			{
				kept: true,
				acted: true,
				headers: { authorization: 'Bearer …' },
				answer: { platform: 'ANDROID' },
			},
			{ body: { request: { auth: '…' } }, answer: { status_code: 200 } },
			{ body: expect.stringContaining('assertion=…') as string, answer: { access_token: '…' } },
		]);
		const everything = page.text() + JSON.stringify(details);
		expect(everything).not.toContain('SERVER_TOKEN');
		expect(everything).not.toContain(token);
		expect(everything).not.toMatch(/assertion=[^…]/);
	});

	it('cost nothing while nobody watches', async () => {
		let rounds = 0;
		const hub = new EventHub(() => ({ rounds: (rounds += 1) }), 5);
		const server = createServer((_request, response) => hub.open(response.writeHead(200)));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const [one, other] = [await watch(url), await watch(url)];
		await expect.poll(() => other.names.length).toBeGreaterThan(3);
		expect(hub.watchers).toBe(2);
		one.close();
		await expect.poll(() => hub.watchers).toBe(1);
		const before = rounds;
		await expect.poll(() => rounds).toBeGreaterThan(before);
		other.close();
		await expect.poll(() => hub.watchers).toBe(0);
		const after = rounds;
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect(rounds).toBe(after);
		server.close();
	});

	it('say when the overview has a defect, without ending the sandbox', async () => {
		const topics = sandbox.google.project().topics;
		topics.set('broken', null as never);
		const page = await watch();
		expect(page.names).toEqual(['defect']);
		topics.clear();
		await expect.poll(() => page.names).toContain('pushes');
	});
});
