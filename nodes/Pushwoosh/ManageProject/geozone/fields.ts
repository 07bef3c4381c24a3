import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { campaignField, presetField } from '../../fields/codeField';
import { application, ifExistsField, nameField, rawFields } from '../shared/fields';

export const GEOZONE = { one: 'geozone', many: 'geozones' };

const coordinate = (displayName: string, name: string, most: number): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: -most, maxValue: most, numberPrecision: 7 },
	default: 0,
	description: 'In degrees',
});

/** Where it is. */
export const coordinates = [
	coordinate('Latitude', 'latitude', 90),
	coordinate('Longitude', 'longitude', 180),
];

export const geozoneFields: INodeProperties[] = [
	application,
	nameField('the geozone', 'Shop Madrid'),
	...coordinates,
	{
		displayName: 'Range (Meters)',
		name: 'range',
		type: 'number',
		typeOptions: { minValue: 50, maxValue: 1000 },
		default: 100,
		description: 'How far from its middle the zone reaches, from 50 to 1000',
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. Welcome back',
		description: 'What a device gets that enters the zone; or choose a preset',
	},
	presetField(),
	{
		displayName: 'Cooldown (Seconds)',
		name: 'cooldown',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How long a device gets nothing more from the zone; 0 leaves it to Pushwoosh',
	},
	campaignField(),
	ifExistsField(),
	rawFields,
];

/** @returns the coordinates as texts, as addGeoZone takes them @throws ItemProblem when they aren't filled in */
export function readCoordinates(item: ItemReader): { lat: string; lng: string } {
	const latitude = item.number('latitude');
	const longitude = item.number('longitude');
	if (latitude !== 0 || longitude !== 0) return { lat: degrees(latitude), lng: degrees(longitude) };
	// The defaults of the form, in the middle of the ocean.
	throw new ItemProblem(
		"'Latitude' and 'Longitude' are both 0, so they aren't filled in",
		'Enter them in degrees. If they hold expressions, check that the item has those fields.',
		'EMPTY_PARAMETER',
	);
}

/** Without an exponent, which a number next to 0 would be written with. */
function degrees(number: number): string {
	return String(number).includes('e') ? number.toFixed(7) : String(number);
}
