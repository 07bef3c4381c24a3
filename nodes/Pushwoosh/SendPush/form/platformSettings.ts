import type { INodeProperties } from 'n8n-workflow';
import { androidSettings } from './androidSettings';
import { iosSettings } from './iosSettings';
import { otherPlatformSettings } from './otherPlatformSettings';
import { webSettings } from './webSettings';

/** What only some platforms have. */
export const platformSettingsFields: INodeProperties = {
	displayName: 'Platform Settings',
	name: 'platformSettings',
	type: 'collection',
	placeholder: 'Add Platform',
	default: {},
	options: [
		{
			displayName: 'Android Settings',
			name: 'androidSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			description: 'Looks, sound and delivery on Android',
			options: androidSettings,
		},
		{
			displayName: 'iOS Settings',
			name: 'iosSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			description: 'Looks, sound and delivery on iPhone and iPad',
			options: iosSettings,
		},
		{
			displayName: 'Other Platform Settings',
			name: 'otherPlatformSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			description: 'Looks, sound and delivery on Amazon, Huawei, macOS and Windows',
			options: otherPlatformSettings,
		},
		{
			displayName: 'Web Settings',
			name: 'webSettings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			description: 'Looks and delivery in Chrome, Firefox and Safari',
			options: webSettings,
		},
	],
};
