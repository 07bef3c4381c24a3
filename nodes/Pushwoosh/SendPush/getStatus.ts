import type { NodeExecutionHint } from 'n8n-workflow';
import { listCall, type ListRun } from '../api/listCall';
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
	limits: { concurrency: 10, keepsConnections: true },
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
	hints: unknownCodes,
});

/** A code that Pushwoosh doesn't list leaves no item behind: a hint says so. */
function unknownCodes({ units }: ListRun<{ messageCodes: string[] }>): NodeExecutionHint[] {
	const unknown = units.flatMap(({ unit, parts: [{ answer }] }) => {
		if (answer?.kind !== 'succeeded') return [];
		const listed = new Set(answer.data.map(({ code }) => String(code).toLowerCase()));
		return unit.messageCodes.filter((code) => !listed.has(code.toLowerCase()));
	});
	if (unknown.length === 0) return [];
	const [first] = unknown;
	const message = `Pushwoosh lists no message with ${unknown.length === 1 ? `the code “${first}”` : `${unknown.length} of the codes, such as “${first}”`}`;
	return [{ message, location: 'outputPane', type: 'warning' }];
}
