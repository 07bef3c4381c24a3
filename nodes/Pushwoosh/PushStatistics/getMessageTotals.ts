import { listCall } from '../api/listCall';
import { readPlatforms } from '../fields/platforms';
import * as form from './shared/fields';
import { readSettling, settled, settlingOptions } from './shared/settling';
import { totals } from './shared/totals';

/** Gets the figures of messages hour by hour; the service takes one code a call. */
export const getMessageTotals = listCall({
	option: {
		name: 'Get Message Totals',
		value: 'getMessageTotals',
		action: 'Get totals of messages by the hour',
		description: 'Get the figures of messages for each hour and platform, SMS and WhatsApp too',
	},
	fields: [{ ...form.messageCodes, required: true }, form.platforms],
	options: settlingOptions,
	entries: { one: 'row', many: 'rows' },
	read: (item) => ({
		messageCodes: [...new Set(item.list('messageCodes', 'whitespace'))],
		platforms: readPlatforms(item),
	}),
	identifiers: { messageCodes: 'messageCodes' },
	async list({ messageCodes, platforms }, hands, { options }) {
		const rows = messageCodes.map(async (code) => {
			return await settled(async () => await totals(code, platforms, hands), readSettling(options), hands);
		});
		const ended = await Promise.allSettled(rows);
		return ended.flatMap((row) => {
			if (row.status === 'rejected') throw row.reason;
			return row.value;
		});
	},
	outputKeys: [
		...['code', 'timestamp', 'platform', 'sends', 'opens', 'deliveries', 'inboxOpens', 'unshowableSends'],
		...['errors', 'conversion', 'noData'],
	],
});
