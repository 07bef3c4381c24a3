import { plainCall } from '../../api/plainCall';
import { confirmNameField, optionOf, requireConfirmedName } from '../shared/fields';
import { TAG, tagName } from './fields';

/** Deletes tags with all values that are stored under them. */
export const deleteTag = plainCall({
	option: optionOf('delete', TAG, 'Remove a tag with all its values, of every device, for good'),
	fields: [tagName, confirmNameField("The tag's name")],
	unit: TAG,
	done: 'deleted',
	read: (item) => {
		const name = item.requiredText('name');
		requireConfirmedName(item, name);
		return { name };
	},
	identifiers: { name: 'name' },
	family: 'remote',
	method: 'deleteTag',
	asks: 'delete the tag',
	request: ({ name }) => ({ tag: { name } }),
	deletes: ({ name }) => name,
	// The documented yes is `"result": true`.
	value: ({ result }) => (result === false ? undefined : true),
	output: (_, { name }) => ({ name, deleted: true }),
	outputKeys: ['code', 'name', 'deleted'],
});
