import type { IDataObject } from 'n8n-workflow';
import { listCall } from '../api/listCall';
import { logFields, readLog } from './shared/logQuestion';
import { logRows } from './shared/messageLog';

/** Gets who got, opened and read messages, row by row as the service gives them. */
export const getRecipients = listCall({
	option: {
		name: 'Get Recipients',
		value: 'getRecipients',
		action: 'Get recipients of messages',
		description: 'Get who got, opened and read messages; only on custom plans of Pushwoosh',
	},
	fields: logFields,
	entries: { one: 'row', many: 'rows' },
	read: readLog,
	identifiers: { messageCodes: 'messageCodes', userId: 'userId', hwid: 'hwid' },
	async list({ request, messageCodes, limit = Infinity }, hands) {
		if (messageCodes.length === 0) return await logRows(request, limit, hands);
		const rows: IDataObject[] = [];
		for (const code of messageCodes) {
			if (rows.length >= limit) break;
			rows.push(...(await logRows({ message_code: code, ...request }, limit - rows.length, hands)));
		}
		return rows;
	},
	outputKeys: [],
});
