import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { plainCall } from '../../api/plainCall';
import { application, optionOf } from '../shared/fields';
import { LIST_TEST_DEVICES, readTestDevices, TEST_DEVICE } from './devices';

/** Lists the test devices of an application; there is no paging. */
export const getTestDevices = plainCall({
	option: optionOf('getAll', TEST_DEVICE, 'List the test devices of an application'),
	fields: [application, ...limitFields],
	unit: { one: 'list', many: 'lists' },
	done: 'listed',
	entries: TEST_DEVICE,
	read: (item) => ({ application: item.locator('application').value, limit: readLimit(item) }),
	family: 'remote',
	...LIST_TEST_DEVICES,
	request: ({ application: code }) => ({ application: code }),
	value: readTestDevices,
	output: (devices, { limit }) => devices.slice(0, limit).map((device) => ({ ...device })),
	outputKeys: ['name', 'platform', 'pushToken', 'description'],
});
