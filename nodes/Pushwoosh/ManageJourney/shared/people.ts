import type { INodeProperties } from 'n8n-workflow';
import type { AnsweredPart } from '../../../shared/engine/operation';
import type { Failure } from '../../../shared/failure';

export const userIdsField: INodeProperties = {
	displayName: 'User IDs',
	name: 'userIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. user-001, user-002',
	description: 'IDs of the users, separated by commas; an expression may give a list',
};

/** Says which of a unit's people were handed over, and which weren't: only the rest need be sent again. */
export function withUnsent<Unit>(failure: Failure, parts: Array<AnsweredPart<Unit, unknown>>): Failure {
	const unsent = unsentOf(parts);
	return { ...failure, extra: { ...failure.extra, submitted: parts.length - unsent.length, unsent } };
}

export function unsentOf<Unit>(parts: Array<AnsweredPart<Unit, unknown>>): string[] {
	return parts.flatMap(({ id, answer }) => (answer?.kind === 'succeeded' ? [] : id));
}
