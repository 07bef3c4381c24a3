import { limitFields, readLimit } from '../../shared/form/limitFields';
import { listCall } from '../api/listCall';
import { MESSAGE_KEYS, messageItems } from '../api/messageItems';
import { listMessages } from '../api/statistics';
import { readPlatforms } from '../fields/platforms';
import * as form from './shared/fields';
import { periodFields, readDays } from './shared/period';
import { settled, settlingOptions } from './shared/settling';

/** Lists messages with what became of them, page by page. */
export const getMessages = listCall({
	option: {
		name: 'Get Messages',
		value: 'getMessages',
		action: 'Get messages with their figures',
		description: 'List messages with how many were sent, delivered and opened',
	},
	fields: [
		form.application,
		...periodFields('of the messages; all when neither is given'),
		...[form.source, form.platforms, form.campaign, form.messageCodes],
		...form.shapeFields,
		...limitFields,
	],
	options: settlingOptions,
	entries: { one: 'message', many: 'messages' },
	read: (item) => ({
		source: String(item.choice('source')) || undefined,
		campaign: item.text('campaign').trim() || undefined,
		dates: readDays(item),
		application: item.locator('application').value,
		platforms: readPlatforms(item),
		messageCodes: form.readCodes(item),
		shape: { simplify: item.boolean('simplify'), perPlatform: item.boolean('perPlatform') },
		limit: readLimit(item),
	}),
	identifiers: { messageCodes: 'messageCodes' },
	async list({ shape, limit, ...filters }, hands, { options }) {
		const ask = async () => await listMessages(hands, filters, limit);
		const found = await settled(ask, options, hands);
		return found.flatMap((message) => messageItems(message, shape));
	},
	outputKeys: MESSAGE_KEYS,
});
