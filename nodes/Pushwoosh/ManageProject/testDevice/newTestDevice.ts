import type { INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { Requested } from '../shared/creation';
import { readRawFields } from '../shared/fields';

/** Where messages for the device go. */
export const pushToken: INodeProperties = {
	displayName: 'Push Token',
	name: 'pushToken',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'The token that the platform gave the app on this device',
};

/** Reads a test device that is to be made. @throws ItemProblem */
export function readNewTestDevice(item: ItemReader): Requested {
	const application = item.locator('application').value;
	const name = item.requiredText('name');
	const description = item.text('description').trim();
	const platform = item.choice('platform');
	const token = item.requiredText('pushToken');
	const own = { application, push_token: token, device_type: platform, name };
	const more = { ...(description === '' ? {} : { description }), ...readRawFields(item) };
	const facts = { pushToken: token, platform, description };
	return {
		application,
		name,
		request: { ...own, ...more },
		facts,
	};
}
