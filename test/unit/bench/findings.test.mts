import { describe, expect, it } from 'vitest';

import { judgeAims } from '../../../playground/bench/findings/aims.mts';
import { duration, short } from '../../../playground/bench/findings/format.mts';
import { drawPanels } from '../../../playground/bench/findings/plot.mts';
import { exponent, Samples, type Sample } from '../../../playground/bench/measure/sample.mts';

const sample = (differs: Partial<Sample>): Sample => ({
	job: 'topic-batch',
	by: 'engine',
	items: 1000,
	latencyMs: 0,
	tls: false,
	saved: false,
	fresh: true,
	timeMs: 0,
	cpuMs: 0,
	peakMb: 0,
	grownMb: 0,
	requests: 1,
	connections: 1,
	tokenExchanges: 1,
	...differs,
});

function samplesOf(...list: Array<Partial<Sample>>): Samples {
	const samples = new Samples();
	for (const differs of list) samples.add(sample(differs));
	return samples;
}

describe('Samples', () => {
	it('takes the middle of an odd and the mean of an even number of rounds', () => {
		const samples = samplesOf({ timeMs: 9 }, { timeMs: 1 }, { timeMs: 2 });
		expect(samples.median('timeMs', { job: 'topic-batch' })).toBe(2);
		samples.add(sample({ timeMs: 3 }));
		expect(samples.median('timeMs', { job: 'topic-batch' })).toBe(2.5);
	});

	it('keeps latency, TLS and saving apart unless they are asked for', () => {
		const samples = samplesOf(
			{ timeMs: 1 },
			{ timeMs: 2, latencyMs: 100 },
			{ timeMs: 3, tls: true },
			{ timeMs: 4, saved: true },
		);
		expect(samples.values('timeMs', {})).toEqual([1]);
		expect(samples.values('timeMs', { latencyMs: 100 })).toEqual([2]);
		expect(samples.values('timeMs', { saved: true })).toEqual([4]);
	});

	it('takes memory from fresh processes only', () => {
		const samples = samplesOf({ peakMb: 100, timeMs: 1 }, { peakMb: 900, timeMs: 2, fresh: false });
		expect(samples.values('peakMb', {})).toEqual([100]);
		expect(samples.values('timeMs', {})).toEqual([1, 2]);
	});

	it('has no median of what was not measured', () => {
		expect(new Samples().median('timeMs', { job: 'topic-batch' })).toBeUndefined();
	});
});

describe('exponent', () => {
	it('is 1 in step with the items and 2 with their square', () => {
		expect(exponent({ items: 10, value: 3 }, { items: 1000, value: 300 })).toBeCloseTo(1);
		expect(exponent({ items: 10, value: 3 }, { items: 100, value: 300 })).toBeCloseTo(2);
	});
});

describe('judgeAims', () => {
	const aim = 'Topic Batch, 100,000 items: time against Code';
	const judge = (ours: number, theirs: number) =>
		judgeAims(
			samplesOf({ by: 'n8n', items: 100_000, timeMs: ours }, { by: 'chain', items: 100_000, timeMs: theirs }),
		).find((finding) => finding.aim.startsWith(aim));

	it('tells reached from missed, with the raw numbers', () => {
		expect(judge(1000, 4000)).toMatchObject({ reached: true, measured: '0.25 ×', raw: '1 s and 4 s' });
		expect(judge(1010, 4000)).toMatchObject({ reached: false });
	});

	it('calls nothing reached that was not measured', () => {
		expect(judgeAims(new Samples()).filter(({ reached }) => reached !== undefined)).toEqual([]);
	});

	it('sees a second token exchange and an evaluation too many', () => {
		const verdicts = (differs: Partial<Sample>) =>
			judgeAims(samplesOf({ evaluations: 0 }, differs))
				.filter(({ aim: text }) => /exchange|evaluation/.test(text))
				.map(({ reached }) => reached);
		expect(verdicts({ job: 'topic-by-expression', evaluations: 1000 })).toEqual([true, true]);
		expect(verdicts({ tokenExchanges: 2, job: 'topic-by-expression', evaluations: 1000 })).toEqual([
			false,
			true,
		]);
		expect(verdicts({ job: 'topic-by-expression', evaluations: 2000 })).toEqual([true, false]);
		expect(verdicts({ evaluations: 1 })).toEqual([true, false]);
	});
});

describe('drawPanels', () => {
	it('draws what grows in step with the items as a straight line from the origin', async () => {
		const points = [1000, 50_000, 100_000].map((items) => ({ items, value: items / 25_000 }));
		const drawing = await drawPanels([{ title: 'Time <in> seconds', lines: [{ label: 'a & b', points }] }]);
		expect(drawing).toContain('d="M3,237.6L150,120L300,0"');
		expect(drawing).toContain('Time &lt;in&gt; seconds');
		expect(drawing).toContain('a &amp; b');
		expect(drawing).toContain('prefers-color-scheme: dark');
	});
});

describe('numbers for people', () => {
	it('are short', () => {
		expect([0.12345, 1.2345, 12.345, 1234.5, 5, undefined].map(short)).toEqual([
			'0.123',
			'1.23',
			'12.3',
			'1,235',
			'5',
			'–',
		]);
		expect([12.3, 1234].map(duration)).toEqual(['12 ms', '1.23 s']);
	});
});
