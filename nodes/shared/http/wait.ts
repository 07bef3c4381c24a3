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
	let stop = () => {};
	const aborted = new Promise<void>((resolve) => {
		stop = resolve;
	});
	signal?.addEventListener('abort', stop);
	try {
		const end = performance.now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = end - performance.now()) {
			await Promise.race([sleep(Math.min(SLICE_MS, left)), aborted]);
		}
	} finally {
		signal?.removeEventListener('abort', stop);
	}
	if (signal?.aborted) throw new RunCanceled();
}
