import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import type { FaultAnswer } from '../../playground/sandbox/index.mts';
import { createMessage, pushwoosh, send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const minimal = { send_date: 'now', content: 'x' };
const created = () => sandbox.pushwoosh.sentMessages().length;

function disturb(answer: FaultAnswer, times = 1): void {
	sandbox.faults.add({ name: 'disturbed', match: { path: '/json/1.3/createMessage' }, times, answer });
}

/** Sends a push with a short time-out and says how it failed, `answered` when it didn't. */
async function attempt(timeout = 300): Promise<string> {
	const agent = new Agent();
	try {
		const answer = await request(`${sandbox.url}/json/1.3/createMessage`, {
			method: 'POST',
			dispatcher: agent,
			signal: AbortSignal.timeout(timeout),
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				request: { auth: 'SERVER_TOKEN', application: 'AAAAA-00000', notifications: [minimal] },
			}),
		});
		await answer.body.text();
		return 'answered';
	} catch (error) {
		const { name, code } = error as { name: string; code: string | number };
		return name === 'TimeoutError' ? name : String(code);
	} finally {
		await agent.destroy();
	}
}

describe("an answer in place of the service's", () => {
	it('status, headers and body, without acting', async () => {
		disturb({ status: 429, headers: { 'Retry-After': '2' }, body: { message: 'slow down' } });
		const reply = await createMessage(sandbox, minimal);
		expect([reply.status, reply.headers['retry-after'], reply.body]).toEqual([
			429,
			'2',
			{ message: 'slow down' },
		]);
		expect(created()).toBe(0);
		expect(sandbox.log.entries[0]).toMatchObject({ fault: 'disturbed', acted: false, status: 429 });
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({ status_code: 200 });
	});

	it('the same after acting', async () => {
		disturb({
			status: 502,
			body: '<html>Bad Gateway</html>',
			headers: { 'Content-Type': 'text/html' },
			act: true,
		});
		const reply = await createMessage(sandbox, minimal);
		expect([reply.status, reply.headers['content-type'], reply.body]).toEqual([
			502,
			'text/html',
			'<html>Bad Gateway</html>',
		]);
		expect(created()).toBe(1);
	});

	it('an empty body with 200, and a body of the wrong type', async () => {
		disturb({ status: 200 });
		expect((await createMessage(sandbox, minimal)).body).toBe('');
		disturb({ body: { status_code: 500, status_message: 'Internal error', response: null } });
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({ status_code: 500 });
		expect(created()).toBe(0);
	});

	it('a redirect', async () => {
		disturb({ redirectTo: 'https://elsewhere.example.com/', status: 307 });
		const reply = await createMessage(sandbox, minimal);
		expect([reply.status, reply.headers.location]).toEqual([307, 'https://elsewhere.example.com/']);
		expect(created()).toBe(0);
	});

	it('a huge body', async () => {
		disturb({ hugeBytes: 5_000_000 });
		expect((await createMessage(sandbox, minimal)).body).toHaveLength(5_000_000 - 2);
	});

	it("the service's own answer, rewritten or with other headers", async () => {
		disturb({ transform: (answer) => ({ ...answer, body: String(answer.body).replace('OK', 'Changed') }) });
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({
			status_code: 200,
			status_message: 'Changed',
		});
		disturb({ headers: { 'Content-Type': 'text/html' } });
		const reply = await createMessage(sandbox, minimal);
		expect([reply.headers['content-type'], created()]).toEqual(['text/html', 2]);
	});
});

describe('connections', () => {
	it.each([
		['resetBeforeActing', 0],
		['resetAfterActing', 1],
	] as const)('%s', async (connection, messages) => {
		disturb({ connection });
		expect(await attempt()).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
		expect(created()).toBe(messages);
		expect(sandbox.log.entries[0].outcome).toBe('reset');
		expect(sandbox.log.counts.inFlight).toBe(0);
	});

	it.each([
		['hang', 0],
		['hangAfterActing', 1],
	] as const)('%s', async (connection, messages) => {
		disturb({ connection });
		expect(await attempt()).toBe('TimeoutError');
		expect(created()).toBe(messages);
	});

	it('truncate: half of the body, then the end', async () => {
		disturb({ connection: 'truncate' });
		expect(await attempt()).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
		expect([created(), sandbox.log.entries[0].outcome]).toEqual([1, 'truncated']);
	});

	it('drip: the whole answer, slowly', async () => {
		disturb({ drip: { bytes: 10, everyMs: 10 } });
		const before = performance.now();
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({ status_code: 200 });
		expect(performance.now() - before).toBeGreaterThan(50);
	});

	it('endless: sends until the client leaves', async () => {
		disturb({ connection: 'endless' });
		const answer = await request(`${sandbox.url}/json/1.3/createMessage`, { method: 'POST' });
		let received = 0;
		for await (const piece of answer.body) {
			received += (piece as Buffer).length;
			if (received > 200_000) break;
		}
		expect(received).toBeGreaterThan(200_000);
		await expect.poll(() => sandbox.log.counts.inFlight).toBe(0);
	});

	it('a delay acts even though the client has gone', async () => {
		disturb({ delayMs: 600 });
		expect(await attempt(100)).toBe('TimeoutError');
		expect(created()).toBe(0);
		await expect.poll(created, { timeout: 2000 }).toBe(1);
		disturb({ answerDelayMs: 600 });
		expect(await attempt(100)).toBe('TimeoutError');
		expect(created()).toBe(2);
	});

	it('latency for everything', async () => {
		sandbox.faults.latencyMs = 80;
		const before = performance.now();
		await pushwoosh(sandbox, 'getApplications');
		expect(performance.now() - before).toBeGreaterThanOrEqual(75);
	});
});

describe('which requests', () => {
	const apps = async () => (await pushwoosh(sandbox, 'getApplications')).status;

	it('the n-th, or some of them', async () => {
		sandbox.faults.add({ match: { path: '/json/1.3/*', nth: 2 }, answer: { status: 503 } });
		sandbox.faults.add({ match: { nth: [3, 5] }, answer: { status: 500 } });
		const statuses = [];
		for (let count = 0; count < 7; count += 1) statuses.push(await apps());
		// The second rule doesn't see the request that the first one has answered.
		expect(statuses).toEqual([200, 503, 200, 500, 200, 500, 200]);
	});

	it("by method, path, text in the body, and a test of one's own", async () => {
		sandbox.faults.add({ match: { method: 'GET' }, answer: { status: 418 } });
		sandbox.faults.add({ match: { path: /create/ }, answer: { status: 419 } });
		sandbox.faults.add({ match: { bodyIncludes: 'SHOP' }, answer: { status: 420 } });
		sandbox.faults.add({
			match: { when: ({ headers }) => headers['x-test'] === 'yes' },
			answer: { status: 421 },
		});
		const json = { request: { auth: 'SHOP' } };
		const replies = await Promise.all([
			send(`${sandbox.url}/json/1.3/getApplications`),
			createMessage(sandbox, minimal),
			send(`${sandbox.url}/json/1.3/getApplications`, { json }),
			send(`${sandbox.url}/json/1.3/getApplications`, {
				json: { request: {} },
				headers: { 'x-test': 'yes' },
			}),
			pushwoosh(sandbox, 'getApplications'),
		]);
		expect(replies.map(({ status }) => status)).toEqual([418, 419, 420, 421, 200]);
	});

	it('so many times, until removed', async () => {
		sandbox.faults.add({ times: 2, answer: { status: 503 } });
		const lasting = sandbox.faults.add({ answer: { status: 500 } });
		expect([await apps(), await apps(), await apps(), await apps()]).toEqual([503, 503, 500, 500]);
		expect(sandbox.faults.list()).toMatchObject([{ fired: 2 }, { id: lasting, fired: 2 }]);
		expect(sandbox.faults.remove(lasting)).toBe(true);
		expect(sandbox.faults.remove(lasting)).toBe(false);
		expect(await apps()).toBe(200);
	});
});
