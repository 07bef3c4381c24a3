export interface Dispatch<R> {
	requests: readonly R[];
	/** Most requests in flight. */
	concurrency: number;
	/** Deals with its own failures: what it rejects with is a defect, and ends the run once nothing is in flight. */
	send: (request: R) => Promise<void>;
	/** Asked before each request is started; once false, nothing new is started and what is in flight is awaited. */
	goOn: () => boolean;
	firstAlone: boolean;
}

/**
 * Sends the first request alone, so that a wrong key fails once and an expired access token is renewed once; then the
 * rest in order, a bounded number at a time. Returns when nothing is in flight any more.
 */
export async function dispatch<R>({
	requests,
	concurrency,
	send,
	goOn,
	firstAlone,
}: Dispatch<R>): Promise<void> {
	const defects: unknown[] = [];
	let next = 0;
	const worker = async (last: number) => {
		while (next < last && defects.length === 0 && goOn()) {
			await send(requests[next++]).catch((defect: unknown) => {
				defects.push(defect);
			});
		}
	};
	if (firstAlone) await worker(Math.min(1, requests.length));
	const workers = Math.min(concurrency, requests.length - next);
	await Promise.all(Array.from({ length: workers }, async () => await worker(requests.length)));
	if (defects.length > 0) throw defects[0];
}
