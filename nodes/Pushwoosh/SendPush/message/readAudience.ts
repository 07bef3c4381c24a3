import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { readTagConditions } from '../../tagConditions/tagCondition';
import { writeCondition, type Audience, type AudienceKind } from './audience';

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
	return item.choice('audience', AUDIENCES);
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
			if (item.boolean('confirmBroadcast')) return { kind };
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
	const conditions = readTagConditions(item.rows('conditions', 'condition')).map(writeCondition);
	if (conditions.length > 0) {
		return { kind: 'conditions', conditions, operator: item.choice('conditionsOperator', ['AND', 'OR']) };
	}
	throw new ItemProblem(
		"'Conditions' holds no condition",
		"Add one, or choose 'Everyone' as 'Audience' if every device shall get the push.",
		'EMPTY_PARAMETER',
	);
}

function readArea(item: ItemReader): Audience {
	const range = item.number('range');
	const latitude = item.number('latitude');
	const longitude = item.number('longitude');
	// The defaults of the form, in the middle of the ocean.
	if (latitude === 0 && longitude === 0) {
		throw new ItemProblem(
			"'Latitude' and 'Longitude' are both 0, so they aren't filled in",
			'Enter the middle of the area in degrees. If they hold expressions, check that the item has those fields.',
			'EMPTY_PARAMETER',
		);
	}
	return { kind: 'geozone', latitude, longitude, range: Math.round(range) };
}
