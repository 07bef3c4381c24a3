import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { startDelivery } from './service.mts';
import { CONTINUE, useDeliveryBench } from './support.mts';

const bench = useDeliveryBench();

describe('an access token', () => {
	const many = Array.from({ length: 20 }, (_, at) => `t${at}`);

	it('that expired is renewed once, however many requests there are', async () => {
		bench.service.good.clear();
		const result = await bench.run(many, { options: { batchSize: 1, concurrency: 10 } });
		expect(result.error).toBeUndefined();
		expect(result.success).toHaveLength(20);
		expect(bench.service.exchanges).toBe(1);
		expect(
			bench.service.received.filter(({ authorization }) => authorization === 'Bearer stored-token'),
		).toHaveLength(1);
		expect(bench.service.received).toHaveLength(21);
		for (const secret of ['very-secret-key', 'access-1']) expect(result.placesOf(secret)).toEqual([]);
	});

	it('that is refused for good ends the run after the first request, in the Continue modes too', async () => {
		bench.service.good.add = () => bench.service.good;
		bench.service.good.clear();
		const result = await bench.run(many, { onError: CONTINUE, options: { batchSize: 1 } });
		expect(bench.service.received.map(({ authorization }) => authorization)).toEqual([
			'Bearer stored-token',
			'Bearer access-1',
		]);
		const failed = result.failures;
		expect(failed).toHaveLength(20);
		expect(failed[19]).toMatchObject({
			error: 'Who are you?',
			details: { code: 'E401', advice: 'Look into it.', httpStatus: 401, registrationToken: 't19' },
		});
	});
});

describe('a credential', () => {
	it('that refuses to be used says so in its own words', async () => {
		bench.credential({ apiKey: 'unusable' });
		const result = await bench.run(['a', 'b c'], { onError: CONTINUE });
		expect(bench.service.received).toEqual([]);
		expect(result.failures.map(({ error }) => error)).toEqual(Array(3).fill("'API Key' is none"));
	});

	it('is limited to its allowed domains', async () => {
		bench.credential({ allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' });
		const result = await bench.run(['a']);
		expect(result.error?.message).toContain("The credential doesn't allow requests to 127.0.0.1");
		expect(bench.service.received).toEqual([]);
	});
});

describe('a service', () => {
	const failure = async (token: string, options: IDataObject = {}) => {
		const { error } = await bench.run([token], { options });
		const { code } = error?.context?.details as { code: string };
		return `${code}: ${error?.message.replace(/ \[item 0\]$/, '')}`;
	};
	const host = () => new URL(bench.service.url).host;

	it('that never answers is waited for no longer than Timeout, and let go', async () => {
		expect(await failure('hang', { timeout: 300 })).toBe(
			`TIMEOUT: ${host()} didn't answer within 0.3 seconds`,
		);
		await expect.poll(() => bench.service.received[0]?.droppedAfter ?? Infinity).toBeLessThan(5000);
	});

	it('whose answer trickles in is let go as well', async () => {
		expect(await failure('drip', { timeout: 300 })).toBe(
			`TIMEOUT: ${host()} didn't answer within 0.3 seconds`,
		);
		await expect.poll(() => bench.service.received[0]?.droppedAfter ?? Infinity).toBeLessThan(5000);
	});

	it('that hangs up is told apart from one that never listened', async () => {
		expect(await failure('reset')).toBe(
			`ECONNRESET: The connection to ${host()} was lost before an answer came`,
		);
		const { url } = bench.service;
		await bench.service.close();
		expect(await failure('a')).toBe(`ECONNREFUSED: ${new URL(url).host} could not be reached`);
		bench.service = await startDelivery();
	});

	it('that speaks no TLS is told in words', async () => {
		bench.credential({ baseUrl: bench.service.url.replace('http:', 'https:') });
		expect(await failure('a')).toMatch(/^\w+: No secure connection to 127\.0\.0\.1:\d+ could be made$/);
		expect(bench.service.received).toEqual([]);
	});

	it('that redirects is not followed', async () => {
		expect(await failure('redirect')).toBe('E302: Over there');
		expect(bench.service.received.map(({ path }) => path)).toEqual(['/batch']);
	});

	it('that asks to come back later is left alone', async () => {
		const { error } = await bench.run(['later'], { options: { maxRetries: 4 } });
		expect(error?.description).toContain('wait 2 minutes (90 seconds)');
		expect(error?.context?.details).toEqual({ code: 'E429', httpStatus: 429, attempts: 1, retryAfter: 90 });
		expect(bench.service.received).toHaveLength(1);
	});

	it('that has a bad moment is asked again', async () => {
		const { error } = await bench.run(['html'], { options: { maxRetries: 1 } });
		expect(error?.context?.details).toEqual({ code: 'E502', httpStatus: 502, attempts: 2 });
		expect(bench.service.received).toHaveLength(2);
	});

	it('that answers too little has proved nothing', async () => {
		const result = await bench.run(['a few'], { onError: CONTINUE });
		expect(result.results).toHaveLength(1);
		expect(result.failures).toMatchObject([
			{ details: { code: 'UNEXPECTED_ANSWER', registrationToken: 'few' } },
		]);
	});
});
