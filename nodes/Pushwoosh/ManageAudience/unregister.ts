import { accepted, plainCall } from '../api/plainCall';
import { requiredText } from '../fields/requiredText';
import { application } from './shared/identifier';

/** Unregisters devices, one request each: they get no more pushes. */
export const unregister = plainCall({
	option: {
		name: 'Unregister Device',
		value: 'unregister',
		action: 'Unregister a device',
		description: 'Take a device out of an application: it gets no more pushes. Needs the Device token.',
	},
	fields: [
		application,
		requiredText(
			'HWID',
			'identifier',
			'The ID of one device per item, taken as it is',
			'8f14e45f-ea4a-4c3c-9b1d',
		),
	],
	unit: { one: 'device', many: 'devices' },
	done: 'unregistered',
	read: (item) => ({ application: item.locator('application').value, hwid: item.requiredText('identifier') }),
	identifiers: { hwid: 'identifier' },
	family: 'device',
	method: 'unregisterDevice',
	asks: 'unregister the device',
	request: (unit) => ({ ...unit }),
	value: accepted,
	output: (_, { hwid }) => ({ hwid, unregistered: true }),
	outputKeys: ['hwid', 'unregistered'],
});
