import type { IBinaryData } from 'n8n-workflow';
import { RequestFailure, type Failure } from '../../shared/failure';
import type { AnsweredPart, PartAnswer, RequestSender } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { readSettings } from '../../shared/engine/settings';
import { downloadFile } from '../api/exportFile';
import { startExportRequest, type ExportOrder, type ExportState } from '../api/exportTask';
import { askForExport, waitForExport, withTask, type ExportWait, type Patience } from '../api/exportWait';
import { SegmentLists } from '../api/segmentLists';
import { runSession, type RunSession } from '../api/session';
import { CONCURRENCY } from './common';
import { readPatience } from './deviceOptions';
import { expressionOf, type ChosenDevices } from './readDevices';

/** An export as far as the item asked to have it. */
export interface ExportResult {
	taskId: string;
	state: ExportState;
	file?: IBinaryData;
}

/** What the operations on exports share: starting, waiting, fetching the file, and a line in the log for each. */
export class ExportRun {
	readonly session: RunSession;
	private readonly lists: SegmentLists;
	private readonly signal: AbortSignal | undefined;
	private readonly patience: Patience;
	private readonly maxRetries: number;
	private readonly timeoutMs: number;

	/** @throws ItemProblem for options that can't be used */
	constructor(private readonly setup: OperationSetup) {
		this.session = runSession(setup.context);
		this.lists = new SegmentLists(this.session.baseUrl);
		this.signal = setup.context.getExecutionCancelSignal?.();
		this.patience = readPatience(setup.options);
		({ maxRetries: this.maxRetries, timeoutMs: this.timeoutMs } = readSettings(setup.options, {
			concurrency: CONCURRENCY,
		}));
	}

	/**
	 * @returns the task's ID; or why none was started, where a saved segment isn't there
	 * @throws RequestFailure
	 */
	async start(
		devices: ChosenDevices,
		order: Omit<ExportOrder, 'filterExpression' | 'application'>,
		http: RequestSender,
	): Promise<{ taskId: string } | { failure: Failure }> {
		const found = await expressionOf(devices, async (application) => await this.lists.once(application, http));
		if ('failure' in found) return found;
		const { application } = devices;
		const request = startExportRequest(this.session.baseUrl(), { ...order, ...found, application });
		const { value: taskId } = await http.request(request).catch((error: unknown) => {
			throw typeof devices.filter === 'string' ? error : aboutSegment(error);
		});
		this.log('info', `export ${taskId} started`);
		return { taskId };
	}

	/**
	 * Starts an export, waits until it is complete, and fetches its file if wanted. Where n8n repeats the node, goes on with
	 * the task that was started before.
	 */
	async carryOut(
		part: AnsweredPart<unknown>,
		devices: ChosenDevices,
		order: Omit<ExportOrder, 'filterExpression' | 'application'>,
		http: RequestSender,
		wanted: { fileLink: boolean; download: boolean },
	): Promise<PartAnswer> {
		const known = typeof part.begun === 'string' ? part.begun : undefined;
		const started = known === undefined ? await this.start(devices, order, http) : { taskId: known };
		if ('failure' in started) return { kind: 'failed', failure: started.failure };
		const { taskId } = started;
		part.begun = taskId;
		const answer = await this.finish(taskId, http, { isNew: known === undefined, ...wanted });
		// There is no use in asking for a task that failed again.
		if (answer.kind === 'failed' && answer.failure.code === 'EXPORT_FAILED') part.begun = undefined;
		return answer;
	}

	/**
	 * Waits until an export is complete, and fetches its file if wanted.
	 * @param wanted.fileLink the export was started for a file: without one (or devices to put into it) it failed
	 */
	async finish(
		taskId: string,
		http: RequestSender,
		wanted: { isNew: boolean; fileLink: boolean; download: boolean },
	): Promise<PartAnswer> {
		const outcome = await waitForExport({
			...this.question(taskId, http),
			patience: this.patience,
			isNew: wanted.isNew,
			signal: this.signal,
			onProgress: ({ status, progress }) => {
				this.log('debug', `export ${taskId} ${status}${progress === undefined ? '' : `, ${progress} %`}`);
			},
		});
		if ('failure' in outcome) return { kind: 'failed', failure: outcome.failure };
		const { state } = outcome;
		this.log('info', `export ${taskId} completed`);
		const { fileUrl, devicesCount } = state;
		if (fileUrl !== undefined) {
			return wanted.download ? await this.fetchFile(taskId, state, fileUrl) : accepted({ taskId, state });
		}
		const asksForFile = wanted.fileLink || wanted.download;
		if (!asksForFile || devicesCount === 0) return accepted({ taskId, state });
		return { kind: 'failed', failure: withTask(wanted.isNew ? NO_FILE : NO_FILE_OF_TASK, taskId) };
	}

	/** Asks once how far an export is. */
	async look(taskId: string, http: RequestSender): Promise<PartAnswer> {
		const outcome = await askForExport(this.question(taskId, http));
		if ('failure' in outcome) return { kind: 'failed', failure: outcome.failure };
		return accepted({ taskId, state: outcome.state });
	}

	private async fetchFile(taskId: string, state: ExportState, url: string): Promise<PartAnswer> {
		const outcome = await downloadFile({
			context: this.setup.context,
			url,
			baseUrl: this.session.baseUrl(),
			answerWithinMs: this.timeoutMs,
			timeoutMs: this.patience.timeoutMs,
			maxRetries: this.maxRetries,
			signal: this.signal,
		});
		if ('failure' in outcome) return { kind: 'failed', failure: withTask(outcome.failure, taskId) };
		this.log('info', `file of export ${taskId} fetched`);
		return accepted({ taskId, state, file: outcome.file });
	}

	private question(taskId: string, http: RequestSender): Pick<ExportWait, 'baseUrl' | 'taskId' | 'http'> {
		return { baseUrl: this.session.baseUrl(), taskId, http };
	}

	private log(level: 'debug' | 'info', text: string): void {
		this.setup.context.logger[level](`${this.setup.info.node.name}: ${text}`);
	}
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

function accepted(data: ExportResult): PartAnswer {
	return { kind: 'accepted', data };
}
