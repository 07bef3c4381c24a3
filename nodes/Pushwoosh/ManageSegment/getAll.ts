import { limitFields, readLimit } from '../../shared/form/limitFields';
import { plainCall } from '../api/plainCall';
import { LIST_FILTERS, readSegments, SEGMENT_KEYS } from '../api/segments';
import { listedApplication, SEGMENT } from './shared/segment';

/** Lists the segments of an application. Items of one application share one request, whatever their limits. */
export const getSegments = plainCall({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many segments',
		description: 'List the segments of an application',
	},
	fields: [listedApplication, ...limitFields],
	unit: { one: 'list', many: 'lists' },
	done: 'listed',
	entries: SEGMENT,
	read: (item) => ({ application: item.locator('application').value, limit: readLimit(item) }),
	family: 'remote',
	...LIST_FILTERS,
	request: ({ application }) => ({ application }),
	value: readSegments,
	output: (segments, { limit }) => segments.slice(0, limit).map((segment) => ({ ...segment })),
	outputKeys: SEGMENT_KEYS,
});
