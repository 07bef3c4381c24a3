import type { IBinaryData } from 'n8n-workflow';
import type { Failure } from '../../shared/engine/failure';
import type { AnsweredPart, PartAnswer, RequestSender } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { readSettings } from '../../shared/engine/settings';
import { downloadFile } from '../api/exportFile';
import { startExportRequest, type ExportOrder, type ExportState } from '../api/exportTask';
import { askForExport, waitForExport, withTask, type ExportWait, type Patience } from '../api/exportWait';
import { runSession, type RunSession } from '../api/session';
import { CONCURRENCY } from './common';
import { readPatience } from './deviceOptions';

/** An export as far as the item asked to have it. */
export interface ExportResult {
	taskId: string;
	state: ExportState;
	file?: IBinaryData;
}

/** What the operations on exports share: starting, waiting, fetching the file, and a line in the log for each. */
export class ExportRun {
	readonly session: RunSession;
	private readonly signal: AbortSignal | undefined;
	private readonly patience: Patience;
	private readonly maxRetries: number;
	private readonly timeoutMs: number;

	/** @throws ItemProblem for options that can't be used */
	constructor(private readonly setup: OperationSetup) {
		this.session = runSession(setup.context);
		this.signal = setup.context.getExecutionCancelSignal?.();
		this.patience = readPatience(setup.options);
		({ maxRetries: this.maxRetries, timeoutMs: this.timeoutMs } = readSettings(setup.options, {
			concurrency: CONCURRENCY,
		}));
	}

	/** @returns the task's ID @throws RequestFailure */
	async start(order: ExportOrder, http: RequestSender): Promise<string> {
		const { value: taskId } = await http.request(startExportRequest(this.session.baseUrl(), order));
		this.log('info', `export ${taskId} started`);
		return taskId;
	}

	/**
	 * Starts an export, waits until it is complete, and fetches its file if wanted. Where n8n repeats the node, goes on with
	 * the task that was started before.
	 */
	async carryOut(
		part: AnsweredPart<unknown>,
		order: ExportOrder,
		http: RequestSender,
		wanted: { file: boolean },
	): Promise<PartAnswer> {
		const known = typeof part.begun === 'string' ? part.begun : undefined;
		const taskId = known ?? (await this.start(order, http));
		part.begun = taskId;
		const answer = await this.finish(taskId, http, { isNew: known === undefined, file: wanted.file });
		// There is no use in asking for a task that failed again.
		if (answer.kind === 'failed' && answer.failure.code === 'EXPORT_FAILED') part.begun = undefined;
		return answer;
	}

	/** Waits until an export is complete, and fetches its file if wanted. */
	async finish(
		taskId: string,
		http: RequestSender,
		wanted: { isNew: boolean; file: boolean },
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
		if (!wanted.file || (state.fileUrl === undefined && state.devicesCount === 0)) {
			return accepted({ taskId, state });
		}
		return await this.fetchFile(taskId, state);
	}

	/** Asks once how far an export is. */
	async look(taskId: string, http: RequestSender): Promise<PartAnswer> {
		const outcome = await askForExport(this.question(taskId, http));
		if ('failure' in outcome) return { kind: 'failed', failure: outcome.failure };
		return accepted({ taskId, state: outcome.state });
	}

	private async fetchFile(taskId: string, state: ExportState): Promise<PartAnswer> {
		if (state.fileUrl === undefined) return { kind: 'failed', failure: withTask(NO_FILE, taskId) };
		const outcome = await downloadFile({
			context: this.setup.context,
			url: state.fileUrl,
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
	advice: "The task may be a count: start it with the operation 'Export'. Or switch 'Download' off.",
};

function accepted(data: ExportResult): PartAnswer {
	return { kind: 'accepted', data };
}
