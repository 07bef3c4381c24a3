import { expect, it } from 'vitest';

import { hideSecrets } from '../../../../nodes/Pushwoosh/ManageProject/application/secrets.ts';
import { differing } from '../../../../nodes/Pushwoosh/ManageProject/shared/creation.ts';

it('hides what opens something, at any depth', () => {
	expect(
		hideSecrets({
			android_gcm_api_key: 'x',
			adm_secret: 'x',
			ios: { certificatePassword: 'x', apns_auth: { p8: 'x' }, sdk: 'pw' },
			list: [{ pushToken: 'x', title: 'Shop' }],
			icon_url: null,
		}),
	).toEqual({
		android_gcm_api_key: '(hidden)',
		adm_secret: '(hidden)',
		ios: { certificatePassword: '(hidden)', apns_auth: '(hidden)', sdk: 'pw' },
		list: [{ pushToken: '(hidden)', title: 'Shop' }],
		icon_url: null,
	});
});

it('tells what differs among what is known', () => {
	expect(differing({ type: 2, a: 'x', b: { c: 1, d: 2 } }, { type: '2', b: { d: 2, c: 1 } })).toEqual([]);
	expect(differing({ type: 2, a: 'x', b: [1] }, { type: 3, a: 'y', b: [1, 2] })).toEqual(['type', 'a', 'b']);
	expect(differing({ description: '' }, { description: null })).toEqual([]);
});
