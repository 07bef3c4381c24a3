import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type {
	AnsweredPart,
	Batch,
	DecidedPart,
	Hands,
	PartAnswer,
	Rejection,
	UnitReport,
} from '../../../shared/engine/operation';
import { orFailed, type Failure } from '../../../shared/failure';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { BulkTasks, startBulkRequest, type BulkOrder, type BulkState, type SkippedTag } from '../../api/bulk';
import type { PushwooshSession } from '../../api/session';
import { readPoll, waitOptions } from '../../fields/waitOptions';

/** What came of a device or user in a bulk request. */
export interface BulkResult<Sent> {
	requestId: string;
	/** In lower case: the request's. */
	status: string;
	skipped: SkippedTag[];
	/** What was sent of it. */
	sent: Sent;
}

type BulkPart<Unit, Sent> = AnsweredPart<Unit, BulkResult<Sent>>;
type BulkAnswer<Sent> = PartAnswer<BulkResult<Sent>>;

/** How a batch travels whose parts' ids are {@link deviceId}s. */
export interface BulkSending<Unit, Sent> {
	order: Omit<BulkOrder, 'devices'>;
	/** Until the service has worked it off. */
	wait: boolean;
	/** The members of an entry, its identifier among them, and what of them is reported. */
	entry: (part: BulkPart<Unit, Sent>) => { fields: Record<string, unknown>; sent: Sent };
}

export const waitForResultField: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitForResult',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until Pushwoosh has worked the request off and says what came of each row. When off, success means accepted.',
};

export const bulkOptions: INodeProperties[] = waitOptions({
	poll: 'How long to wait between two questions whether a request is worked off',
	wait: 'How long to wait for the result of a request at most. After that its rows fail, though Pushwoosh goes on with them.',
});

/** What operations on the bulk methods share: handing over, waiting, and what is said of each device. */
export class BulkRun {
	private readonly tasks: BulkTasks;

	/** @throws ItemProblem for options that can't be used */
	constructor(private readonly setup: OperationSetup) {
		this.tasks = new BulkTasks(readPoll(setup.options));
	}

	/**
	 * Sends a batch and waits for its result. Where n8n runs the node again, goes on with the requests that were handed over
	 * before.
	 * @returns an answer for each part, in order
	 */
	async send<Unit, Sent>(
		{ parts }: Batch<Unit, BulkResult<Sent>>,
		hands: Hands<PushwooshSession>,
		sending: BulkSending<Unit, Sent>,
	): Promise<Array<BulkAnswer<Sent>>> {
		const answers = new Map<BulkPart<Unit, Sent>, BulkAnswer<Sent>>();
		for (const together of new Set(parts.map(({ begun }) => begun))) {
			const own = parts.filter(({ begun }) => begun === together);
			const found = await this.carryOut(together, own, hands, sending);
			own.forEach((part, index) => answers.set(part, found[index]));
		}
		return parts.flatMap((part) => answers.get(part) ?? []);
	}

	private async carryOut<Unit, Sent>(
		begun: string | undefined,
		parts: Array<BulkPart<Unit, Sent>>,
		hands: Hands<PushwooshSession>,
		sending: BulkSending<Unit, Sent>,
	): Promise<Array<BulkAnswer<Sent>>> {
		const entries = parts.map(sending.entry);
		const outcome = await orFailed(this.follow(begun, parts, entries, hands, sending));
		if ('failed' in outcome) {
			const { failure, mayHaveBeenActedOn } = outcome.failed;
			for (const part of parts) part.mayHaveBeenActedOn ||= mayHaveBeenActedOn;
			return parts.map(() => ({ kind: 'failed', failure }));
		}
		return parts.map((part, index) => {
			const answer = answerOf(outcome.value, part.id, entries[index].sent, sending.wait);
			if (answer.kind !== 'failed') return answer;
			// There is no use in asking for a request that failed again; and what may be half done isn't done again.
			part.begun = undefined;
			return sending.order.onlyOnce ? { ...answer, failure: { ...answer.failure, uncertain: true } } : answer;
		});
	}

	/** Hands the parts over, unless that was done before, and waits where that is wanted. @throws RequestFailure */
	private async follow<Unit, Sent>(
		begun: string | undefined,
		parts: Array<BulkPart<Unit, Sent>>,
		entries: Array<{ fields: Record<string, unknown> }>,
		hands: Hands<PushwooshSession>,
		{ order, wait }: BulkSending<Unit, Sent>,
	): Promise<BulkState> {
		let requestId = begun;
		if (requestId === undefined) {
			const devices = entries.map(({ fields }) => fields);
			const { value: state } = await hands.http.request(
				startBulkRequest(hands.session, { ...order, devices }),
			);
			({ requestId } = state);
			for (const part of parts) part.begun = requestId;
			this.log('info', `bulk request ${requestId} with ${devices.length} entries accepted`);
			if (!wait) return state;
		}
		const log = (text: string) => this.log('debug', text);
		return await this.tasks.finish(order.method, requestId, begun === undefined, hands, log);
	}

	private log(level: 'debug' | 'info', text: string): void {
		this.setup.context.logger[level](`${this.setup.info.node.name}: ${text}`);
	}
}

/** @param wait otherwise all that is known is that the request was accepted */
function answerOf<Sent>(
	state: BulkState,
	id: string,
	sent: Sent,
	wait: boolean,
): Exclude<BulkAnswer<Sent>, { kind: 'retry' | 'proceed' }> {
	const { requestId, status, stage } = state;
	const verdict = state.devices.get(id);
	const data = { requestId, status, skipped: [...state.skipped, ...(verdict?.skipped ?? [])], sent };
	if (verdict?.outcome === 'failed') return { ...refusedDevice(verdict.error), data };
	const isDone = verdict?.outcome === 'done' || stage === 'completed' || (!wait && stage === 'running');
	return isDone ? { kind: 'succeeded', data } : { kind: 'failed', failure: failedRequest(state) };
}

function refusedDevice(error: string | undefined): Omit<Extract<Rejection, { kind: 'rejected' }>, 'data'> {
	const isUnknown = error !== undefined && /not found|n.t exist|unknown (device|user)/i.test(error);
	return {
		kind: 'rejected',
		code: isUnknown ? 'NOT_FOUND' : 'DEVICE_REFUSED',
		message: `Pushwoosh refused it${error === undefined ? '' : `: “${error}”`}`,
		advice: isUnknown
			? "Check the identifier, and whether 'Identify By' says what it is."
			: "Check the item's values against the tags in the Pushwoosh Control Panel.",
	};
}

function failedRequest({ requestId, status, reason }: BulkState): Failure {
	return {
		code: 'REQUEST_FAILED',
		message: `Pushwoosh took the request, but couldn't work it off: “${reason ?? status}”`,
		advice: 'Check that its tags exist in the Pushwoosh Control Panel, then run the items that failed again.',
		extra: { requestId },
	};
}

/**
 * Writes what a bulk request came to for one unit.
 * @param own the output's members beside `success`, `requestId` and `status`, before and after them
 */
export function reportBulk<Unit, Sent>(
	[{ answer }]: Array<DecidedPart<Unit, BulkResult<Sent>>>,
	own: (result: BulkResult<Sent> | undefined) => { head: IDataObject; tail: IDataObject },
	refusal?: (result: BulkResult<Sent>) => Omit<Rejection, 'kind' | 'data'> | undefined,
): UnitReport {
	const { head, tail } = own(answer.data);
	const { requestId, status } = answer.data ?? {};
	const refused = answer.kind === 'rejected' ? answer : refusal?.(answer.data);
	const request = { requestId, status };
	if (!refused) return { kind: 'succeeded', json: { ...head, success: true, ...request, ...tail } };
	const { code, message, advice } = refused;
	return {
		kind: 'rejected',
		code,
		message,
		...(advice === undefined ? {} : { advice }),
		extra: { requestId },
		json: { ...head, success: false, ...request, ...tail, errorCode: code, errorMessage: message },
	};
}

/** The keys of every bulk result. */
export const BULK_KEYS = ['success', 'requestId', 'status', 'errorCode', 'errorMessage'];
