import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { exportZip } from './exportFile.mts';
import { ExpressionError } from './seglang/lexer.mts';
import type { ApiToken, ExportTask, PushwooshState } from './state.mts';

const FILES = '/files/';

/** Answers `/api/v2/audience/…`: no envelope, token at top level, errors as HTTP status with a message. */
export function answerAudienceApi(state: PushwooshState, request: SandboxRequest): Answer {
	const method = request.path.slice('/api/v2/audience/'.length);
	if (method !== 'exportSegment' && method !== 'exportSegment/result')
		return failure(404, 'resource not found');
	if (request.method !== 'POST' || request.contentType !== 'application/json')
		return failure(400, 'invalid request');
	const body = request.json;
	if (!isObject(body)) return failure(400, 'invalid request');
	if (request.headers.authorization !== undefined || request.query.size > 0)
		return failure(401, 'unauthorized');
	if (body.auth === undefined) return failure(body.request === undefined ? 401 : 400, 'invalid request');
	const token = typeof body.auth === 'string' ? state.apiTokens.get(body.auth) : undefined;
	if (token === undefined || token.type === 'device') return failure(401, 'unauthorized');
	if (token.permissions !== 'all' && !token.permissions.includes('exportSegment')) {
		return failure(403, 'token restrictions forbid this operation');
	}
	return method === 'exportSegment'
		? startExport(state, token, body)
		: exportResult(state, token, body, request);
}

function failure(status: number, message: string): Answer {
	return jsonAnswer(status, { message });
}

function startExport(state: PushwooshState, token: ApiToken, body: Record<string, unknown>): Answer {
	const { filterExpression, exportCsv = true, exportData, format = 'csv' } = body;
	const known = ['auth', 'filterExpression', 'exportCsv', 'exportData', 'format'];
	const unknown = Object.keys(body).find((name) => !known.includes(name));
	if (unknown !== undefined) return failure(400, `invalid request: unexpected field ${unknown}`);
	if (typeof filterExpression !== 'string' || filterExpression === '')
		return failure(400, 'invalid request: filterExpression is required');
	if (typeof exportCsv !== 'boolean') return failure(400, 'invalid request: exportCsv must be a boolean');
	if (format !== 'csv' && format !== 'json')
		return failure(400, 'invalid request: format must be csv or json');
	if (exportData !== undefined && !isTextList(exportData))
		return failure(400, 'invalid request: exportData must be a list of fields');
	try {
		const id = String(state.nextTaskId++);
		state.exports.set(id, {
			id,
			account: token.account,
			filterExpression,
			exportCsv,
			...(exportData === undefined ? {} : { exportData }),
			format,
			devices: state.select(filterExpression),
			polls: 0,
			failed: state.settings.export.fail,
		});
		return jsonAnswer(200, { task_id: state.settings.export.taskIdAs === 'number' ? Number(id) : id });
	} catch (error) {
		if (error instanceof ExpressionError) return failure(400, `invalid filter expression: ${error.message}`);
		throw error;
	}
}

function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function exportResult(
	state: PushwooshState,
	token: ApiToken,
	body: Record<string, unknown>,
	request: SandboxRequest,
): Answer {
	if (typeof body.task_id !== 'string' || Object.keys(body).length !== 2) {
		return failure(400, 'invalid request: task_id must be a text');
	}
	const task = state.exports.get(body.task_id);
	if (task === undefined || task.account !== token.account) return failure(404, 'task not found');
	const { pollsUntilDone, numbersAs, fileKey, fileOrigin, namesFile, words } = state.settings.export;
	const shown = (value: number) => (numbersAs === 'string' ? String(value) : value);
	if (task.polls < pollsUntilDone) {
		task.polls += 1;
		return jsonAnswer(200, {
			status: words.running,
			progress: shown(Math.floor((100 * task.polls) / (pollsUntilDone + 1))),
		});
	}
	if (task.failed) return jsonAnswer(200, { status: words.failed });
	const completed = { status: words.completed, devices_count: shown(task.devices.length) };
	if (!task.exportCsv || !namesFile) return jsonAnswer(200, completed);
	task.fileName ??= fileNameOf(task, state.clock.now());
	return jsonAnswer(200, {
		...completed,
		[fileKey]: `${fileOrigin ?? request.origin}${FILES}${task.fileName}`,
	});
}

function fileNameOf(task: ExportTask, now: number): string {
	const application = /"([A-Za-z0-9]{5}-[A-Za-z0-9]{5})"/.exec(task.filterExpression)?.[1];
	const parts = ['export_segment', application, String(Math.floor(now / 1000)), task.id];
	return `${parts.filter((part) => part !== undefined).join('_')}.${task.format}.zip`;
}

/** Answers `GET /files/…`. The file host takes no credentials: a request that carries any is refused. */
export function answerFile(state: PushwooshState, request: SandboxRequest): Answer {
	const { headers, rawBody } = request;
	const carriesCredential =
		headers.authorization !== undefined ||
		headers.cookie !== undefined ||
		request.query.size > 0 ||
		rawBody.length > 0 ||
		[...state.apiTokens.keys()].some((token) => JSON.stringify(headers).includes(token));
	if (carriesCredential) return failure(400, 'this file is served without credentials');
	const name = request.path.slice(FILES.length);
	const task = [...state.exports.values()].find(({ fileName }) => fileName === name);
	if (task === undefined || request.method !== 'GET') return failure(404, 'file not found');
	return { status: 200, headers: { 'content-type': 'application/zip' }, body: exportZip(state, task) };
}
