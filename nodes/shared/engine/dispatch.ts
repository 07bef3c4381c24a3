import { sleep } from 'n8n-workflow';
import type { Traffic } from '../http/traffic';

/** What is to be done next: a request; or a wait, and what to do after it unless the run is over by then. */
export type Work<R> = { request: R } | { restMs: number; then: () => void };

interface Dispatch<R> {
	/** Knows how many requests are in flight, and how many wait. */
	traffic: Traffic;
	/** Most requests in flight. */
	concurrency: number;
	/** Starting a request costs little, since no connection has to be opened for it. */
	isCheap?: boolean;
	/**
	 * Gives the next piece of work, each once; undefined when there is none, or none yet.
	 * @param isIdle all that is under way waits for a moment to come
	 */
	take: (isIdle: boolean) => Work<R> | undefined;
	/** Deals with its own failures: what it rejects with is a defect, and ends the run once nothing is in flight. */
	send: (request: R) => Promise<void>;
	/** Asked before each request is started; once false, nothing new is started and what is in flight is awaited. */
	goOn: () => boolean;
}

/** Where fifty requests may be in flight, one starts with each turn of the event loop. */
const IN_FLIGHT_PER_START = 50;
/** A turn takes a millisecond or more: one start in each would be slower than connections that stay open. */
const CHEAP_STARTS = 4;

/**
 * Spreads the starts of requests over turns of the event loop. Requests that start together are all built before the
 * first of them leaves, so all are answered together and start the next ones together: with a hundred milliseconds to the
 * service and fifty requests in flight that takes a quarter longer. It is gentler to the service, too.
 */
function startsInTurn(concurrency: number, isCheap: boolean): () => Promise<void> {
	const perTurn = Math.ceil(concurrency / IN_FLIGHT_PER_START) * (isCheap ? CHEAP_STARTS : 1);
	let free = Promise.resolve();
	let starts = 0;
	return async () => {
		const turn = free;
		if (++starts % perTurn === 0) free = turn.then(async () => await sleep(0));
		await turn;
	};
}

/**
 * Starts pieces of work in order, as many at a time as the traffic has room for: those that wait for their next try make
 * room for others. Returns when nothing is left and nothing under way any more.
 */
export async function dispatch<R>({
	traffic,
	concurrency,
	isCheap = false,
	take,
	send,
	goOn,
}: Dispatch<R>): Promise<void> {
	const defects: unknown[] = [];
	let myTurn = startsInTurn(concurrency, isCheap);
	const isOver = () => defects.length > 0 || !goOn();
	let running = 0;
	const start = async (work: Promise<void>) => {
		running++;
		await work.catch((defect: unknown) => {
			defects.push(defect);
		});
		running--;
		traffic.tell();
	};
	for (;;) {
		const changed = traffic.changed();
		const hasRoom = !isOver() && traffic.hasRoom(running);
		const work = hasRoom ? take(traffic.awake(running) <= 0) : undefined;
		if (work && 'restMs' in work) {
			void start(traffic.rest(work.restMs).then(work.then, () => {}));
		} else if (work) {
			if (running === 0) myTurn = startsInTurn(concurrency, isCheap);
			await myTurn();
			if (!isOver()) void start(send(work.request));
		} else if (running === 0 && (hasRoom || isOver())) {
			break;
		} else {
			await changed;
		}
	}
	if (defects.length > 0) throw defects[0];
}
