import type { INodeProperties } from 'n8n-workflow';
import { askPushwoosh } from '../../api/request';
import { PLATFORMS } from '../../fields/platforms';
import { creation } from '../shared/creation';
import * as form from '../shared/fields';
import { LIST_TEST_DEVICES, readTestDevices, TEST_DEVICE } from './devices';

/** Where messages for the device go. */
const pushTokenField: INodeProperties = {
	displayName: 'Push Token',
	name: 'pushToken',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'The token that the platform gave the app on this device',
};

/** One platform. */
const platformField: INodeProperties = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	options: PLATFORMS,
	default: 3,
	description: 'What the device is',
};

/** Makes test devices. The token is sent as well, though neither table nor example of the reference has it. */
export const createTestDevice = creation({
	description: 'Make a device known that messages are tried on',
	fields: [
		form.application,
		form.nameField('the test device', 'My phone'),
		pushTokenField,
		platformField,
		form.description,
		form.ifExistsField(),
		form.rawFields,
	],
	unit: TEST_DEVICE,
	read: (item) => {
		const application = item.locator('application').value;
		const name = item.requiredText('name');
		const description = item.text('description').trim();
		const platform = item.choice('platform');
		const pushToken = item.requiredText('pushToken');
		const own = { application, push_token: pushToken, device_type: platform, name };
		const more = { ...(description === '' ? {} : { description }), ...form.readRawFields(item) };
		return { application, name, request: { ...own, ...more }, facts: { pushToken, platform, description } };
	},
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
