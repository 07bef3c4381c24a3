import type { Answer } from '../../http/message.mts';
import { readCondition } from './condition.mts';
import type { Condition } from './condition.mts';
import type { Refusals } from './refusals.mts';
import type { FcmSettings } from './settings.mts';

/** The one thing that a message is for. */
export type Target =
	| { kind: 'token' | 'fid' | 'topic'; value: string }
	| { kind: 'condition'; value: string; condition: Condition };

export const TARGETS = ['token', 'fid', 'topic', 'condition'] as const;

const MOST_TOPICS = 5;
/** A bare name, without `/topics/`. */
const TOPIC = /^[a-zA-Z0-9\-_.~%]{1,900}$/;

/** The target of a message, or what FCM says to none, to several and to a bad topic or condition. */
export function readTarget(
	message: Record<string, unknown>,
	settings: FcmSettings,
	refusals: Refusals,
): Target | Answer {
	const given = TARGETS.filter((name) => message[name] !== undefined);
	if (given.length === 0) return refusals.noTarget();
	if (given.length > 1) return refusals.twoTargets(given[1]);
	const [kind] = given;
	const value = String(message[kind]);
	if (kind === 'topic' && !TOPIC.test(value))
		return refusals.field('message', 'Topic name contains invalid characters.');
	if (kind !== 'condition') return { kind, value };
	const read = readCondition(value);
	if (read === undefined) return refusals.withoutDetails();
	const { length } = settings.conditionCounts === 'places' ? read.topics : [...new Set(read.topics)];
	return length > MOST_TOPICS ? refusals.withoutDetails() : { kind, value, condition: read.condition };
}
