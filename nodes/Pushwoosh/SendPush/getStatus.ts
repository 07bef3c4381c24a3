import { listCall } from '../api/listCall';
import { MESSAGE_KEYS, messageItems } from '../api/messageItems';
import { listMessages } from '../api/statistics';
import { applicationField } from '../fields/applicationField';
import { messageCodes } from '../fields/messageCodes';

/** Says what became of messages: as Get Statistics lists them. */
export const getStatus = listCall({
	option: {
		name: 'Get Push Status',
		value: 'getStatus',
		description: 'See what became of pushes: sent, delivered and opened',
		action: 'Get push status',
	},
	fields: [applicationField({ required: true }), { ...messageCodes, required: true }],
	concurrency: 10,
	entries: { one: 'message', many: 'messages' },
	read: (item) => ({
		application: item.locator('application').value,
		messageCodes: [...new Set(item.list('messageCodes', 'whitespace'))],
	}),
	identifiers: { messageCodes: 'messageCodes' },
	async list(wanted, hands) {
		const found = await listMessages(hands, { ...wanted, platforms: [] });
		return found.flatMap((message) => messageItems(message, { simplify: true, perPlatform: false }));
	},
	outputKeys: MESSAGE_KEYS,
});
