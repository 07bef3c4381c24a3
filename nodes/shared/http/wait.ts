import { sleep } from 'n8n-workflow';
import { RunCanceled } from '../failure';

/** No timer of ours outlives a cancelled run by more than this. */
export const SLICE_MS = 200;

/**
 * Waits, and stops waiting as soon as the execution is cancelled.
 * @param ms milliseconds; nothing is waited for 0 and less
 * @throws RunCanceled
 */
export async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
	const aborted = signalled();
	signal?.addEventListener('abort', aborted.resolve);
	try {
		const end = performance.now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = end - performance.now()) {
			await Promise.race([sleep(Math.min(SLICE_MS, left)), aborted.promise]);
		}
	} finally {
		signal?.removeEventListener('abort', aborted.resolve);
	}
	if (signal?.aborted) throw new RunCanceled();
}

/** @returns a promise, and what fulfils it */
export function signalled(): { promise: Promise<void>; resolve: () => void } {
	let resolve = () => {};
	const promise = new Promise<void>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}
