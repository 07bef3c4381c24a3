import { ItemProblem } from '../../../shared/failure';
import { accepted, plainCall } from '../../api/plainCall';
import { application, optionOf, rawFields, readRawFields } from '../shared/fields';
import { APPLICATION, icon, iconFields, readIcon, titleField, UPDATE_APPLICATION } from './fields';

/** Changes title, icon and settings of applications. */
export const updateApplication = plainCall({
	option: optionOf('update', APPLICATION, 'Change the title, icon or settings of an application'),
	fields: [application, titleField(false), icon, rawFields],
	unit: APPLICATION,
	done: 'updated',
	read: (item) => {
		const title = item.text('title').trim();
		const changes: Record<string, unknown> = { ...(title === '' ? {} : { title }), ...readRawFields(item) };
		const file = readIcon(item);
		if (!file && Object.keys(changes).length === 0)
			throw new ItemProblem('There is nothing to change', "Fill in 'Title', 'Icon' or 'Raw Fields (JSON)'.");
		return { application: item.locator('application').value, title, changes, file };
	},
	prepare: async ({ file, changes }, setup) => {
		if (file) Object.assign(changes, await iconFields(file, setup));
	},
	identifiers: { application: 'application' },
	family: 'remote',
	...UPDATE_APPLICATION,
	request: ({ application: code, changes }) => ({ application: code, ...changes }),
	// The icon isn't read yet when requests are compared.
	share: ({ application: code, changes, file }) => JSON.stringify([code, changes, file]),
	value: accepted,
	output: (_, { application: code, title }) => ({ code, name: title || code, outcome: 'updated' }),
	outputKeys: ['code', 'name', 'outcome', 'differences'],
});
