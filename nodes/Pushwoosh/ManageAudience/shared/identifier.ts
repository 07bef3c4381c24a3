import type { INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { DeviceKey } from '../../api/bulk';
import { applicationField } from '../../fields/applicationField';
import { requiredText } from '../../fields/requiredText';

export const ROW = { one: 'row', many: 'rows' };

export const application = applicationField({
	required: true,
	description: 'The application whose users or devices are meant',
});

const KEYS: Readonly<Record<string, DeviceKey>> = {
	userId: 'user_id',
	hwid: 'hwid',
	pushToken: 'push_token',
};

/** What says who an item is about. @param pushToken whether that can be the push token, too */
export function identifierFields({ pushToken }: { pushToken: boolean }): INodeProperties[] {
	return [
		{
			displayName: 'Identify By',
			name: 'identifyBy',
			type: 'options',
			default: 'userId',
			description: 'What the identifier is',
			options: [
				{ name: 'HWID', value: 'hwid', description: "The device's ID in Pushwoosh" },
				...(pushToken ? [{ name: 'Push Token', value: 'pushToken' }] : []),
				{ name: 'User ID', value: 'userId', description: 'The ID under which your app registers its users' },
			],
		},
		requiredText('Identifier', 'identifier', 'One user ID or device ID per item, taken as it is', 'user-001'),
	];
}

/** @throws ItemProblem */
export function readIdentifier(item: ItemReader): { key: DeviceKey; identifier: string } {
	const key = KEYS[item.choice('identifyBy')];
	return { key, identifier: withTokenCase(key, item.requiredText('identifier')) };
}

/** Push tokens of iOS count in lower case, the only spelling that Pushwoosh finds. */
export function withTokenCase(key: DeviceKey, identifier: string): string {
	return key === 'push_token' && /^[0-9a-f]{64}$/i.test(identifier) ? identifier.toLowerCase() : identifier;
}
