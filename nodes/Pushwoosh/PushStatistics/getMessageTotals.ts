import type { IDataObject } from 'n8n-workflow';
import { asRecord, recordsIn } from '../../shared/json';
import { listCall, type PushwooshHands } from '../api/listCall';
import { platformName } from '../api/platformNames';
import { askPushwoosh } from '../api/request';
import { isoTime, numberIn, readCounters } from '../api/statistics';
import { readPlatforms } from '../fields/platforms';
import * as form from './shared/fields';
import { settled, settlingOptions } from './shared/settling';

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
		const rows = messageCodes.map(
			async (code) => await settled(async () => await totals(code, platforms, hands), options, hands),
		);
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

/** Gets the figures of one message by hour and platform (Pushwoosh API reference, 12.2); without any, one row of zeros. */
async function totals(code: string, platforms: number[], hands: PushwooshHands): Promise<IDataObject[]> {
	const found = await askPushwoosh(hands, {
		family: 'statistics',
		method: 'statistics/messages/totalsByIntervals',
		request: { message_code: code, ...(platforms.length > 0 ? { platforms } : {}) },
		asks: 'give the totals of the message',
		unproven: { message: "Pushwoosh's answer holds no figures" },
		read: ({ response: { metrics, conversion } }) => {
			const rows = metrics === null ? [] : recordsIn(metrics);
			return rows?.map((row) => toRow(code, row, row.conversion ?? conversion));
		},
	});
	return found.length > 0 ? found : [{ code, ...readCounters({}), noData: true }];
}

function toRow(code: string, row: IDataObject, conversion: unknown): IDataObject {
	return {
		code,
		timestamp: isoTime(row.timestamp),
		platform: platformName(row.platform),
		...readCounters(row),
		...(asRecord(conversion) ? { conversion: toConversion(asRecord(conversion) ?? {}) } : {}),
	};
}

/** Its numbers come as texts. */
function toConversion({ sends, opens, events, ...more }: IDataObject): IDataObject {
	return {
		...more,
		sends: numberIn(sends),
		opens: numberIn(opens),
		events: (recordsIn(events) ?? []).map((event) => ({ ...event, hits: numberIn(event.hits) })),
	};
}
