import { isOneIn } from '../../control/everyNth.mts';
import { TOKEN_SHAPE } from '../registrations.mts';
import type { GoogleState, Project } from '../state.mts';
import type { DeliveredMessage, LossReason } from './books.mts';
import { isMeant } from './condition.mts';
import type { Platform } from './devices.mts';
import type { Target } from './target.mts';

export type Reach = Pick<DeliveredMessage, 'recipients' | 'lost'>;

/** The devices that a message to a target reaches, and those of its devices that it doesn't. */
export function reachOf(state: GoogleState, project: Project, target: Target): Reach {
	if (target.kind === 'token' || target.kind === 'fid') {
		const members = state.registrations.get(target.value)?.deviceGroup;
		// A single device's own trouble is the answer, and was told before.
		if (members === undefined) return { recipients: [target.value], lost: [] };
		return sorted(state, project, members);
	}
	if (!('condition' in target)) return sorted(state, project, project.topics.get(target.value)?.keys() ?? []);
	const { condition } = target;
	const meant: string[] = [];
	for (const token of appInstancesOf(state, project)) {
		if (isMeant(condition, (topic) => project.topics.get(topic)?.has(token) ?? false)) meant.push(token);
	}
	return sorted(state, project, meant);
}

/** Where a device's pushes go; `undefined` when nothing tells. */
export function platformOf(state: GoogleState, token: string): Platform | undefined {
	const declared = state.registrations.get(token)?.platform;
	if (declared !== undefined) return declared;
	if (state.importedTokens.has(token)) return 'ios';
	return state.webSubscriptions.has(token) ? 'web' : undefined;
}

/** Whether FCM can log in to the push service of a device; `reason` is Apple's. */
export function loginOf(state: GoogleState, token: string): { isGood: boolean; reason?: string } {
	const { apnsKey, webPushKey } = state.settings.fcm;
	const platform = platformOf(state, token);
	if (platform === 'ios' && apnsKey !== 'good') return { isGood: false, reason: apnsKey };
	return { isGood: platform !== 'web' || webPushKey === 'good' };
}

/** Every app instance of a project that the sandbox has heard of, with or without topics. */
function appInstancesOf(state: GoogleState, project: Project): Set<string> {
	const tokens = new Set(state.fcm.appInstances);
	for (const subscribers of project.topics.values())
		for (const token of subscribers.keys()) tokens.add(token);
	for (const token of state.importedTokens.keys()) tokens.add(token);
	for (const token of state.webSubscriptions.keys()) tokens.add(token);
	for (const [token, { deviceGroup, projectId = project.projectId }] of state.registrations) {
		const isOurs = projectId === project.projectId && deviceGroup === undefined;
		if (isOurs && TOKEN_SHAPE.test(token)) tokens.add(token);
	}
	for (const { projectId, recipients } of state.fcm.books.messages) {
		if (projectId !== project.projectId) continue;
		for (const token of recipients) if (TOKEN_SHAPE.test(token)) tokens.add(token);
	}
	return tokens;
}

function sorted(state: GoogleState, project: Project, tokens: Iterable<string>): Reach {
	const reach: Reach = { recipients: [], lost: [] };
	for (const token of tokens) {
		const reason = lossOf(state, project, token);
		if (reason === undefined) reach.recipients.push(token);
		else reach.lost.push({ to: token, reason });
	}
	return reach;
}

function lossOf(state: GoogleState, project: Project, token: string): LossReason | undefined {
	const declared = state.registrations.get(token);
	if (declared === undefined) {
		const { refuseEvery, refuseAs } = state.settings.refusedTokens;
		if (isOneIn(refuseEvery, token)) return refuseAs;
	}
	if (declared?.projectId !== undefined && declared.projectId !== project.projectId) return 'otherProject';
	if (declared?.state !== undefined && declared.state !== 'tooManyTopics') return declared.state;
	if (!loginOf(state, token).isGood) return 'pushServiceLoginRefused';
	switch (state.fcm.script.peek(token, declared?.sends)?.answer) {
		case 'unregistered':
			return 'unregistered';
		case 'apnsError':
			return 'refusedByPushService';
		case 'thirdPartyAuthError':
			return 'pushServiceLoginRefused';
		default:
			return undefined;
	}
}
