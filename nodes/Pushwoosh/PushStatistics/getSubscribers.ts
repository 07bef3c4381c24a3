import { recordsIn } from '../../shared/json';
import { plainCall } from '../api/plainCall';
import { platformName } from '../api/platformNames';
import { isoTime, numberIn } from '../api/statistics';
import { application } from './shared/fields';
import { periodFields, requireMoments } from './shared/period';

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
	read: (item) => ({ application: item.locator('application').value, ...requireMoments(item) }),
	family: 'statistics',
	method: 'statistics/application/getSubscribersStatistics',
	asks: 'give the numbers of subscribers',
	request: (unit) => ({
		application_code: unit.application,
		timestamp_from: unit.from,
		timestamp_to: unit.to,
	}),
	value: ({ statistics }) => recordsIn(statistics),
	unproven: { message: "Pushwoosh's answer holds no figures" },
	output: (rows) =>
		rows.map((row) => ({
			timestamp: isoTime(row.timestamp),
			platform: platformName(row.platform),
			pushEnabled: numberIn(row.push_enabled),
			pushDisabled: numberIn(row.push_disabled),
		})),
	outputKeys: ['timestamp', 'platform', 'pushEnabled', 'pushDisabled'],
});
