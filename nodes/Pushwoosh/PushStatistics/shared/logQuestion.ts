import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { textField } from '../../../shared/form/plainFields';
import { platformName } from '../../api/platformNames';
import { applicationField } from '../../fields/applicationField';
import { readPlatforms } from '../../fields/platforms';
import * as form from './fields';
import { periodFields, readMoments } from './period';

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/** Whose rows are wanted: exactly one of codes, campaign, user, device and period says so. */
export const logFields: INodeProperties[] = [
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

/** What getMessageLog is asked. */
export interface LogQuestion {
	/** The fields of the first call. */
	request: Record<string, unknown>;
	/** One question each; the service takes one code a call. */
	messageCodes: string[];
	userId: string;
	hwid: string;
	limit: number | undefined;
}

/** @throws ItemProblem unless exactly one thing says whose rows are meant */
export function readLog(item: ItemReader): LogQuestion {
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
		userId: item.text('userId').trim(),
		hwid: item.text('hwid').trim(),
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
