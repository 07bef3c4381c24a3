import { ItemProblem } from '../../../shared/failure';
import type { Field } from '../../../shared/form/values';

const PREFIX = '/topics/';
/** The pattern of Google's own SDKs for the name without its prefix (the service's reference, 5.3). */
const BARE_NAME = /^(?:private\/)?[a-zA-Z0-9\-_.~%]+$/;
/** What {@link BARE_NAME} allows in front. FCM's pattern has no slash. */
const PRIVATE = 'private/';
const LONGEST = 900;

/** How a topic travels, which decides about names that the general pattern allows. */
export interface TopicRules {
	/** The name becomes part of a path: `.` and `..` mean something else there. */
	inPath?: boolean;
	/** The service knows no `private/…` topics (FCM: `[a-zA-Z0-9-_.~%]{1,900}`). */
	noPrivate?: boolean;
}

/**
 * @param text a topic with or without `/topics/` in front, trimmed
 * @returns the bare name
 * @throws ItemProblem outside Google's pattern, beyond 900 characters, or where the way it travels doesn't allow it
 */
export function toTopicName(text: string, field: Field, { inPath, noPrivate }: TopicRules = {}): string {
	const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
	if (name.length > LONGEST) {
		throw invalid(field, `is longer than ${LONGEST} characters`, 'Choose a shorter topic name.');
	}
	if (noPrivate && name.startsWith(PRIVATE) && BARE_NAME.test(name)) {
		throw invalid(
			field,
			'begins with private/, and Firebase Cloud Messaging has no such topics',
			"Enter a name without a slash, or set 'Service' to 'Instance ID'.",
		);
	}
	if (inPath && /^(?:private\/)?\.{1,2}$/.test(name)) {
		throw invalid(
			field,
			"is only dots, and such a topic can't be part of an address",
			'Choose another topic.',
		);
	}
	if (BARE_NAME.test(name)) return name;
	throw invalid(
		field,
		"isn't a topic name: it may hold only letters, digits and - _ . ~ %",
		'Enter the name alone, such as storm-alerts; /topics/ in front is fine.',
	);
}

function invalid({ label }: Field, what: string, advice: string): ItemProblem {
	return new ItemProblem(`'${label}' ${what}`, advice, 'INVALID_TOPIC');
}

/** @returns the topic as the batch calls name it */
export function topicPath(name: string): string {
	return PREFIX + name;
}

/** The topic in Instance ID's paths: `%` becomes `%25`, all else stands as it is (the service's reference, 5.1). */
export function topicSegment(name: string): string {
	return name.replaceAll('%', '%25');
}

/** As in "Google didn't subscribe the devices to the topic “news”". */
export function atTopic(change: 'subscribe' | 'unsubscribe', name: string): string {
	return `${change === 'subscribe' ? 'to' : 'from'} the topic “${name}”`;
}
