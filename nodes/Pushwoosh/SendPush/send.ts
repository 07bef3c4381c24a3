import { textField } from '../../shared/form/plainFields';
import { applicationField } from '../fields/applicationField';
import { contentField } from '../fields/contentField';
import { audienceFields } from './form/audience';
import { deliveryFields } from './form/delivery';
import { messageFields } from './form/message';
import { platformSettingsFields } from './form/platformSettings';
import { messageReader } from './message/messageReader';
import { readAudienceKind, readRecipients } from './message/readAudience';
import { sendOptionFields } from './sending/options';
import { sendOperation } from './sending/sendOperation';

/** Most users or devices that Pushwoosh takes in one message (its API reference, createMessage). */
const MOST_RECIPIENTS = 1000;

/** Sends pushes; items with the same message share messages. */
export const send = sendOperation({
	option: {
		name: 'Send Push',
		value: 'send',
		description: 'Send a push now or schedule it for later',
		action: 'Send push',
	},
	fields: [
		applicationField({ required: true }),
		...audienceFields,
		textField(
			'Title',
			'title',
			'Stands above the content; the settings of a platform may hold another one',
			'Good news',
		),
		contentField(
			'Text of the push; placeholders such as {Name|CapitalizeFirst|friend} are filled from the tags of each device',
		),
		messageFields,
		deliveryFields,
		platformSettingsFields,
	],
	options: sendOptionFields,
	limits: {
		concurrency: 10,
		batch: { most: MOST_RECIPIENTS, what: 'users or devices', shared: 'message' },
		keepsConnections: true,
	},
	method: 'createMessage',
	words: {
		what: 'push',
		device: { one: 'device', many: 'devices' },
		ifUnknown:
			"Check 'Application' and the device IDs: hardware IDs (HWID) or push tokens that the app has registered.",
	},
	reader: messageReader,
	recipientsFor: (kind, item) => (readAudienceKind(item) === kind ? readRecipients(item, kind) : undefined),
	devicesKey: 'deviceIds',
	takesTransactionId: true,
});
