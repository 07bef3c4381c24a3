import { ItemProblem } from '../../../shared/failure';
import { asRecord } from '../../../shared/json';
import type { Scalar } from '../../tagConditions/operand';
import { takesList, type TagOperator } from '../../tagConditions/operators';
import type { TagCondition } from '../../tagConditions/tagCondition';
import type { Notification } from './notification';

/** As createMessage takes it. */
export type Condition = [tag: string, operator: TagOperator, operand: Scalar | Scalar[]];

/** Who gets a push. The lists of users and devices are filled in per message, so they aren't part of it. */
export type Audience =
	| { kind: 'users' }
	| { kind: 'devices' }
	| { kind: 'segment'; name: string }
	| { kind: 'conditions'; conditions: Condition[]; operator: 'AND' | 'OR' }
	/** Degrees, and metres. */
	| { kind: 'geozone'; latitude: number; longitude: number; range: number }
	| { kind: 'everyone' };

export type AudienceKind = Audience['kind'];

/** The kinds whose messages carry a list of recipients. */
export function hasRecipients({ kind }: Audience): boolean {
	return kind === 'users' || kind === 'devices';
}

/** The one field of a notification that says who gets it, per kind of audience; none: every device of the application. */
const TARGET_FIELD: Record<AudienceKind, string | undefined> = {
	users: 'users',
	devices: 'devices',
	segment: 'filter',
	conditions: 'conditions',
	geozone: 'geozone',
	everyone: undefined,
};
const TARGET_FIELDS = Object.values(TARGET_FIELD).filter((name) => name !== undefined);

/**
 * The targeting fields of an audience (Pushwoosh API reference, createMessage).
 * @param recipients user or device IDs, at most 1000; not used for the other kinds
 */
export function targetFields(audience: Audience, recipients: string[] = []): Notification {
	switch (audience.kind) {
		case 'users':
			return { users: recipients };
		case 'devices':
			return { devices: recipients };
		case 'segment':
			return { filter: audience.name };
		case 'conditions':
			return { conditions: audience.conditions, conditions_operator: audience.operator };
		case 'geozone':
			return { geozone: { lat: audience.latitude, lng: audience.longitude, range: audience.range } };
		case 'everyone':
			return {};
	}
}

/**
 * The last gate before a notification may leave: it holds exactly the targeting field of its audience, not empty, and
 * no other. Pushwoosh sends a notification without one to every device of the application, and may do the same with
 * an empty one.
 * @throws ItemProblem
 */
export function assertOnlyTarget(notification: Notification, { kind }: Pick<Audience, 'kind'>): void {
	const wanted = TARGET_FIELD[kind];
	const present = TARGET_FIELDS.filter((name) => Object.hasOwn(notification, name));
	const isRight = wanted === undefined ? present.length === 0 : present.length === 1 && present[0] === wanted;
	if (isRight && (wanted === undefined || isFilled(wanted, notification[wanted]))) return;
	throw new ItemProblem(
		'The push would have gone to other people than those chosen',
		"Check 'Audience' and its fields: an empty one would make it a push to everyone.",
		'AUDIENCE_NOT_CERTAIN',
	);
}

function isFilled(field: string, value: unknown): boolean {
	if (field === 'filter') return isText(value);
	if (field === 'geozone') {
		const { lat, lng, range } = asRecord(value) ?? {};
		return [lat, lng, range].every((number) => typeof number === 'number' && Number.isFinite(number));
	}
	if (!Array.isArray(value) || value.length === 0) return false;
	return field === 'conditions' ? value.every(isCondition) : value.every(isText);
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '';
}

function isCondition(value: unknown): boolean {
	if (!Array.isArray(value) || value.length !== 3 || !isText(value[0]) || !isText(value[1])) return false;
	const operand: unknown = value[2];
	return Array.isArray(operand)
		? operand.length > 0
		: operand !== undefined && operand !== null && operand !== '';
}

/**
 * Writes a tag condition as createMessage takes it (Pushwoosh API reference, tag conditions): with a list for IN, NOTIN
 * and BETWEEN, else with one value.
 */
export function writeCondition({ tag, operator, operands }: TagCondition): Condition {
	return [tag, operator, takesList(operator) ? operands : operands[0]];
}
