import { isObject, jsonAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import * as is from '../checks.mts';
import { isPlatform } from '../platforms.mts';
import type { ApiToken, PushwooshState } from '../state.mts';
import { devicesChanged, devicesOf, devicesToWrite, isUnknown } from './deviceTable.mts';
import type { IdentifierKey } from './deviceTable.mts';
import type { BulkTask, DeviceVerdict } from './books.mts';
import { applicationProblem, headerToken } from './families.mts';
import { needed, optional, problemWith } from './fields.mts';
import type { Fields } from './fields.mts';
import { fits, typeFor, writeTag } from './tagValues.mts';
import type { ListOperator } from './tagValues.mts';

type BulkMethod = BulkTask['method'];
type Entry = Record<string, unknown>;

const ROOT = '/api/v2/audience/';
const KEYS: readonly IdentifierKey[] = ['hwid', 'user_id', 'push_token'];

const BODY: Record<BulkMethod, Fields> = {
	bulkSetTags: {
		application: needed(is.text),
		auth: needed(is.text),
		create_missing_tags: optional(is.flag),
		devices: needed(is.objectList),
	},
	bulkRegisterDevice: {
		application: needed(is.text),
		auth: needed(is.text),
		devices: needed(is.objectList),
	},
};

const ENTRY: Record<BulkMethod, Fields> = {
	bulkSetTags: {
		hwid: optional(is.filledText),
		user_id: optional(is.filledText),
		push_token: optional(is.filledText),
		list_operator: optional(is.oneOf('set', 'append', 'remove')),
		tags: needed(is.object),
	},
	bulkRegisterDevice: {
		hwid: needed(is.filledText),
		push_token: needed(is.filledText),
		platform: needed((value) => (isPlatform(value) ? undefined : 'a platform code')),
		list_operator: optional(is.oneOf('append', 'remove')),
		tags: optional(is.object),
	},
};

/** Answers bulkSetTags, bulkRegisterDevice and their status; `undefined` for another path. */
export function answerBulk(state: PushwooshState, request: SandboxRequest): Answer | undefined {
	const [name, id, ...more] = request.path.slice(ROOT.length).split('/');
	if ((name !== 'bulkSetTags' && name !== 'bulkRegisterDevice') || more.length > 0) return undefined;
	return id === undefined ? start(state, request, name) : status(state, request, name, id);
}

function failure(code: number, message: string): Answer {
	return jsonAnswer(code, { message });
}

function start(state: PushwooshState, request: SandboxRequest, method: BulkMethod): Answer {
	const body = request.json;
	if (request.method !== 'POST' || request.contentType !== 'application/json' || !isObject(body))
		return failure(400, 'invalid request');
	if (request.headers.authorization !== undefined || request.query.size > 0)
		return failure(401, 'unauthorized');
	if (body.request !== undefined) return failure(400, 'invalid request');
	const token = typeof body.auth === 'string' ? state.apiTokens.get(body.auth) : undefined;
	if (token?.type !== 'server') return failure(401, 'unauthorized');
	if (token.permissions !== 'all' && !token.permissions.includes(method))
		return failure(403, 'token restrictions forbid this operation');
	const problem = problemWithBulk(state, token, method, body);
	if (problem !== undefined) return failure(400, `invalid request: ${problem}`);
	return accept(state, token, method, body);
}

function problemWithBulk(
	state: PushwooshState,
	token: ApiToken,
	method: BulkMethod,
	body: Record<string, unknown>,
): string | undefined {
	const { bulk } = state.settings;
	const problem =
		problemWith(body, BODY[method]) ?? applicationProblem(state, token, String(body.application));
	if (problem !== undefined) return problem;
	const devices = body.devices as Entry[];
	if (devices.length === 0) return 'devices must not be empty';
	if (method === 'bulkSetTags' && devices.length < bulk.minimumDevices)
		return `devices must hold at least ${bulk.minimumDevices} entries`;
	if (bulk.maximumDevices !== undefined && devices.length > bulk.maximumDevices)
		return `devices may hold at most ${bulk.maximumDevices} entries`;
	for (const [index, entry] of devices.entries()) {
		const where = `devices[${index}].`;
		const wrong =
			problemWith(entry, ENTRY[method], where) ??
			(method === 'bulkSetTags' ? problemWithTagging(state, entry, where) : undefined);
		if (wrong !== undefined) return wrong;
	}
	return undefined;
}

function problemWithTagging(state: PushwooshState, entry: Entry, where: string): string | undefined {
	const { bulk } = state.settings;
	const given = KEYS.filter((key) => entry[key] !== undefined);
	if (given.length === 0) return `${where}hwid, user_id or push_token is required`;
	if (given.length > 1 && bulk.severalIdentifiers === 'refused')
		return `${where}only one of hwid, user_id and push_token is allowed`;
	if (bulk.listOperatorRequired && entry.list_operator === undefined)
		return `${where}list_operator is required`;
	if (Object.keys(entry.tags as object).length === 0) return `${where}tags must not be empty`;
	if (bulk.wrongValuesAs !== 'http400') return undefined;
	const wrong = Object.entries(entry.tags as object).find(([name, value]) => !takes(state, name, value));
	return wrong === undefined ? undefined : `${where}tags.${wrong[0]} has a value of another type`;
}

function takes(state: PushwooshState, name: string, value: unknown): boolean {
	const type = state.tags.get(name) ?? typeFor(value);
	return value === null || (type !== undefined && fits(type, value));
}

function accept(
	state: PushwooshState,
	token: ApiToken,
	method: BulkMethod,
	body: Record<string, unknown>,
): Answer {
	const { bulk } = state.settings;
	const application = String(body.application);
	const id = bulk.requestIdAs === 'number' ? String(state.books.nextId++) : `req-${state.books.nextId++}`;
	const task: BulkTask = {
		id,
		method,
		application,
		account: token.account,
		devices: [],
		failed: bulk.fail,
		polls: 0,
		at: state.clock.now(),
	};
	const devices = body.devices as Entry[];
	const creates = body.create_missing_tags === true || method === 'bulkRegisterDevice';
	if (!creates && bulk.unknownTagsAs === 'taskFails') {
		const isMissing = (name: string) => !state.tags.has(name);
		task.failed ||= devices.some(({ tags }) => Object.keys(tags as object).some(isMissing));
	}
	task.devices = devices.map((entry) => settle(state, task, entry, creates));
	state.books.bulkTasks.set(id, task);
	const requestId = bulk.requestIdAs === 'number' ? Number(id) : id;
	if (method === 'bulkRegisterDevice' && bulk.registerAnswer === 'emptyObject') return jsonAnswer(200, {});
	const isDone = method === 'bulkRegisterDevice' && bulk.registerAnswer === 'completedRequest';
	if (isDone) task.polls = Infinity;
	return jsonAnswer(200, {
		request_id: requestId,
		status: isDone ? wordOf(state, task) : bulk.words.pending,
	});
}

/** Does at once what the service does by and by, and says what came of it. A device in error keeps its tags. */
function settle(state: PushwooshState, task: BulkTask, entry: Entry, creates: boolean): DeviceVerdict {
	const key = KEYS.find((candidate) => entry[candidate] !== undefined) ?? 'hwid';
	const id = String(entry[key]);
	const verdict: DeviceVerdict = { key, id, skipped: [] };
	if (task.failed) return { ...verdict, error: 'The request failed' };
	if (isUnknown(state, id)) return { ...verdict, error: 'Device not found' };
	if (task.method === 'bulkRegisterDevice') register(state, task, entry);
	const { tags = {}, list_operator: operator = 'set' } = entry;
	const written: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(tags as object)) {
		const problem = tagProblem(state, name, value, creates);
		if (problem === undefined) written[name] = value;
		else if (problem.as === 'skipped') verdict.skipped.push({ tag: name, reason: problem.reason });
		else if (problem.as === 'deviceError') verdict.error = `Tag ${name}: ${problem.reason}`;
	}
	if (verdict.error === undefined) write(state, task, verdict, written, operator as ListOperator);
	return verdict;
}

/** What becomes of a tag that can't be written; makes a missing one where that was asked for. */
function tagProblem(
	state: PushwooshState,
	name: string,
	value: unknown,
	creates: boolean,
): { as: 'skipped' | 'deviceError' | 'lostSilently' | 'taskFails'; reason: string } | undefined {
	const { unknownTagsAs, wrongValuesAs } = state.settings.bulk;
	if (!state.tags.has(name)) {
		const type = creates ? typeFor(value) : undefined;
		if (type === undefined) return { as: unknownTagsAs, reason: 'Not found' };
		state.tags.set(name, type);
	}
	if (takes(state, name, value) || wrongValuesAs === 'http400') return undefined;
	return { as: wrongValuesAs, reason: 'Wrong type' };
}

function register(state: PushwooshState, { application }: BulkTask, entry: Entry): void {
	const {
		hwid,
		push_token: pushToken,
		platform,
	} = entry as { hwid: string; push_token: string; platform: number };
	const [known] = devicesOf(state, 'hwid', hwid, application);
	if (known === undefined) {
		state.devices.push({ hwid, pushToken, platform, applications: [application], tags: {} });
	} else {
		Object.assign(known, { pushToken, platform });
		devicesChanged(state);
	}
	state.books.registered.push({ application, hwid, pushToken, platform });
}

function write(
	state: PushwooshState,
	task: BulkTask,
	{ key, id }: DeviceVerdict,
	tags: Record<string, unknown>,
	operator: ListOperator,
): void {
	if (Object.keys(tags).length === 0) return;
	for (const device of devicesToWrite(state, key, id, task.application)) {
		for (const [name, value] of Object.entries(tags))
			writeTag(device, name, state.tags.get(name) ?? 'String', value, operator);
	}
	const { application, id: requestId, at } = task;
	state.books.tagChanges.push({ application, key, id, operator, tags, requestId, at });
}

function wordOf(state: PushwooshState, task: BulkTask): string {
	const { words, wordWhenSomeFailed } = state.settings.bulk;
	if (task.failed) return words.failed;
	return task.devices.some(({ error }) => error !== undefined) ? wordWhenSomeFailed : words.completed;
}

function status(state: PushwooshState, request: SandboxRequest, method: BulkMethod, id: string): Answer {
	const { bulk } = state.settings;
	if (request.method !== 'GET') return failure(400, 'invalid request');
	const named =
		request.headers.authorization === undefined ? undefined : headerToken(state, request, ['any'], 'server');
	const isWrong = request.headers.authorization !== undefined && named === undefined;
	if (isWrong || (bulk.statusToken === 'needed' && named === undefined)) return failure(401, 'unauthorized');
	const detailed = request.query.get('detailed') ?? 'false';
	const isKnownQuery = [...request.query.keys()].every((name) => name === 'detailed');
	if (!isKnownQuery || !['true', 'false'].includes(detailed)) return failure(400, 'invalid request');
	const task = state.books.bulkTasks.get(id);
	const path =
		task?.method === 'bulkRegisterDevice' && bulk.registerStatusPath === 'own' ? task.method : 'bulkSetTags';
	if (task === undefined || path !== method || (named !== undefined && named.account !== task.account))
		return failure(404, 'request not found');
	const requestId = bulk.requestIdAs === 'number' ? Number(id) : id;
	task.polls += 1;
	if (task.polls <= bulk.pollsUntilDone)
		return jsonAnswer(200, { request_id: requestId, status: bulk.words.running });
	return jsonAnswer(200, {
		request_id: requestId,
		status: wordOf(state, task),
		...(detailed === 'true' ? detailsOf(state, task) : {}),
	});
}

function detailsOf(state: PushwooshState, { devices }: BulkTask): object {
	const { details, words } = state.settings.bulk;
	if (details === 'nothing') return {};
	const isTroubled = ({ error, skipped }: DeviceVerdict) => error !== undefined || skipped.length > 0;
	return {
		devices: devices
			.filter((verdict) => details === 'allDevices' || isTroubled(verdict))
			.map(({ key, id, error, skipped }) => ({
				[key]: id,
				status: error === undefined ? words.completed : words.failed,
				...(error === undefined ? {} : { error }),
				...(skipped.length === 0 ? {} : { skipped }),
			})),
	};
}
