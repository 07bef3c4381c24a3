import { accepted, plainCall } from '../../api/plainCall';
import { application, optionOf, readCode } from '../shared/fields';
import { preset, PRESET } from './fields';

/** Deletes presets by code. */
export const deletePreset = plainCall({
	option: optionOf('delete', PRESET, 'Remove a preset for good'),
	fields: [application, preset],
	unit: PRESET,
	done: 'deleted',
	read: (item) => ({
		application: item.locator('application').value,
		presetCode: readCode(item, 'preset'),
	}),
	identifiers: { presetCode: 'preset' },
	family: 'remote',
	method: 'deletePreset',
	asks: 'delete the preset',
	request: ({ presetCode }) => ({ preset_code: presetCode }),
	deletes: ({ presetCode }) => presetCode,
	value: accepted,
	output: (_, { presetCode }) => ({ code: presetCode, deleted: true }),
	outputKeys: ['code', 'name', 'deleted'],
});
