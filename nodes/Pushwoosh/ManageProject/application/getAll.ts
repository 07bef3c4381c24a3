import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { listApplications } from '../../api/applications';
import { listCall } from '../../api/listCall';
import { optionOf } from '../shared/fields';
import { APPLICATION } from './fields';

/** Lists the applications that the API token may use, page by page. */
export const getApplications = listCall({
	option: optionOf('getAll', APPLICATION, 'List the applications that the API token may use'),
	fields: limitFields,
	entries: APPLICATION,
	read: (item) => ({ limit: readLimit(item) }),
	async list({ limit }, hands) {
		const found = await listApplications(hands);
		return found.slice(0, limit).map(({ code, name }) => ({ code, name }));
	},
	outputKeys: ['code', 'name'],
});
