import { sleep } from 'n8n-workflow';

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

/** Where fifty requests may be in flight, one starts with each turn of the event loop. */
const IN_FLIGHT_PER_START = 50;

/**
 * Spreads the starts of requests over turns of the event loop. Requests that start together are all built before the
 * first of them leaves, so all are answered together and start the next ones together: with a hundred milliseconds to the
 * service and fifty requests in flight that takes a quarter longer. It is gentler to the service, too.
 */
function startsInTurn(concurrency: number): () => Promise<void> {
	const perTurn = Math.ceil(concurrency / IN_FLIGHT_PER_START);
	let free = Promise.resolve();
	let starts = 0;
	return async () => {
		const turn = free;
		if (++starts % perTurn === 0) free = turn.then(async () => await sleep(0));
		await turn;
	};
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
	const myTurn = startsInTurn(concurrency);
	let next = 0;
	const worker = async (last: number) => {
		const isOver = () => next >= last || defects.length > 0 || !goOn();
		while (!isOver()) {
			await myTurn();
			if (isOver()) return;
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
