import { isOneIn } from '../control/everyNth.mts';
import type { GoogleState, Project } from './state.mts';

/** A token has one colon and otherwise letters, digits, hyphens and underscores. */
export const TOKEN_SHAPE = /^[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$/;
/** A Firebase installation ID, which FCM's successor takes in place of a token. */
export const INSTALLATION_ID_SHAPE = /^[cdef][A-Za-z0-9_-]{21}$/;
/** Bare topic name, as FCM documents it. */
export const FCM_TOPIC_SHAPE = /^[a-zA-Z0-9\-_.~%]{1,900}$/;
/** The same for Instance ID: `private/` as the official clients allow it. */
export const TOPIC_SHAPE = /^(private\/)?[a-zA-Z0-9\-_.~%]{1,900}$/;

export type Verdict = 'alive' | 'unregistered' | 'otherProject' | 'malformed' | { code: string };

/** What a service says about a registration token. Uses up one of the token's temporary codes, if it has any. */
export function judge(state: GoogleState, project: Project, token: string, shape = TOKEN_SHAPE): Verdict {
	const declared = state.registrations.get(token);
	if (declared === undefined) {
		if (!shape.test(token)) return 'malformed';
		const { refuseEvery, refuseAs } = state.settings.refusedTokens;
		return isOneIn(refuseEvery, token) ? refuseAs : 'alive';
	}
	const temporary = declared.codes?.find(({ times }) => times > 0);
	if (temporary !== undefined) {
		temporary.times -= 1;
		return { code: temporary.code };
	}
	if (declared.projectId !== undefined && declared.projectId !== project.projectId) return 'otherProject';
	if (declared.state !== undefined && declared.state !== 'tooManyTopics') return declared.state;
	return shape.test(token) ? 'alive' : 'malformed';
}

/** Whether one more topic would be too many for an app instance. */
export function isFull(state: GoogleState, project: Project, token: string, topic: string): boolean {
	if (state.registrations.get(token)?.state === 'tooManyTopics') return true;
	const { topicsPerInstance } = state.settings;
	if (project.topics.size < topicsPerInstance) return false;
	let count = 0;
	for (const [name, subscribers] of project.topics) if (name !== topic && subscribers.has(token)) count += 1;
	return count >= topicsPerInstance;
}

/** Counts subscription changes against the project's quota; false when they would exceed it. */
export function withinQuota(state: GoogleState, project: Project, count: number): boolean {
	const { changesPerSecond } = state.settings;
	if (changesPerSecond === Infinity) return true;
	const now = state.clock.now();
	const recent = (state.changes.get(project.projectId) ?? []).filter(({ at }) => at > now - 1000);
	state.changes.set(project.projectId, recent);
	const used = recent.reduce((sum, change) => sum + change.count, 0);
	if (used + count > changesPerSecond) return false;
	recent.push({ at: now, count });
	return true;
}

/** Retry-After of a quota answer, if the sandbox is set to give one. */
export function quotaHeaders(state: GoogleState): Record<string, string> {
	const { quotaRetryAfter } = state.settings;
	return quotaRetryAfter === undefined ? {} : { 'retry-after': String(quotaRetryAfter) };
}
