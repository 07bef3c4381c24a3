import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ItemProblem, type Failure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { limitFields, readLimit } from '../../shared/form/limitFields';
import { textField } from '../../shared/form/plainFields';
import { allPages } from '../../shared/http/pages';
import { asRecord, recordsIn } from '../../shared/json';
import { filledText } from '../api/applications';
import { listCall, type PushwooshHands } from '../api/listCall';
import { platformName } from '../api/platformNames';
import { askPushwoosh } from '../api/request';
import { applicationField } from '../fields/applicationField';
import { readPlatforms } from '../fields/platforms';
import * as form from './shared/fields';
import { periodFields, readMoments } from './shared/period';

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/** Rows of a page; the service takes up to 100,000 (its reference, 12.3). */
const PAGE_SIZE = 10_000;

/** Whose rows are wanted: exactly one of codes, campaign, user, device and period says so. */
const fields: INodeProperties[] = [
	applicationField({
		description: 'Only messages of this application; empty for all that the token may use',
	}),
	form.messageCodes,
	form.campaign,
	textField('User ID', 'userId', 'What this user got'),
	textField('Device ID (HWID)', 'hwid', 'What this device got'),
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
];

/** Gets who got, opened and read messages, row by row as the service gives them. */
export const getRecipients = listCall({
	option: {
		name: 'Get Recipients',
		value: 'getRecipients',
		action: 'Get recipients of messages',
		description: 'Get who got, opened and read messages; only on custom plans of Pushwoosh',
	},
	fields,
	entries: { one: 'row', many: 'rows' },
	read: readQuestion,
	identifiers: { messageCodes: 'messageCodes', userId: 'userId', hwid: 'hwid' },
	async list({ request, messageCodes, limit = Infinity }, hands) {
		if (messageCodes.length === 0) return await logRows(request, limit, hands);
		const rows: IDataObject[] = [];
		// The service takes one code a call.
		for (const code of messageCodes) {
			if (rows.length >= limit) break;
			rows.push(...(await logRows({ message_code: code, ...request }, limit - rows.length, hands)));
		}
		return rows;
	},
	outputKeys: [],
});

/** @throws ItemProblem unless exactly one thing says whose rows are meant */
function readQuestion(item: ItemReader) {
	const application = item.optionalLocator('application').value;
	const messageCodes = form.readCodes(item);
	const moments = readMoments(item);
	const [campaign, userId, hwid] = ['campaign', 'userId', 'hwid'].map((name) => item.text(name).trim());
	const given = Object.entries({ campaign_code: campaign, user_id: userId, hwid }).filter(
		([, text]) => text !== '',
	);
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
	// The names of this method alone: `ios`, `huawei android`.
	const platforms = readPlatforms(item).map((platform) =>
		platformName(platform).toLowerCase().replaceAll('_', ' '),
	);
	return {
		messageCodes,
		userId,
		hwid,
		limit: readLimit(item),
		/** The fields of the first call. */
		request: {
			...Object.fromEntries(given),
			...(moments ? { date_from: moments.from, date_to: moments.to } : {}),
			...(application === '' ? {} : { application_code: application }),
			...(actions.length > 0 ? { actions } : {}),
			...(platforms.length > 0 ? { platforms } : {}),
		},
	};
}

/**
 * Asks getMessageLog for rows, page by page, until there is no token for the next one, or it was there before.
 * @param request the fields of the first call @param limit how many are wanted
 */
async function logRows(
	request: Record<string, unknown>,
	limit: number,
	hands: PushwooshHands,
): Promise<IDataObject[]> {
	const size = Math.min(limit, PAGE_SIZE);
	return await allPages<IDataObject, string>(
		async (token) => {
			const page = token === undefined ? {} : { pagination_token: token };
			return await askPushwoosh(hands, {
				family: 'statistics',
				method: 'statistics/getMessageLog',
				request: { ...request, limit: size, ...page },
				asks: 'give the recipients',
				unproven: { message: "Pushwoosh's answer holds no rows" },
				explain: aboutThePlan,
				read: ({ response }) => readPage(response),
			});
		},
		{ limit },
	);
}

function aboutThePlan(failure: Failure): Failure {
	if (failure.code !== '403') return failure;
	const advice = `${failure.advice ?? ''} Pushwoosh gives recipients on custom plans only.`.trim();
	return { ...failure, advice };
}

/** The key of the rows isn't documented: the first list counts, of an older form that in `response`. */
function readPage(response: Record<string, unknown>) {
	const inner = asRecord(response.response) ?? {};
	const entries = [...Object.values(response), ...Object.values(inner)].map(recordsIn).find((list) => list);
	const next = filledText(response.pagination_token) ?? filledText(inner.pagination_token);
	return entries && { entries, next };
}
