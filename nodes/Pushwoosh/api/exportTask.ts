import type { IDataObject } from 'n8n-workflow';
import { RequestFailure } from '../../shared/failure';
import type { HttpAnswer } from '../../shared/http/answer';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { filledText } from './applications';
import { pushwooshRequest, type Asking } from './request';
import type { PushwooshAccess } from './session';

/** What exportSegment is asked for. */
export interface ExportOrder {
	/** In the segmentation language. */
	filterExpression: string;
	/** False: only count the devices. */
	exportCsv: boolean;
	/** Columns of the file; the service's reference knows no names. */
	exportData?: string[];
	/** Presumably `csv` or `json`. */
	format?: string;
	/** The one whose devices are meant, if it is known: the token may be allowed one and not another. Not sent by itself. */
	application?: string;
}

/** How far an export has got. */
export interface ExportState {
	/** In Pushwoosh's own words where they are known: `in-progress`, `completed`, `failed`. */
	status: string;
	stage: 'running' | 'completed' | 'failed';
	/** Percent. */
	progress?: number;
	devicesCount?: number;
	/** The ZIP file. */
	fileUrl?: string;
	/** Why it failed, if Pushwoosh says so. */
	reason?: string;
}

/**
 * Starts an export or a count (the service's reference, 5.4): a task with an ID to ask by. Sent again only when it
 * certainly wasn't acted on, since every start makes a task.
 */
export function startExportRequest(session: PushwooshAccess, order: ExportOrder): RequestSpec<string> {
	const { application, ...fields } = order;
	return pushwooshRequest({
		session,
		family: 'audience',
		method: 'exportSegment',
		application,
		request: fields,
		asks: order.exportCsv ? 'start the export' : 'start the count',
		onlyOnce: true,
		read: ({ response }, http) => (response.error ? undefined : readId('task_id', response, http)),
		// What is refused here as malformed is the expression: the other fields are few.
		explain: (failure) => (failure.code === '400' ? { ...failure, advice: CHECK_EXPRESSION } : failure),
	});
}

const CHECK_EXPRESSION = "Check 'Filter Expression', or use the Builder.";

/** @returns an ID as text, whether it came as a number or as a text; a number's digits are taken from the body, all of them */
export function readId(
	key: 'task_id' | 'request_id',
	{ [key]: id }: IDataObject,
	{ text }: HttpAnswer,
): string | undefined {
	if (typeof id !== 'number' || Number.isSafeInteger(id)) return filledText(id);
	return new RegExp(`"${key}"\\s*:\\s*(\\d+)`).exec(text)?.[1];
}

/**
 * Asks how far an export is (the service's reference, 5.5).
 * @param endBy moment of the monotonic clock (`performance.now()`) after which nobody waits for the answer any more
 */
export function exportStateRequest(
	session: PushwooshAccess,
	taskId: string,
	endBy?: number,
): RequestSpec<ExportState> {
	return pushwooshRequest({
		session,
		family: 'audience',
		method: 'exportSegment/result',
		request: { task_id: taskId },
		asks: 'say how far the export is',
		read: ({ response }) => readExportState(response),
		endBy,
	});
}

/**
 * Asks once how far an export is.
 * @param endBy as for {@link exportStateRequest}
 * @throws RequestFailure also where the export failed; RunCanceled
 */
export async function askForExport(
	taskId: string,
	{ http, session }: Asking,
	endBy?: number,
): Promise<ExportState> {
	const { value: state } = await http.request(exportStateRequest(session, taskId, endBy));
	if (state.stage !== 'failed') return state;
	const { reason } = state;
	throw new RequestFailure({
		code: 'EXPORT_FAILED',
		message: `Pushwoosh couldn't complete the export${reason ? `: “${reason}”` : ''}`,
		advice: 'Check the filter expression, and start the export again.',
	});
}

const COMPLETED = /^(completed?|done|finished|success(ful)?|succeeded|ready)$/;
const FAILED =
	/^(?!(no|not|without)-)(.*-)?(fail(ed|ure)?|error(ed)?|cancell?ed|aborted|rejected|expired|timed-?out|timeout)$/;

/**
 * Reads an answer to {@link exportStateRequest}. The status words are known from client programs only, so other
 * spellings are understood too, and an unknown word counts as "not yet"; but where there is a file, the export is
 * complete, whatever the word, unless it means failure. Numbers may come as text.
 * @returns undefined when there is neither a status nor a file
 */
export function readExportState(body: Record<string, unknown>): ExportState | undefined {
	const fileUrl = filledText(body.filename) ?? filledText(body.csv_filename);
	const word = filledText(body.status);
	if (word === undefined && fileUrl === undefined) return undefined;
	const status = normalWord(word ?? 'completed');
	const isComplete = fileUrl !== undefined || COMPLETED.test(status);
	const stage = FAILED.test(status) || body.error ? 'failed' : isComplete ? 'completed' : 'running';
	const progress = toCount(body.progress);
	const devicesCount = toCount(body.devices_count);
	const reason = filledText(body.message) ?? filledText(body.reason) ?? filledText(body.error);
	return {
		status: stage === 'running' ? status : stage,
		stage,
		...(progress === undefined ? {} : { progress }),
		...(devicesCount === undefined ? {} : { devicesCount }),
		...(fileUrl === undefined ? {} : { fileUrl }),
		...(reason === undefined ? {} : { reason }),
	};
}

/** `In_Progress`, `IN PROGRESS` → `in-progress`; `STATUS_COMPLETED` → `completed`. */
function normalWord(word: string): string {
	return word
		.toLowerCase()
		.replace(/[\s_-]+/g, '-')
		.replace(/^(task-)?status-/, '');
}

/** @returns a number of at least 0, also from a text such as `"1520"` or `"40%"`; undefined for anything else */
function toCount(value: unknown): number | undefined {
	const text = filledText(value)?.replace(/\s*%$/, '');
	const number = text === undefined ? NaN : Number(text);
	return Number.isFinite(number) && number >= 0 ? number : undefined;
}
