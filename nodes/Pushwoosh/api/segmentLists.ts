import type { Asking } from './request';
import { listSegmentsRequest, type SegmentList } from './segments';

/** Lists an application's segments for many askers of one run with few requests. */
export class SegmentLists {
	private readonly kept = new Map<string, Promise<SegmentList>>();
	private readonly running = new Map<string, Promise<SegmentList>>();
	private readonly next = new Map<string, Promise<SegmentList>>();

	/** @returns the list as it was when somebody first asked for it; a failed request isn't made again */
	async once(application: string, hands: Asking): Promise<SegmentList> {
		let list = this.kept.get(application);
		if (!list) this.kept.set(application, (list = this.request(application, hands)));
		return await list;
	}

	/**
	 * @returns a list that was requested after this call. Those who ask while a request is under way share the next one.
	 */
	async fresh(application: string, hands: Asking): Promise<SegmentList> {
		const waiting = this.next.get(application);
		if (waiting) return await waiting;
		const running = this.running.get(application);
		if (!running) return await this.start(application, hands);
		const start = async () => {
			this.next.delete(application);
			return await this.start(application, hands);
		};
		const next = running.then(start, start);
		this.next.set(application, next);
		return await next;
	}

	private async start(application: string, hands: Asking): Promise<SegmentList> {
		const list = this.request(application, hands);
		this.running.set(application, list);
		try {
			return await list;
		} finally {
			if (this.running.get(application) === list) this.running.delete(application);
		}
	}

	private async request(application: string, { http, session }: Asking): Promise<SegmentList> {
		return (await http.request(listSegmentsRequest(session, application))).value;
	}
}
