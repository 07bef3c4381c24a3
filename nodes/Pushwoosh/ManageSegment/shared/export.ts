import type { IBinaryData, INodeProperties } from 'n8n-workflow';
import type { AnsweredPart, DecidedPart, Hands, UnitReport } from '../../../shared/engine/operation';
import { orFailed, RequestFailure, toFailure, type Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { waitForTask, type Poll } from '../../../shared/http/waitForTask';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { downloadFile } from '../../api/exportFile';
import { askForExport, startExportRequest, type ExportOrder, type ExportState } from '../../api/exportTask';
import { reportOf } from '../../api/reporting';
import { SegmentLists } from '../../api/segmentLists';
import type { PushwooshSession } from '../../api/session';
import { readPoll, waitOptions } from '../../fields/waitOptions';
import { expressionOf, type ChosenDevices } from './devices';

export const EXPORT = { one: 'export', many: 'exports' };

/** The keys of a result. */
export const EXPORT_KEYS = ['taskId', 'status', 'devicesCount', 'fileUrl'];

export const exportWaitOptions = waitOptions({
	poll: 'How long to wait between two questions whether the export is complete',
	wait: "How long to wait for the export at most, and as long again for its file. After that the item fails, and 'Get Export' can pick the export up.",
});

/** What an item wants of its export. */
export interface Delivery {
	/** Until it is complete. */
	wait: boolean;
	/** The file itself, not only its address. */
	download: boolean;
	/** The name of the binary field that takes the file. */
	binaryPropertyName: string;
}

export const deliveryFields: INodeProperties[] = [
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: true,
		description: 'Whether to wait until the export is complete. When off, the task ID is returned at once.',
	},
	{
		displayName: 'Download',
		name: 'download',
		type: 'boolean',
		displayOptions: { show: { waitForCompletion: [true] } },
		default: false,
		description:
			'Whether to attach the file (a ZIP archive) to the item instead of only returning its address',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		displayOptions: { show: { waitForCompletion: [true], download: [true] } },
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
	},
];

/** @throws ItemProblem */
export function readDelivery(item: ItemReader): Delivery {
	const wait = item.boolean('waitForCompletion');
	// The form shows the download only where there is a file to wait for.
	const download = wait && item.boolean('download');
	if (!download) return { wait, download, binaryPropertyName: 'data' };
	return { wait, download, binaryPropertyName: item.requiredText('binaryPropertyName') };
}

/** An export as far as the item asked to have it. */
export interface ExportResult {
	taskId: string;
	state: ExportState;
	file?: IBinaryData;
}

/** Writes the result of an export; what Pushwoosh didn't say is left out. */
export function reportExport(
	{ binaryPropertyName }: Delivery,
	parts: Array<DecidedPart<Delivery, ExportResult>>,
): UnitReport {
	return reportOf(parts, ({ taskId, state: { status, devicesCount, fileUrl }, file }) => ({
		json: {
			taskId,
			status,
			...(devicesCount === undefined ? {} : { devicesCount }),
			...(fileUrl === undefined ? {} : { fileUrl }),
		},
		...(file === undefined ? {} : { binary: { [binaryPropertyName]: { ...file } } }),
	}));
}

/** What an export is started with beside the devices. */
type Order = Omit<ExportOrder, 'filterExpression' | 'application'>;
type SegmentHands = Hands<PushwooshSession>;

/** What the operations on exports share: starting, waiting, fetching the file, and a line in the log for each. */
export class ExportRun {
	private readonly lists = new SegmentLists();
	private readonly poll: Poll;

	/** @throws ItemProblem for options that can't be used */
	constructor(private readonly setup: OperationSetup) {
		this.poll = readPoll(setup.options);
	}

	/** @returns the task's ID @throws RequestFailure also where a saved segment isn't there */
	async start(devices: ChosenDevices, order: Order, hands: SegmentHands): Promise<string> {
		const { application, filter } = devices;
		const filterExpression = await expressionOf(filter, async (of) => await this.lists.once(of, hands));
		const request = startExportRequest(hands.session, { ...order, filterExpression, application });
		const { value: taskId } = await hands.http.request(request).catch((error: unknown) => {
			throw typeof filter === 'string' ? error : aboutSegment(error);
		});
		this.log('info', `export ${taskId} started`);
		return taskId;
	}

	/**
	 * Starts an export, waits until it is complete, and fetches its file if wanted. Where n8n runs the node again, goes on
	 * with the task that was started before.
	 * @throws RequestFailure
	 */
	async carryOut(
		part: AnsweredPart<ChosenDevices, ExportResult>,
		order: Order,
		download: boolean,
		hands: SegmentHands,
	): Promise<ExportResult> {
		const isNew = part.begun === undefined;
		const taskId = part.begun ?? (await this.start(part.unit, order, hands));
		part.begun = taskId;
		const wanted = { isNew, fileLink: order.exportCsv, download };
		return await this.finish(taskId, wanted, hands).catch((error: unknown) => {
			// There is no use in asking for a task that failed again.
			if (toFailure(error).code === 'EXPORT_FAILED') part.begun = undefined;
			throw error;
		});
	}

	/**
	 * Waits until an export is complete, and fetches its file if wanted.
	 * @param wanted.fileLink the export was started for a file: without one (or devices to put into it) it failed
	 * @throws RequestFailure
	 */
	async finish(
		taskId: string,
		wanted: { isNew: boolean; fileLink: boolean; download: boolean },
		hands: SegmentHands,
	): Promise<ExportResult> {
		return await aboutTask(taskId, async () => {
			const state = await waitForTask({
				ask: async (endBy) => await askForExport(taskId, hands, endBy),
				isDone: ({ stage }) => stage === 'completed',
				poll: this.poll,
				isNew: wanted.isNew,
				signal: hands.signal,
				onProgress: ({ status, progress }) => {
					this.log('debug', `export ${taskId} ${status}${progress === undefined ? '' : `, ${progress} %`}`);
				},
				tookTooLong: (time, last) => tookTooLong(taskId, time, last?.progress),
			});
			this.log('info', `export ${taskId} completed`);
			const { fileUrl, devicesCount } = state;
			if (fileUrl !== undefined) {
				return wanted.download ? await this.fetchFile(taskId, state, fileUrl, hands) : { taskId, state };
			}
			const asksForFile = wanted.fileLink || wanted.download;
			if (!asksForFile || devicesCount === 0) return { taskId, state };
			throw new RequestFailure(wanted.isNew ? NO_FILE : NO_FILE_OF_TASK);
		});
	}

	/** Asks once how far an export is. @throws RequestFailure */
	async look(taskId: string, hands: SegmentHands): Promise<ExportResult> {
		return await aboutTask(taskId, async () => ({ taskId, state: await askForExport(taskId, hands) }));
	}

	private async fetchFile(
		taskId: string,
		state: ExportState,
		url: string,
		{ session, settings, signal }: SegmentHands,
	): Promise<ExportResult> {
		const outcome = await downloadFile({
			context: this.setup.context,
			url,
			baseUrl: session.baseUrl,
			answerWithinMs: settings.timeoutMs,
			timeoutMs: this.poll.timeoutMs,
			maxRetries: settings.maxRetries,
			signal,
		});
		if ('failure' in outcome) throw new RequestFailure(outcome.failure);
		this.log('info', `file of export ${taskId} fetched`);
		return { taskId, state, file: outcome.file };
	}

	private log(level: 'debug' | 'info', text: string): void {
		this.setup.context.logger[level](`${this.setup.info.node.name}: ${text}`);
	}
}

/**
 * A failure of something about an export names it in `details`, so that it can be picked up. That a question may have been
 * acted on says nothing about the export's start.
 */
async function aboutTask(taskId: string, work: () => Promise<ExportResult>): Promise<ExportResult> {
	const outcome = await orFailed(work());
	if ('value' in outcome) return outcome.value;
	const { failure } = outcome.failed;
	throw new RequestFailure({ ...failure, extra: { ...failure.extra, taskId } });
}

function tookTooLong(taskId: string, time: string, progress: number | undefined): Failure {
	const far = progress === undefined ? '' : ` (${progress} % so far)`;
	return {
		code: 'WAIT_TIMEOUT',
		message: `The export wasn't complete after ${time}${far}`,
		advice: `Pushwoosh goes on with it: use the operation 'Get Export' with the task ID ${taskId} later, or raise 'Wait Timeout (Seconds)' in the options.`,
	};
}

const NO_FILE: Failure = {
	code: 'NO_FILE',
	message: 'The export is complete, but Pushwoosh named no file',
	advice: "Ask again with the operation 'Get Export', or start the export anew.",
};

const NO_FILE_OF_TASK: Failure = {
	...NO_FILE,
	advice: "The task may be a count: start it with the operation 'Export'. Or switch 'Download' off.",
};

/** Pushwoosh may not know this way to name a saved segment: see `savedSegment`. */
function aboutSegment(error: unknown): unknown {
	if (!(error instanceof RequestFailure) || error.failure.code !== '400') return error;
	const advice =
		"Set 'Filter Mode' to 'Expression' and write what the segment holds: 'Get' shows it, though values perhaps in lower case.";
	return new RequestFailure({ ...error.failure, advice });
}
