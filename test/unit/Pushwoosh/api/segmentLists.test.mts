import { describe, expect, it } from 'vitest';

import type { RequestSender } from '../../../../nodes/shared/engine/operation.ts';
import { SegmentLists } from '../../../../nodes/Pushwoosh/api/segmentLists.ts';
import { ACCESS } from '../access.mts';

/** Requests that a test answers when it wants to. */
function manualSender() {
	const open: Array<{ application: unknown; answer: (name: string) => void; fail: (why: string) => void }> =
		[];
	const http = {
		request: async (spec: { body: { request: { application: unknown } } }) =>
			await new Promise((resolve, reject) => {
				open.push({
					application: spec.body.request.application,
					answer: (name) => resolve({ value: { segments: [{ name }] }, answers: 1 }),
					fail: (why) => reject(new Error(why)),
				});
			}),
	} as unknown as RequestSender;
	return {
		open,
		hands: { http, session: { ...ACCESS, jitter: 'full', credentialType: '', credentials: {} } as const },
	};
}

const names = ({ segments }: { segments: Array<{ name?: unknown }> }) => segments.map(({ name }) => name);
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe('once', () => {
	it('asks once for each application, also when several ask at the same time', async () => {
		const { open, hands } = manualSender();
		const lists = new SegmentLists();
		const asked = [lists.once('A', hands), lists.once('B', hands), lists.once('A', hands)];
		await settle();
		expect(open.map(({ application }) => application)).toEqual(['A', 'B']);
		open[0].answer('a');
		open[1].answer('b');
		expect((await Promise.all(asked)).map(names)).toEqual([['a'], ['b'], ['a']]);
		expect(names(await lists.once('A', hands))).toEqual(['a']);
		expect(open).toHaveLength(2);
	});

	it('a failed request isn’t made again', async () => {
		const { open, hands } = manualSender();
		const lists = new SegmentLists();
		const first = lists.once('A', hands);
		open[0].fail('down');
		await expect(first).rejects.toThrow('down');
		await expect(lists.once('A', hands)).rejects.toThrow('down');
		expect(open).toHaveLength(1);
	});
});

describe('fresh', () => {
	it('never answers with a list that was asked for before the call; those who wait share the next', async () => {
		const { open, hands } = manualSender();
		const lists = new SegmentLists();
		const first = lists.fresh('A', hands);
		const second = lists.fresh('A', hands);
		const third = lists.fresh('A', hands);
		await settle();
		expect(open).toHaveLength(1);
		open[0].answer('old');
		expect(names(await first)).toEqual(['old']);
		await settle();
		expect(open).toHaveLength(2);
		const fourth = lists.fresh('A', hands);
		await settle();
		expect(open).toHaveLength(2);
		open[1].answer('newer');
		expect((await Promise.all([second, third])).map(names)).toEqual([['newer'], ['newer']]);
		await settle();
		open[2].answer('newest');
		expect(names(await fourth)).toEqual(['newest']);
		expect(open).toHaveLength(3);
	});

	it('goes on after a failed request, and keeps applications apart', async () => {
		const { open, hands } = manualSender();
		const lists = new SegmentLists();
		const first = lists.fresh('A', hands);
		const second = lists.fresh('A', hands);
		const other = lists.fresh('B', hands);
		open[0].fail('down');
		await expect(first).rejects.toThrow('down');
		await settle();
		expect(open.map(({ application }) => application)).toEqual(['A', 'B', 'A']);
		open[1].answer('b');
		open[2].answer('a');
		expect([names(await second), names(await other)]).toEqual([['a'], ['b']]);
		const again = lists.fresh('A', hands);
		open[3].answer('again');
		expect(names(await again)).toEqual(['again']);
	});
});
