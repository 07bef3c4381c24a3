import type { Figure, Samples, Subject } from '../measure/sample.mts';

const ABSENT = '–';

/** 12,345. */
export function whole(value: number | undefined): string {
	return value === undefined ? ABSENT : Math.round(value).toLocaleString('en-US');
}

/** Three digits that count: 0.123, 1.23, 12.3, 123. */
export function short(value: number | undefined): string {
	if (value === undefined || !Number.isFinite(value)) return ABSENT;
	return Math.abs(value) >= 100
		? whole(value)
		: value.toPrecision(Math.abs(value) < 0.01 ? 2 : 3).replace(/\.?0+$/, '');
}

/** `1.23 s` or `45 ms`. */
export function duration(milliseconds: number | undefined): string {
	if (milliseconds === undefined) return ABSENT;
	return milliseconds >= 1000 ? `${short(milliseconds / 1000)} s` : `${whole(milliseconds)} ms`;
}

export function megabytes(value: number | undefined): string {
	return value === undefined ? ABSENT : `${whole(value)} MB`;
}

/** The median time with the fastest and slowest round: `1.23 s (1.1–1.4)`. */
export function timeWithRange(samples: Samples, wanted: Partial<Subject>): string {
	return withRange(samples, 'timeMs', wanted);
}

function withRange(samples: Samples, figure: Figure, wanted: Partial<Subject>): string {
	const values = samples.values(figure, wanted);
	const [least] = values;
	const most = values.at(-1);
	const median = samples.median(figure, wanted);
	if (median === undefined || least === undefined || most === undefined) return ABSENT;
	if (values.length === 1) return duration(median);
	const inSeconds = median >= 1000;
	const edge = (value: number) => (inSeconds ? short(value / 1000) : whole(value));
	return `${duration(median)} (${edge(least)}–${edge(most)})`;
}

/** A quotient as in `0.25 ×`. */
export function times(value: number | undefined): string {
	return value === undefined || !Number.isFinite(value) ? ABSENT : `${short(value)} ×`;
}

/** @returns a ÷ b; undefined when one of them wasn't measured */
export function quotient(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}
