import { isObject, jsonAnswer, textAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import type { PushwooshState } from '../state.mts';
import type { TagValue } from '../tags.mts';
import { devicesChanged, devicesOf, devicesToWrite, isUnknown } from './deviceTable.mts';
import type { IdentifierKey } from './deviceTable.mts';
import { applicationProblem, headerToken } from './families.mts';
import type { AreaMethod } from './families.mts';
import { needed, optional, problemWith } from './fields.mts';
import { leave } from './journeyBook.mts';
import { dateText, fits, isIncremental, writeTag } from './tagValues.mts';
import type { ListOperator } from './tagValues.mts';

const DEVICE = {
	application: optional(is.text),
	hwid: optional(is.filledText),
	userId: optional(is.filledText),
};

/** setTags, getTags and unregisterDevice of the Device API in 1.3. */
export const DEVICE_METHODS: Record<string, AreaMethod> = {
	setTags: {
		token: 'device',
		fields: { ...DEVICE, tags: needed(is.object), device_type: optional(is.platform) },
		run: setTags,
	},
	getTags: { token: 'device', fields: DEVICE, run: getTags },
	unregisterDevice: {
		token: 'device',
		fields: { application: optional(is.text), hwid: needed(is.filledText) },
		run: unregisterDevice,
	},
};

/** The device or user that a call is about. */
function identifierOf({ fields }: Call): { key: IdentifierKey; id: string } {
	const { hwid, userId } = fields;
	if (typeof userId === 'string') return { key: 'user_id', id: userId };
	if (typeof hwid === 'string') return { key: 'hwid', id: hwid };
	throw new Refusal(210, 'hwid or userId should be set');
}

/** Tags that don't exist are skipped, values of another type are lost without a word. */
function setTags(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const { key, id } = identifierOf(call);
	const tags = call.fields.tags as Record<string, unknown>;
	const ownedByUser = Object.keys(tags).find((name) => state.books.tagFlags.get(name)?.userSpecific);
	if (ownedByUser !== undefined && call.fields.userId === undefined)
		throw new Refusal(210, `userId should be set for tag ${ownedByUser}`);
	const skipped = Object.keys(tags).filter((name) => !state.tags.has(name));
	const written: Record<string, unknown> = {};
	const rows = isUnknown(state, id) ? [] : devicesToWrite(state, key, id, application);
	for (const [name, given] of Object.entries(tags)) {
		const type = state.tags.get(name);
		if (type === undefined) continue;
		for (const row of rows) {
			const { value, operator } = changeOf(given, row.tags[name]);
			if (!fits(type, value)) continue;
			writeTag(row, name, type, value, operator);
			written[name] = given;
		}
	}
	if (Object.keys(written).length > 0) {
		const at = state.clock.now();
		state.books.tagChanges.push({ application, key, id, operator: 'set', tags: written, at });
	}
	const names = state.settings.setTags.answersSkipped && skipped.length > 0;
	return envelope(
		200,
		'OK',
		names ? { skipped: skipped.map((tag) => ({ tag, reason: 'Not found' })) } : null,
	);
}

function changeOf(given: unknown, stored: TagValue | undefined): { value: unknown; operator: ListOperator } {
	if (!isIncremental(given)) return { value: given, operator: 'set' };
	if (given.operation === 'increment')
		return { value: Number(stored ?? 0) + Number(given.value), operator: 'set' };
	if (given.operation === 'append' || given.operation === 'remove')
		return { value: given.value, operator: given.operation };
	throw new Refusal(210, `Unknown operation ${JSON.stringify(given.operation)}`);
}

/** The tags of the first device that the identifier names. */
function getTags(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const { key, id } = identifierOf(call);
	const { unknownDeviceAs, emptyAs, datesAs } = state.settings.getTags;
	if (isUnknown(state, id)) {
		if (unknownDeviceAs === 'body404') throw new Refusal(404, 'Resource not found');
		if (unknownDeviceAs === 'http404') return textAnswer(404, 'Resource not found');
		if (unknownDeviceAs === 'notFoundInWords') throw new Refusal(210, 'Device not found');
	}
	const rows = isUnknown(state, id) ? [] : devicesOf(state, key, id, application);
	const stored = rows.map(({ tags, applicationTags }) => ({ ...tags, ...applicationTags?.[application] }));
	const result = Object.fromEntries(
		Object.entries(stored[0] ?? {}).map(([name, value]) => [
			name,
			state.tags.get(name) === 'Date' && datesAs === 'text' ? dateText(Number(value)) : value,
		]),
	);
	const isEmptyList = emptyAs === 'list' && Object.keys(result).length === 0;
	return envelope(200, 'OK', { result: isEmptyList ? [] : result });
}

function unregisterDevice(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const hwid = String(call.fields.hwid);
	for (const device of devicesOf(state, 'hwid', hwid, application)) delete device.pushToken;
	devicesChanged(state);
	state.books.unregistered.push({ application, hwid });
	return envelope(200, 'OK', null);
}

/** Answers `/api/v2/device-api/deleteUser`: no envelope, Device token in the header. */
export function answerDeleteUser(state: PushwooshState, request: SandboxRequest): Answer {
	const { settings } = state;
	if (request.path !== '/api/v2/device-api/deleteUser') return textAnswer(404, 'Resource not found');
	const body = request.json;
	if (request.method !== 'POST' || request.contentType !== 'application/json' || !isObject(body))
		return refusalOfDeletion(state, 400, 'invalid request');
	const token = headerToken(state, request, ['Token'], 'device');
	if (token === undefined) return refusalOfDeletion(state, 401, 'unauthorized');
	if (token.permissions !== 'all' && !token.permissions.includes('deleteUser'))
		return refusalOfDeletion(state, 403, 'Token restrictions forbid this operation');
	const problem = problemWith(body, { application: needed(is.text), user_id: needed(is.text) });
	if (problem !== undefined) return refusalOfDeletion(state, 400, problem);
	const [application, userId] = [String(body.application), String(body.user_id)];
	const denied = applicationProblem(state, token, application);
	if (denied !== undefined) return refusalOfDeletion(state, denied === 'access denied' ? 401 : 404, denied);
	if (isUnknown(state, userId) && settings.deleteUser.unknownUserAs === 'http404')
		return refusalOfDeletion(state, 404, 'user not found');
	forget(state, application, userId);
	return acceptedDeletion(state, userId);
}

function acceptedDeletion({ settings }: PushwooshState, userId: string): Answer {
	switch (settings.deleteUser.answer) {
		case 'statusless':
			return jsonAnswer(200, { user_id: userId });
		case 'emptyObject':
			return jsonAnswer(200, {});
		case 'emptyBody':
			return textAnswer(200, '');
		case 'envelope':
			return envelope(200, 'OK', null);
	}
}

function refusalOfDeletion({ settings }: PushwooshState, status: number, message: string): Answer {
	const numbers: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5 };
	switch (settings.deleteUser.refusalsAs) {
		case 'grpc':
			return jsonAnswer(status, { code: numbers[status], message, details: [] });
		case 'message':
			return jsonAnswer(status, { message });
		case 'envelope400':
			return {
				...envelope(status === 400 ? 210 : status, message, null),
				status: status === 401 ? 401 : 400,
			};
		case 'envelope200':
			return envelope(status === 400 ? 210 : status, message, null);
	}
}

/** Takes a user's devices away in an application, and the user out of its journeys. */
function forget(state: PushwooshState, application: string, userId: string): void {
	const rows = new Set(devicesOf(state, 'user_id', userId, application));
	const { journeys, deletedUsers } = state.books;
	leave(
		state,
		[userId],
		[...journeys.values()].filter((journey) => journey.application === application),
	);
	for (const row of rows) row.applications = row.applications.filter((code) => code !== application);
	state.devices = state.devices.filter((row) => !rows.has(row) || row.applications.length > 0);
	deletedUsers.push({ application, userId, devices: rows.size });
}
