import { plainCall } from '../../api/plainCall';
import { GET_PRESET, readPreset } from '../../api/presets';
import { application, optionOf, readCode } from '../shared/fields';
import { preset, PRESET } from './fields';

/** Gets a preset with all that the service says of it. */
export const getPreset = plainCall({
	option: optionOf('get', PRESET, 'Get one preset with its texts and settings'),
	fields: [application, preset],
	unit: PRESET,
	done: 'found',
	read: (item) => ({
		application: item.locator('application').value,
		presetCode: readCode(item, 'preset'),
	}),
	identifiers: { presetCode: 'preset' },
	family: 'remote',
	...GET_PRESET,
	request: ({ presetCode }) => ({ preset_code: presetCode }),
	value: (response, { presetCode }) => readPreset(response, presetCode),
	output: (found) => ({ ...found }),
	outputKeys: ['code', 'name'],
});
