import { filledText, listApplications } from '../../api/applications';
import { creation } from '../shared/creation';
import { ifExistsField, rawFields, readRawFields } from '../shared/fields';
import { APPLICATION, changesIn, icon, iconFields, readIcon, titleField, UPDATE_APPLICATION } from './fields';

/** Makes applications; those of the title that it looks for are found in the account's list. */
export const createApplication = creation({
	description: 'Make a new application in the account',
	fields: [titleField(true), icon, ifExistsField({ update: true }), rawFields],
	unit: APPLICATION,
	namedBy: 'title',
	read: (item) => {
		const title = item.requiredText('title');
		const file = readIcon(item);
		const own = { title, ...readRawFields(item) };
		return { application: '', name: title, request: own, facts: {}, ...(file ? { file } : {}) };
	},
	prepare: async (wanted, setup) => {
		if (wanted.file) Object.assign(wanted.request, await iconFields(wanted.file, setup));
	},
	method: 'createApplication',
	code: ({ application }) => filledText(application),
	list: async (_application, hands) => {
		const found = await listApplications(hands);
		return found.map(({ code, name }) => ({ code, name, facts: {} }));
	},
	update: ({ code }, { request }) => {
		const { title, ...changes } = changesIn(request);
		if (code === undefined || Object.keys(changes).length === 0) return undefined;
		return { ...UPDATE_APPLICATION, request: { application: code, title, ...changes } };
	},
});
