import { textField } from '../../../shared/form/plainFields';
import { filledText } from '../../api/applications';
import { plainCall } from '../../api/plainCall';
import { application, optionOf } from '../shared/fields';
import { coordinates, GEOZONE, readCoordinates } from './fields';

const hwid = textField(
	'Device ID (HWID)',
	'hwid',
	'Hardware ID of the device whose position this is; Pushwoosh keeps it as its last one',
);

/** Finds the geozone that is nearest to a point; Pushwoosh writes the point down as the device's position. */
export const getNearestGeozone = plainCall({
	option: optionOf(
		'getNearest',
		GEOZONE,
		'Find the geozone nearest to a point, and set the position of a device to it',
	),
	fields: [application, { ...hwid, required: true }, ...coordinates],
	unit: GEOZONE,
	done: 'found',
	read: (item) => ({
		application: item.locator('application').value,
		hwid: item.requiredText('hwid'),
		...readCoordinates(item),
	}),
	identifiers: { hwid: 'hwid' },
	family: 'device',
	token: 'optional',
	method: 'getNearestZone',
	asks: 'name the nearest geozone',
	request: (unit) => ({ ...unit }),
	value: ({ name, lat, lng, range, distance }) => {
		const numbers = { latitude: lat, longitude: lng, range, distance };
		const read = Object.entries(numbers).map(([key, value]) => [key, Number(filledText(value) ?? NaN)]);
		const isWhole = filledText(name) !== undefined && read.every(([, value]) => Number.isFinite(value));
		return isWhole ? { name: filledText(name), ...Object.fromEntries(read) } : undefined;
	},
	unproven: {
		message: 'Pushwoosh named no geozone near that point',
		advice: 'The application may have none: make one with the operation Create.',
	},
	output: (zone) => zone,
	outputKeys: ['name', 'latitude', 'longitude', 'range', 'distance'],
});
