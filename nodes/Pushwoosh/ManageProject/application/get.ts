import { asRecord } from '../../../shared/json';
import { plainCall } from '../../api/plainCall';
import { application, optionOf } from '../shared/fields';
import { APPLICATION, includeSecrets } from './fields';
import { hideSecrets } from './secrets';

/** Gets the platform settings of an application, without its secrets. */
export const getApplication = plainCall({
	option: optionOf('get', APPLICATION, 'Get the platform settings of an application'),
	fields: [application, includeSecrets],
	unit: APPLICATION,
	done: 'found',
	read: (item) => ({
		application: item.locator('application').value,
		withSecrets: item.boolean('includeSecrets'),
	}),
	identifiers: { application: 'application' },
	family: 'remote',
	method: 'getApplication',
	asks: 'give the application',
	request: (unit) => ({ application: unit.application }),
	value: (response) => asRecord(response.application),
	unproven: { message: "Pushwoosh's answer holds no application" },
	output: (found, { application: code, withSecrets }) => ({
		code,
		...(withSecrets ? found : hideSecrets(found)),
	}),
	outputKeys: ['code', 'name', 'title'],
});
