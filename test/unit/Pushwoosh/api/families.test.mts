import { expect, it } from 'vitest';

import { FAMILIES, familyOf, type FamilyName } from '../../../../nodes/Pushwoosh/api/families.ts';

it.each<[string, string, boolean, FamilyName]>([
	['baseUrl', '/json/1.3/createMessage', true, 'remote'],
	['baseUrl', '/json/1.3/getTags', true, 'device'],
	['baseUrl', '/json/1.3/getTags', false, 'remote'],
	['baseUrl', '/json/1.3/getTagsOfAll', true, 'remote'],
	['baseUrl', '/json/1.3/getNearestZone', true, 'device'],
	['baseUrl', '/api/v2/device-api/deleteUser', false, 'deviceV2'],
	['baseUrl', '/api/v2/audience/bulkSetTags', true, 'audience'],
	['baseUrl', '/api/v2/messages:list', true, 'statistics'],
	['baseUrl', '/api/v2/statistics/getMessageLog', true, 'statistics'],
	['baseUrl', '/messaging/v2/cancel', true, 'messaging'],
	['baseUrl', '/somewhere/else', true, 'messaging'],
	['baseUrl', '/api/journey/1/statistics/external', true, 'journey'],
	['baseUrl', '/api/v3/journeygateway', true, 'journey'],
	['journeyUrl', '/api/journey', true, 'journey'],
	['journeyUrl', '/json/1.3/getTags', true, 'journey'],
])('%s%s with a Device token %s is of the family %s', (host, path, hasDeviceToken, name) => {
	expect(familyOf(host as 'baseUrl' | 'journeyUrl', path, hasDeviceToken)).toBe(FAMILIES[name]);
});
