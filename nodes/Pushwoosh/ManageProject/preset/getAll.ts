import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { plainCall } from '../../api/plainCall';
import { LIST_PRESETS, readPresets } from '../../api/presets';
import { application, optionOf } from '../shared/fields';
import { PRESET } from './fields';

/** Lists the presets of an application; there is no paging. */
export const getPresets = plainCall({
	option: optionOf('getAll', PRESET, 'List the presets of an application'),
	fields: [application, ...limitFields],
	unit: { one: 'list', many: 'lists' },
	done: 'listed',
	entries: PRESET,
	read: (item) => ({ application: item.locator('application').value, limit: readLimit(item) }),
	family: 'remote',
	...LIST_PRESETS,
	request: ({ application }) => ({ application }),
	value: (_response, _unit, http) => readPresets(http),
	output: (presets, { limit }) => presets.slice(0, limit).map((preset) => ({ ...preset })),
	outputKeys: ['code', 'name'],
});
