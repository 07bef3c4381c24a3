import { ItemProblem } from '../../shared/failure';
import { retryWhenPassing } from '../../shared/http/retry';
import { plainCall } from '../api/plainCall';
import { platformName } from '../api/platformNames';
import { isoTime, numberIn, recordsIn } from '../api/statistics';
import { application } from './shared/fields';
import { periodFields, readMoments } from './shared/period';

/** Gets how many devices of an application can be reached, over time. */
export const getSubscribers = plainCall({
	option: {
		name: 'Get Subscribers',
		value: 'getSubscribers',
		action: 'Get numbers of subscribers',
		description: 'Get how many devices take pushes and how many do not, over time',
	},
	fields: [
		application,
		...periodFields('of the figures, by UTC').map((field) => ({ ...field, required: true })),
	],
	unit: { one: 'list', many: 'lists' },
	done: 'listed',
	entries: { one: 'row', many: 'rows' },
	read: (item) => {
		const moments = readMoments(item);
		if (!moments) throw new ItemProblem("'From' and 'To' are empty", 'Enter both dates.', 'EMPTY_PARAMETER');
		return { application: item.locator('application').value, from: moments.from, to: moments.to };
	},
	identifiers: { application: 'application' },
	family: 'statistics',
	method: 'statistics/application/getSubscribersStatistics',
	asks: 'give the numbers of subscribers',
	request: (unit) => ({
		application_code: unit.application,
		timestamp_from: unit.from,
		timestamp_to: unit.to,
	}),
	retry: retryWhenPassing,
	value: ({ statistics }) => recordsIn(statistics),
	unproven: { message: "Pushwoosh's answer holds no figures" },
	output: (rows) =>
		rows.map(({ timestamp, platform, push_enabled: enabled, push_disabled: disabled }) => ({
			timestamp: isoTime(timestamp),
			platform: platformName(platform),
			pushEnabled: numberIn(enabled),
			pushDisabled: numberIn(disabled),
		})),
	outputKeys: ['timestamp', 'platform', 'pushEnabled', 'pushDisabled'],
});
