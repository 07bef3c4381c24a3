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
export async function dispatch<R>({ requests, concurrency, send, goOn, firstAlone }: Dispatch<R>): Promise<void> {
	let next = 0;
	const sendNext = async () => await send(requests[next++]);
	if (firstAlone && requests.length > 0 && goOn()) await sendNext();
	const worker = async () => {
		while (next < requests.length && goOn()) await sendNext();
	};
	const workers = Array.from({ length: Math.min(concurrency, requests.length - next) }, worker);
	const ends = await Promise.allSettled(workers);
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
