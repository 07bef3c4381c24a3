import { ItemProblem } from '../../../shared/engine/failure';
import type { ItemReader } from '../../../shared/items/itemReader';
import { toChoice, toText } from '../../../shared/items/values';
import type { Audience, AudienceKind } from '../../api/messages/audience';
import { buildCondition, CONDITION_OPERATORS } from '../../api/messages/conditions';

const AUDIENCES = ['users', 'devices', 'segment', 'conditions', 'geozone', 'everyone'] as const;

/** The parameters that describe an audience beside the lists of recipients. */
export const AUDIENCE_PARAMETERS: Record<AudienceKind, string[]> = {
	users: [],
	devices: [],
	segment: ['segment'],
	conditions: ['conditions', 'conditionsOperator'],
	geozone: ['latitude', 'longitude', 'range'],
	everyone: ['confirmBroadcast'],
};

/** @throws ItemProblem when no audience is certain */
export function readAudienceKind(item: ItemReader): AudienceKind {
	return item.choice('audience', AUDIENCES, 'users');
}

/** @throws ItemProblem for an audience that isn't fully described, or not confirmed */
export function readAudience(item: ItemReader, kind: AudienceKind): Audience {
	switch (kind) {
		case 'segment':
			return { kind, name: item.exactLocator('segment').value };
		case 'conditions':
			return readConditions(item);
		case 'geozone':
			return readArea(item);
		case 'everyone':
			if (item.boolean('confirmBroadcast', false)) return { kind };
			throw new ItemProblem(
				"'Confirm Broadcast' isn't switched on, so nothing was sent to everyone",
				"Switch it on if every device of the application shall get the push, or choose another 'Audience'.",
				'BROADCAST_NOT_CONFIRMED',
			);
		default:
			return { kind };
	}
}

/**
 * Reads the list of users or devices.
 * @returns distinct IDs; push tokens of iOS (64 hex digits) in lower case, the only spelling that Pushwoosh finds
 * @throws ItemProblem when the list is empty
 */
export function readRecipients(item: ItemReader, kind: AudienceKind): string[] {
	if (kind === 'users') return [...new Set(item.list('userIds', 'lines'))];
	if (kind !== 'devices') return [];
	const ids = item
		.list('deviceIds', 'lines')
		.map((id) => (/^[0-9a-f]{64}$/i.test(id) ? id.toLowerCase() : id));
	return [...new Set(ids)];
}

function readConditions(item: ItemReader): Audience {
	const field = item.field('conditions');
	const conditions = item.rows('conditions', 'condition').map((row) => {
		const operator = toChoice(row.operator ?? 'EQ', CONDITION_OPERATORS, { ...field, label: 'Operator' });
		return buildCondition(toText(row.tag, { ...field, label: 'Tag' }), operator, row.value);
	});
	if (conditions.length > 0) {
		return {
			kind: 'conditions',
			conditions,
			operator: item.choice('conditionsOperator', ['AND', 'OR'], 'AND'),
		};
	}
	throw new ItemProblem(
		"'Conditions' holds no condition",
		"Add one, or choose 'Everyone' as 'Audience' if every device shall get the push.",
		'EMPTY_PARAMETER',
	);
}

function readArea(item: ItemReader): Audience {
	const within = (name: string, fallback: number, least: number, most: number) => {
		const value = item.number(name, fallback);
		if (value >= least && value <= most) return value;
		throw new ItemProblem(
			`'${item.field(name).label}' is ${value}, but must be from ${least} to ${most}`,
			'Check the value.',
		);
	};
	const range = within('range', 1000, 1, 40_000_000);
	return {
		kind: 'geozone',
		latitude: within('latitude', 0, -90, 90),
		longitude: within('longitude', 0, -180, 180),
		range: Math.round(range),
	};
}
