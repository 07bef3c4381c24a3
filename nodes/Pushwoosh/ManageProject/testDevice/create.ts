import { askPushwoosh } from '../../api/request';
import { creation } from '../shared/creation';
import * as form from '../shared/fields';
import { LIST_TEST_DEVICES, readTestDevices, TEST_DEVICE } from './devices';
import { pushToken, readNewTestDevice } from './newTestDevice';

/** Makes test devices. The token is sent as well, though neither table nor example of the reference has it. */
export const createTestDevice = creation({
	description: 'Make a device known that messages are tried on',
	fields: [
		form.application,
		form.nameField('the test device', 'My phone'),
		pushToken,
		form.platform,
		form.description,
		form.ifExistsField(),
		form.rawFields,
	],
	unit: TEST_DEVICE,
	read: readNewTestDevice,
	method: 'createTestDevice',
	async list(application, hands) {
		const devices = await askPushwoosh(hands, {
			family: 'remote',
			...LIST_TEST_DEVICES,
			request: { application },
			read: ({ response }) => readTestDevices(response),
		});
		return devices.map(({ name, ...facts }) => ({ name, facts }));
	},
});
