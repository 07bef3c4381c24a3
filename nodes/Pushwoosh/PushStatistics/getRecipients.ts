import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { limitFields, readLimit } from '../../shared/form/limitFields';
import { asRecord } from '../../shared/http/answer';
import { allPages } from '../../shared/http/pages';
import { retryWhenPassing } from '../../shared/http/retry';
import { applicationField } from '../fields/applicationField';
import { filledText } from '../api/applications';
import { listCall, type PushwooshHands } from '../api/listCall';
import { platformName } from '../api/platformNames';
import { pushwooshRequest } from '../api/request';
import { recordsIn } from '../api/statistics';
import { readPlatforms } from '../fields/platforms';
import * as form from './shared/fields';
import { periodFields, readMoments } from './shared/period';

/** Rows of a page; the service takes up to 100,000 (its reference, 12.3). */
const PAGE_SIZE = 10_000;
const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

const person = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description,
});

interface Log {
	/** The fields of the first call. */
	request: Record<string, unknown>;
	/** One question each; the service takes one code a call. */
	messageCodes: string[];
	limit: number | undefined;
}

/** Gets who got, opened and read messages, row by row as the service gives them. */
export const getRecipients = listCall({
	option: {
		name: 'Get Recipients',
		value: 'getRecipients',
		action: 'Get recipients of messages',
		description: 'Get who got, opened and read messages; only on custom plans of Pushwoosh',
	},
	fields: [
		applicationField({
			description: 'Only messages of this application; empty for all that the token may use',
		}),
		form.messageCodes,
		form.campaign,
		person('User ID', 'userId', 'What this user got'),
		person('Device ID (HWID)', 'hwid', 'What this device got'),
		...periodFields('of at most 30, when the fields above are empty'),
		{
			displayName: 'Actions',
			name: 'actions',
			type: 'multiOptions',
			options: [
				{ name: 'Delivered', value: 'delivered' },
				{ name: 'Inbox: Deleted', value: 'inbox_deleted' },
				{ name: 'Inbox: Delivered', value: 'inbox_delivered' },
				{ name: 'Inbox: Opened', value: 'inbox_opened' },
				{ name: 'Inbox: Read', value: 'inbox_read' },
				{ name: 'Opened', value: 'opened' },
				{ name: 'Sent', value: 'sent' },
			],
			default: [],
			description: 'Only these; all when none is chosen',
		},
		form.platforms,
		...limitFields,
	],
	entries: { one: 'row', many: 'rows' },
	read: readLog,
	identifiers: { messageCodes: 'messageCodes' },
	async list({ request, messageCodes, limit }, hands) {
		if (messageCodes.length === 0) return await rowsOf(request, limit, hands);
		const rows: IDataObject[] = [];
		for (const code of messageCodes) {
			if (limit !== undefined && rows.length >= limit) break;
			const left = limit === undefined ? undefined : limit - rows.length;
			rows.push(...(await rowsOf({ message_code: code, ...request }, left, hands)));
		}
		return rows;
	},
	outputKeys: [],
});

/** @throws ItemProblem unless exactly one thing says whose rows are meant */
function readLog(item: ItemReader): Log {
	const application = item.optionalLocator('application').value;
	const messageCodes = form.readCodes(item);
	const moments = readMoments(item);
	const texts = { campaign_code: 'campaign', user_id: 'userId', hwid: 'hwid' };
	const given = Object.entries(texts)
		.map(([wire, name]): [string, string] => [wire, item.text(name).trim()])
		.filter(([, text]) => text !== '');
	const ways = given.length + (messageCodes.length > 0 ? 1 : 0) + (moments ? 1 : 0);
	if (ways !== 1) {
		throw new ItemProblem(
			ways === 0
				? 'Nothing says whose rows are meant: the fields are empty'
				: 'More than one field says whose rows are meant',
			"Fill in one of 'Message Codes', 'Campaign Name or ID', 'User ID', 'Device ID (HWID)', or 'From' with 'To'.",
			ways === 0 ? 'EMPTY_PARAMETER' : undefined,
		);
	}
	if (moments && moments.until - moments.since > THIRTY_DAYS_MS) {
		throw new ItemProblem(
			"'From' and 'To' are more than 30 days apart",
			'Pushwoosh answers for at most 30 days: ask for less.',
		);
	}
	const actions = item.entries('actions', 'whitespace');
	const platforms = readPlatforms(item).map((platform) => logName(platform));
	return {
		messageCodes,
		limit: readLimit(item),
		request: {
			...Object.fromEntries(given),
			...(moments ? { date_from: moments.from, date_to: moments.to } : {}),
			...(application === '' ? {} : { application_code: application }),
			...(actions.length > 0 ? { actions } : {}),
			...(platforms.length > 0 ? { platforms } : {}),
		},
	};
}

/** The names of this method alone: `ios`, `huawei android`. */
function logName(platform: number): string {
	return platformName(platform).toLowerCase().replaceAll('_', ' ');
}

async function rowsOf(
	request: Record<string, unknown>,
	limit: number | undefined,
	{ http, session }: PushwooshHands,
): Promise<IDataObject[]> {
	const size = Math.min(limit ?? PAGE_SIZE, PAGE_SIZE);
	return await allPages<IDataObject, string>(
		async (token) => {
			const page = token === undefined ? {} : { pagination_token: token };
			const { value } = await http.request(
				pushwooshRequest({
					session,
					family: 'statistics',
					method: 'statistics/getMessageLog',
					request: { ...request, limit: size, ...page },
					asks: 'give the recipients',
					retry: retryWhenPassing,
					unproven: { message: "Pushwoosh's answer holds no rows" },
					explain: (failure) =>
						failure.code === '403'
							? {
									...failure,
									advice: `${failure.advice ?? ''} Pushwoosh gives recipients on custom plans only.`.trim(),
								}
							: failure,
					read: ({ response }) => readLogPage(response),
				}),
			);
			return value;
		},
		{ limit },
	);
}

/** The key of the rows isn't documented: the first list counts, of an older form that in `response`. */
function readLogPage(
	response: Record<string, unknown>,
): { entries: IDataObject[]; next?: string } | undefined {
	const inner = asRecord(response.response) ?? {};
	const entries = [...Object.values(response), ...Object.values(inner)].map(recordsIn).find((list) => list);
	const next = filledText(response.pagination_token) ?? filledText(inner.pagination_token);
	return entries && { entries, ...(next === undefined ? {} : { next }) };
}
