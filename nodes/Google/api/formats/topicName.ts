import { ItemProblem } from '../../../shared/engine/failure';
import type { Field } from '../../../shared/items/values';

const PREFIX = '/topics/';
/** The pattern of Google's own SDKs for the name without its prefix (the service's reference, 5.3). */
const BARE_NAME = /^(?:private\/)?[a-zA-Z0-9\-_.~%]+$/;
const LONGEST = 900;

/**
 * @param text a topic with or without `/topics/` in front, trimmed
 * @returns the bare name
 * @throws ItemProblem outside Google's pattern or beyond 900 characters
 */
export function toTopicName(text: string, field: Field): string {
	const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
	if (name.length > LONGEST) {
		throw new ItemProblem(
			`'${field.label}' is longer than ${LONGEST} characters`,
			'Choose a shorter topic name.',
			'INVALID_TOPIC',
		);
	}
	if (BARE_NAME.test(name)) return name;
	throw new ItemProblem(
		`'${field.label}' isn't a topic name: it may hold only letters, digits and - _ . ~ %`,
		'Enter the name alone, such as storm-alerts; /topics/ in front is fine.',
		'INVALID_TOPIC',
	);
}

/** @returns the topic as the batch calls name it */
export function topicPath(name: string): string {
	return PREFIX + name;
}

/**
 * Checks that a topic can be part of a path.
 * @throws ItemProblem for `.` and `..`, which mean something else there
 */
export function checkTopicForPath(name: string, field: Field): string {
	if (!/^(?:private\/)?\.{1,2}$/.test(name)) return name;
	throw new ItemProblem(
		`'${field.label}' is only dots, and such a topic can't be part of an address`,
		'Choose another topic.',
		'INVALID_TOPIC',
	);
}

/** The topic in Instance ID's paths: `%` becomes `%25`, all else stands as it is (the service's reference, 5.1). */
export function topicSegment(name: string): string {
	return name.replaceAll('%', '%25');
}
