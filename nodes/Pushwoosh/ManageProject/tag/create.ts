import { listTagsRequest } from '../../api/tags';
import { creation } from '../shared/creation';
import { ifExistsField, nameField, rawFields, readRawFields } from '../shared/fields';
import { TAG, tagType, userSpecific } from './fields';

/** Makes tags, which belong to the account. */
export const createTag = creation({
	description: 'Make a tag of the account known',
	fields: [nameField('the tag', 'City'), tagType, userSpecific, ifExistsField(), rawFields],
	unit: TAG,
	read: (item) => {
		const name = item.requiredText('name');
		const type = item.choice('type');
		const own = item.boolean('userSpecific') ? { user_specific: true } : {};
		return {
			application: '',
			name,
			request: { tag: { name, type, ...own, ...readRawFields(item) } },
			facts: { type },
		};
	},
	method: 'addTag',
	// The documented yes is `"result": true`.
	proves: ({ result }) => result !== false,
	async list(_application, { http, session }) {
		const { value } = await http.request(listTagsRequest(session));
		return value.map(({ name, type }) => ({ name, facts: { type } }));
	},
});
