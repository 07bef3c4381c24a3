import type { Usage } from '../workers/usage.mts';

/** Who did a job: four in a process of their own, three in the real n8n. */
export type Contestant = 'engine' | 'patched' | 'undici' | 'firebase' | 'n8n' | 'httpRequest' | 'chain';

/** What was measured: samples of equal subjects are rounds of the same thing. */
export interface Subject {
	job: string;
	by: Contestant;
	items: number;
	latencyMs: number;
	tls: boolean;
	/** In the real n8n: whether it saved the execution, its default. */
	saved: boolean;
}

export interface Sample extends Subject, Usage {
	timeMs: number;
	requests: number;
	connections: number;
	tokenExchanges: number;
	/** Devices that got a message, and those that got the same one more than once; in our own engine only. */
	reached?: number;
	doubled?: number;
	/** Expressions that n8n evaluated; in our own engine only. */
	evaluations?: number;
	/** n8n's main process alone; in the real n8n only. */
	mainPeakMb?: number;
	/** In a process that had done little else before: its memory counts. */
	fresh: boolean;
}

export type Figure =
	| 'timeMs'
	| 'cpuMs'
	| 'peakMb'
	| 'grownMb'
	| 'mainPeakMb'
	| 'requests'
	| 'connections'
	| 'tokenExchanges'
	| 'reached'
	| 'doubled'
	| 'evaluations';

/** All that was measured, to be asked for medians. */
export class Samples {
	readonly all: Sample[] = [];

	add(sample: Sample): void {
		this.all.push(sample);
	}

	of(wanted: Partial<Subject>): Sample[] {
		const subject: Partial<Subject> = { latencyMs: 0, tls: false, saved: false, ...wanted };
		return this.all.filter((sample) =>
			Object.entries(subject).every(([key, value]) => sample[key as keyof Subject] === value),
		);
	}

	/** @returns the median over all rounds; undefined when it wasn't measured */
	median(figure: Figure, wanted: Partial<Subject>): number | undefined {
		return median(this.values(figure, wanted));
	}

	/** @returns the figures of all rounds, smallest first; memory only of fresh processes */
	values(figure: Figure, wanted: Partial<Subject>): number[] {
		const isMemory = figure === 'peakMb' || figure === 'grownMb' || figure === 'mainPeakMb';
		return this.of(wanted)
			.filter(({ fresh }) => fresh || !isMemory)
			.flatMap((sample) => sample[figure] ?? [])
			.sort((a, b) => a - b);
	}
}

function median(sorted: number[]): number | undefined {
	const upper = sorted[sorted.length >> 1];
	const lower = sorted[(sorted.length - 1) >> 1];
	return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** How fast a figure grows: 1 in step with the items, 2 with their square. */
export function exponent(
	from: { items: number; value: number },
	to: { items: number; value: number },
): number {
	return Math.log(to.value / from.value) / Math.log(to.items / from.items);
}
