import { textAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import type { PushwooshState } from '../state.mts';
import { APPLICATION_METHODS } from './applications.mts';
import { answerBulk } from './bulk.mts';
import { CAMPAIGN_METHODS } from './campaigns.mts';
import { answerMessaging } from './cancel.mts';
import { answerDeleteUser, DEVICE_METHODS } from './devicesApi.mts';
import { CHANNEL_METHODS } from './emailSms.mts';
import { EVENT_METHODS } from './events.mts';
import type { AreaMethod } from './families.mts';
import { GEOZONE_METHODS } from './geozones.mts';
import { answerJourneys } from './journeys.mts';
import { PRESET_METHODS } from './presets.mts';
import { answerStatistics } from './statistics.mts';
import { TAG_METHODS } from './tagsApi.mts';
import { TEST_DEVICE_METHODS } from './testDevices.mts';

/** The 1.3 methods beside those for messages and segments. */
export const AREA_METHODS: Record<string, AreaMethod> = {
	...DEVICE_METHODS,
	...EVENT_METHODS,
	...PRESET_METHODS,
	...TAG_METHODS,
	...CAMPAIGN_METHODS,
	...APPLICATION_METHODS,
	...GEOZONE_METHODS,
	...TEST_DEVICE_METHODS,
	...CHANNEL_METHODS,
};

/** Answers what isn't 1.3: bulk, deleteUser, journeys, statistics, cancel; `undefined` for another path. */
export function answerAreas(state: PushwooshState, request: SandboxRequest): Answer | undefined {
	const { path } = request;
	if (path.startsWith('/api/v2/audience/bulk')) return answerBulk(state, request);
	if (path.startsWith('/api/v2/device-api/')) return answerDeleteUser(state, request);
	if (path.startsWith('/messaging/')) {
		return path.startsWith('/messaging/v2/')
			? answerMessaging(state, request)
			: textAnswer(404, 'Resource not found');
	}
	return answerJourneys(state, request) ?? answerStatistics(state, request);
}
