import type { PushwooshAccess } from '../../../nodes/Pushwoosh/api/session.ts';

/** Pushwoosh's own addresses, without a Device token. */
export const ACCESS: PushwooshAccess = {
	baseUrl: 'https://api.pushwoosh.com',
	journeyUrl: 'https://journey.pushwoosh.com',
	hasDeviceToken: false,
};
