import { randomBytes, randomInt } from 'node:crypto';
import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import type { Caller } from './auth.mts';
import { refusalOfMessage } from './fcmMessages/checks.mts';
import { outcomeOf } from './fcmMessages/outcomes.mts';
import { readPayload } from './fcmMessages/payload.mts';
import type { Payload } from './fcmMessages/payload.mts';
import { reachOf } from './fcmMessages/reach.mts';
import { Refusals } from './fcmMessages/refusals.mts';
import { SEND_REQUEST } from './fcmMessages/schema.mts';
import { readTarget } from './fcmMessages/target.mts';
import type { Target } from './fcmMessages/target.mts';
import { INSTALLATION_ID_SHAPE } from './registrations.mts';
import type { GoogleState, Project } from './state.mts';

/**
 * messages:send: one message to one target, as the reference has it (sections 2 to 8). Without `validate_only` what
 * is taken is delivered to the target's devices and entered in the books (`state.fcm.books`).
 */
export function sendMessage(state: GoogleState, { project, role }: Caller, request: SandboxRequest): Answer {
	const settings = state.settings.fcm;
	const refusals = new Refusals(settings, state.clock.now());
	if (role === 'viewer') return refusals.accessDenied(`projects/${project.projectId}`);
	const { json } = request;
	const isReadable = request.contentType === 'application/json' && isObject(json);
	const payload = readPayload(isReadable ? json : {}, SEND_REQUEST, settings.mixedCasePriority === 'taken');
	const isCheck = payload.content.validate_only === true;
	const sent = isReadable && isObject(json.message) ? json.message : {};
	const answer = () =>
		isReadable
			? answerPayload({ state, project, refusals, isCheck, sent }, payload)
			: refusals.payload([{ description: 'Invalid JSON payload received. An object is needed.' }]);
	return isCheck && !settings.checksCount ? answer() : withinQuota(state, project, refusals, answer);
}

interface Call {
	state: GoogleState;
	project: Project;
	refusals: Refusals;
	/** `validate_only`. */
	isCheck: boolean;
	/** The message as it was sent. */
	sent: Record<string, unknown>;
}

/** Every request counts towards the project's quota but those answered 429. */
function withinQuota(state: GoogleState, project: Project, refusals: Refusals, act: () => Answer): Answer {
	const { messagesPerMinute } = state.settings.fcm;
	const name = `project ${project.projectId}`;
	const now = state.clock.now();
	if (!state.fcm.perMinute.hasRoom(name, messagesPerMinute, now))
		return refusals.quota('project', project.projectNumber);
	const answer = act();
	if (answer.status !== 429) state.fcm.perMinute.count(name, messagesPerMinute, now);
	return answer;
}

function answerPayload(call: Call, { content: body, violations }: Payload): Answer {
	const { state, refusals, isCheck } = call;
	if (violations.length > 0) return refusals.payload(violations);
	const content = isObject(body.message) ? body.message : {};
	const target = readTarget(content, state.settings.fcm, refusals);
	if ('status' in target) return target;
	return (
		refusalOfMessage(content, state.settings.fcm, refusals) ??
		(isCheck
			? checked(call, target)
			: (refusalOfRate(state, target, refusals) ?? sentTo(call, target, content)))
	);
}

function checked({ sent, ...call }: Call, target: Target): Answer {
	const { answer } = outcomeOf({ ...call, target });
	if (answer !== undefined) return answer;
	call.state.fcm.books.validated += 1;
	return jsonAnswer(200, { name: nameOf(call.project, target, 'fake_message_id') });
}

function sentTo({ sent, ...call }: Call, target: Target, content: Record<string, unknown>): Answer {
	const { state, project } = call;
	const { answer, delivers } = outcomeOf({ ...call, target });
	if (answer !== undefined && !delivers) return answer;
	const now = state.clock.now();
	const name = nameOf(project, target, `0:${now}${randomInt(100, 999)}%${randomBytes(8).toString('hex')}`);
	state.fcm.books.record({
		projectId: project.projectId,
		name,
		message: sent,
		content,
		at: now,
		target: { kind: target.kind, value: target.value },
		...reachOf(state, project, target),
		answered: answer?.status ?? 200,
	});
	return answer ?? jsonAnswer(200, { name });
}

/** A topic or condition has a plain number in its name, whether it was sent to or only checked. */
function nameOf({ projectId }: Project, { kind }: Target, ofDevice: string): string {
	const isDevice = kind === 'token' || kind === 'fid';
	const last = isDevice
		? ofDevice
		: `${randomInt(1_000_000_000, 9_999_999_999)}${randomInt(100_000_000, 999_999_999)}`;
	return `projects/${projectId}/messages/${last}`;
}

/** The rates of one device and one topic; only what is sent for real counts. */
function refusalOfRate(state: GoogleState, { kind, value }: Target, refusals: Refusals): Answer | undefined {
	const { deviceMessagesPerMinute, deviceMessagesPerHour, topicMessagesPerMinute } = state.settings.fcm;
	const { perMinute, perHour } = state.fcm;
	const now = state.clock.now();
	if (kind === 'condition') return undefined;
	const name = kind === 'topic' ? `topic ${value}` : `device ${installationOf(value)}`;
	const ofMinute = kind === 'topic' ? topicMessagesPerMinute : deviceMessagesPerMinute;
	const ofHour = kind === 'topic' ? Infinity : deviceMessagesPerHour;
	if (!perMinute.hasRoom(name, ofMinute, now) || !perHour.hasRoom(name, ofHour, now))
		return refusals.quota(kind === 'topic' ? 'topic' : 'device', value);
	perMinute.count(name, ofMinute, now);
	perHour.count(name, ofHour, now);
	return undefined;
}

/** The part of a token before the colon is the FID of its installation, so both are one device. */
function installationOf(registration: string): string {
	const [first] = registration.split(':', 1);
	return INSTALLATION_ID_SHAPE.test(first) ? first : registration;
}
