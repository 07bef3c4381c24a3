import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { plainCall } from '../../api/plainCall';
import { LIST_TAGS, readTags } from '../../api/tags';
import { optionOf } from '../shared/fields';
import { TAG } from './fields';

/** Lists the tags of the account; there is no paging. */
export const getTags = plainCall({
	option: optionOf('getAll', TAG, 'List the tags of the account with their types'),
	fields: limitFields,
	unit: { one: 'list', many: 'lists' },
	done: 'listed',
	entries: TAG,
	read: (item) => ({ limit: readLimit(item) }),
	family: 'remote',
	...LIST_TAGS,
	request: () => ({}),
	value: ({ tags }) => readTags(tags),
	output: (tags, { limit }) => tags.slice(0, limit).map((tag) => ({ ...tag })),
	outputKeys: ['name', 'type', 'isApplicationSpecific'],
});
