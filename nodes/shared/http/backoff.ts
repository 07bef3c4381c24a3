/** The longest wait between two tries, in seconds; a longer Retry-After ends the tries. */
export const LONGEST_WAIT_SECONDS = 60;

/**
 * How the wait between tries is spread. `full`: anywhere between zero and the doubled base, which spreads many
 * clients best. `slight`: the doubled base give or take a fifth, as Google's reference suggests.
 */
export type Jitter = 'full' | 'slight';

/**
 * Exponential backoff: 1, 2, 4, 8 … seconds, at most 60.
 * @param retriesSoFar 0 for the wait before the second try
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 * @returns milliseconds
 */
export function backoffMs(retriesSoFar: number, jitter: Jitter, random = Math.random()): number {
	const base = Math.min(LONGEST_WAIT_SECONDS, 2 ** retriesSoFar) * 1000;
	const wait = jitter === 'full' ? base * random : base * (0.8 + 0.4 * random);
	return Math.min(LONGEST_WAIT_SECONDS * 1000, Math.round(wait));
}
