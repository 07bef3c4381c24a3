import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { metresBetween } from '../devices.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import type { PushwooshState } from '../state.mts';
import { devicesOf } from './deviceTable.mts';
import type { Geozone } from './books.mts';
import type { AreaMethod } from './families.mts';
import { needed, optional, problemWith } from './fields.mts';
import type { Fields } from './fields.mts';

const orNull = (test: (value: unknown) => string | undefined) => (value: unknown) =>
	value === null ? undefined : test(value);

const ZONE: Fields = {
	name: needed(is.text),
	lat: needed(is.numeral),
	lng: needed(is.numeral),
	cooldown: optional(is.seconds),
	range: needed(is.range(50, 1000)),
	content: optional(is.localizedText),
	presetCode: optional(is.code),
	cluster: optional(orNull(is.filledText)),
	campaign: optional(orNull(is.code)),
	timetable: optional(is.object),
};

export const GEOZONE_METHODS: Record<string, AreaMethod> = {
	addGeoZone: {
		token: 'server',
		fields: { application: optional(is.text), geozones: needed(is.objectList) },
		run: addGeoZone,
	},
	getNearestZone: {
		token: 'deviceOptional',
		fields: {
			application: optional(is.text),
			hwid: needed(is.text),
			lat: needed(is.numeral),
			lng: needed(is.numeral),
		},
		run: getNearestZone,
	},
};

/** All or none; with `verdicts` those that can be added are. */
function addGeoZone(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const given = call.fields.geozones as Array<Record<string, unknown>>;
	if (given.length === 0) throw new Refusal(210, 'Field "geozones" must not be empty');
	const { addAnswer } = state.settings.geozones;
	const names: string[] = [];
	const problems = given.map((zone, index) => {
		const problem = problemWithZone(state, application, names, zone, `geozones[${index}].`);
		names.push(String(zone.name));
		return problem;
	});
	const first = problems.find((problem) => problem !== undefined);
	if (first !== undefined && addAnswer !== 'verdicts') throw new Refusal(210, first);
	const added = given.map((zone, index) =>
		problems[index] === undefined ? add(state, application, zone) : undefined,
	);
	switch (addAnswer) {
		case 'null':
			return envelope(200, 'OK', null);
		case 'ids':
			return envelope(200, 'OK', { geozones: added.map((zone) => zone?.id) });
		case 'zones':
			return envelope(200, 'OK', { geozones: added.map((zone) => ({ id: zone?.id, name: zone?.name })) });
		case 'verdicts':
			return envelope(200, 'OK', {
				geozones: given.map(({ name }, index) => {
					const error = problems[index];
					return error === undefined ? { name, id: added[index]?.id } : { name, error };
				}),
			});
	}
}

function problemWithZone(
	state: PushwooshState,
	application: string,
	before: readonly string[],
	zone: Record<string, unknown>,
	where: string,
): string | undefined {
	const { coordinates, existingNameAs } = state.settings.geozones;
	const problem = problemWith(zone, ZONE, where);
	if (problem !== undefined) return problem;
	const { lat, lng, content, presetCode, name } = zone;
	if (coordinates === 'textsOnly' && (typeof lat !== 'string' || typeof lng !== 'string'))
		return `Fields "${where}lat" and "${where}lng" must be texts`;
	if (Math.abs(Number(lat)) > 90 || Math.abs(Number(lng)) > 180)
		return `Fields "${where}lat" and "${where}lng" are no coordinates`;
	if (content === undefined && presetCode === undefined)
		return `Field "${where}content" or "${where}presetCode" is required`;
	const isThere =
		before.includes(String(name)) ||
		state.books.geozones.some((known) => known.application === application && known.name === name);
	return isThere && existingNameAs === 'refused' ? `Geozone "${String(name)}" already exists` : undefined;
}

function add(state: PushwooshState, application: string, fields: Record<string, unknown>): Geozone {
	const zone = {
		id: state.books.nextId++,
		application,
		name: String(fields.name),
		lat: Number(fields.lat),
		lng: Number(fields.lng),
		range: Number(fields.range),
		fields,
	};
	state.books.geozones.push(zone);
	state.books.changes.push({ what: `geozone “${zone.name}” created`, application, at: state.clock.now() });
	return zone;
}

/** Also writes down where the device is. */
function getNearestZone(state: PushwooshState, call: Call): Answer {
	const { nearestToken, nearestNumbersAs, noZoneAs } = state.settings.geozones;
	if (nearestToken === 'needed' && call.request.headers.authorization === undefined)
		throw new Refusal(403, 'Token restrictions forbid this operation');
	const { code: application } = requireApplication(state, call);
	const here = { lat: Number(call.fields.lat), lng: Number(call.fields.lng) };
	if (Math.abs(here.lat) > 90 || Math.abs(here.lng) > 180)
		throw new Refusal(210, 'Fields "lat" and "lng" are no coordinates');
	for (const device of devicesOf(state, 'hwid', String(call.fields.hwid), application))
		device.location = here;
	const [nearest] = state.books.geozones
		.filter((zone) => zone.application === application)
		.map((zone) => ({ zone, distance: Math.round(metresBetween(zone, here)) }))
		.sort((one, other) => one.distance - other.distance);
	if (nearest === undefined) {
		if (noZoneAs === 'refused404') throw new Refusal(404, 'Resource not found');
		return envelope(200, 'OK', null);
	}
	const { name, lat, lng, range } = nearest.zone;
	const numbers = { lat, lng, range, distance: nearest.distance };
	const shown = Object.entries(numbers).map(([key, value]) => [
		key,
		nearestNumbersAs === 'text' ? String(value) : value,
	]);
	return envelope(200, 'OK', { name, ...(Object.fromEntries(shown) as object) });
}
