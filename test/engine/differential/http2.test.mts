import { describe, expect, it } from 'vitest';

import { differentialWorld } from './world.mts';

const task = { service: 'fcm', change: 'subscribe', topic: 'storm-alerts', tokens: ['a:1', 'b:1'] } as const;

describe("firebase-admin's HTTP/2 as it comes", () => {
	const world = differentialWorld('HTTP/2, unmended');

	// Once this fails, firebase-admin writes a proper :scheme, and nothing has to be mended any more.
	it("is refused by Node's HTTP/2 server, which is why the other tests mend its :scheme", async () => {
		const refused = await world.theirs({ ...task, tokens: [...task.tokens] });
		expect(refused).toEqual(['unknown-error', 'unknown-error']);
		expect(world.requests('theirs')).toEqual([]);
	});
});

describe("firebase-admin's HTTP/2, mended", () => {
	const world = differentialWorld('HTTP/2');

	it('is HTTP/2 indeed: one connection for all tokens', async () => {
		const tokens = Array.from({ length: 150 }, (_, index) => `t${index}:1`);
		expect(await world.theirs({ ...task, tokens })).toEqual(tokens.map(() => 'success'));
		const requests = world.requests('theirs');
		expect(new Set(requests.map(({ connection }) => connection)).size).toBe(1);
		for (const { headers } of requests) {
			expect(headers[':scheme']).toBe('https');
			expect(headers[':authority']).toBe('fcm.googleapis.com:443');
		}
	});
});
