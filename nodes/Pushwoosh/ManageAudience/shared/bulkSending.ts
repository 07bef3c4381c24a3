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
import type { WireValue } from '../../values/typedValue';

/** Tags as they are sent; `null` takes the value away. */
export type WireTags = Record<string, WireValue | null>;

/** What came of a device or user in a bulk request. */
export interface BulkResult {
	requestId: string;
	/** In lower case: the request's. */
	status: string;
	skipped: SkippedTag[];
	/** The tags that were sent of it. */
	sent: WireTags;
}

/** How a batch travels whose parts' ids are {@link deviceId}s. */
interface BulkSending<Unit> {
	order: Omit<BulkOrder, 'devices'>;
	/** Until the service has worked it off. */
	wait: boolean;
	/** The members of an entry, its identifier among them, and the tags that it sends. */
	entry: (part: AnsweredPart<Unit, BulkResult>) => { fields: Record<string, unknown>; sent: WireTags };
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
	async send<Unit>(
		{ parts }: Batch<Unit, BulkResult>,
		hands: Hands<PushwooshSession>,
		sending: BulkSending<Unit>,
	): Promise<Array<PartAnswer<BulkResult>>> {
		const answers = new Map<AnsweredPart<Unit, BulkResult>, PartAnswer<BulkResult>>();
		for (const together of new Set(parts.map(({ begun }) => begun))) {
			const own = parts.filter(({ begun }) => begun === together);
			const found = await this.carryOut(together, own, hands, sending);
			own.forEach((part, index) => answers.set(part, found[index]));
		}
		return parts.flatMap((part) => answers.get(part) ?? []);
	}

	private async carryOut<Unit>(
		begun: string | undefined,
		parts: Array<AnsweredPart<Unit, BulkResult>>,
		hands: Hands<PushwooshSession>,
		{ order, wait, entry }: BulkSending<Unit>,
	): Promise<Array<PartAnswer<BulkResult>>> {
		const entries = parts.map(entry);
		const devices = entries.map(({ fields }) => fields);
		const outcome = await orFailed(
			begun === undefined
				? this.handOver(parts, { ...order, devices }, wait, hands)
				: this.finish(order, begun, false, hands),
		);
		if ('failed' in outcome) {
			const { failure, mayHaveBeenActedOn } = outcome.failed;
			for (const part of parts) part.mayHaveBeenActedOn ||= mayHaveBeenActedOn;
			return parts.map(() => ({ kind: 'failed', failure }));
		}
		return parts.map((part, index) => {
			const answer = answerOf(outcome.value, part.id, entries[index].sent, wait);
			if (answer.kind !== 'failed') return answer;
			// There is no use in asking for a request that failed again; and what may be half done isn't done again.
			part.begun = undefined;
			return order.onlyOnce ? { ...answer, failure: { ...answer.failure, uncertain: true } } : answer;
		});
	}

	/** Hands parts over, and waits where that is wanted. @throws RequestFailure */
	private async handOver(
		parts: Array<AnsweredPart<unknown, BulkResult>>,
		order: BulkOrder,
		wait: boolean,
		hands: Hands<PushwooshSession>,
	): Promise<BulkState> {
		const { value: state } = await hands.http.request(startBulkRequest(hands.session, order));
		const { requestId } = state;
		for (const part of parts) part.begun = requestId;
		this.log('info', `bulk request ${requestId} with ${order.devices.length} entries accepted`);
		return wait ? await this.finish(order, requestId, true, hands) : state;
	}

	private async finish(
		{ method }: Pick<BulkOrder, 'method'>,
		requestId: string,
		isNew: boolean,
		hands: Hands<PushwooshSession>,
	): Promise<BulkState> {
		return await this.tasks.finish(method, requestId, isNew, hands, (text) => this.log('debug', text));
	}

	private log(level: 'debug' | 'info', text: string): void {
		this.setup.context.logger[level](`${this.setup.info.node.name}: ${text}`);
	}
}

/** @param wait otherwise all that is known is that the request was accepted */
function answerOf(state: BulkState, id: string, sent: WireTags, wait: boolean): PartAnswer<BulkResult> {
	const { requestId, status, stage } = state;
	const verdict = state.devices.get(id);
	const data = { requestId, status, skipped: [...state.skipped, ...(verdict?.skipped ?? [])], sent };
	if (verdict?.outcome === 'failed') return { ...refusedDevice(verdict.error), data };
	const isDone = verdict?.outcome === 'done' || stage === 'completed' || (!wait && stage === 'running');
	return isDone ? { kind: 'succeeded', data } : { kind: 'failed', failure: failedRequest(state) };
}

function refusedDevice(error: string | undefined): Rejection {
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
 * @param head the output's members before `success`, `requestId` and `status`
 * @param tail those after them
 */
export function reportBulk(
	answer: DecidedPart<unknown, BulkResult>['answer'],
	head: IDataObject,
	tail: IDataObject,
): UnitReport {
	const { requestId, status } = answer.data ?? {};
	const json = { ...head, success: answer.kind === 'succeeded', requestId, status, ...tail };
	if (answer.kind === 'succeeded') return { kind: 'succeeded', json };
	const { code, message, advice } = answer;
	return {
		kind: 'rejected',
		code,
		message,
		advice,
		extra: { requestId },
		json: { ...json, errorCode: code, errorMessage: message },
	};
}

/** The keys of every bulk result. */
export const BULK_KEYS = ['success', 'requestId', 'status', 'errorCode', 'errorMessage'];
