import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { listApplications } from '../../api/applications';
import { listCall } from '../../api/listCall';
import { APPLICATION } from './fields';

/** Lists the applications that the API token may use, page by page. */
export const getApplications = listCall({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many applications',
		description: 'List the applications that the API token may use',
	},
	fields: limitFields,
	entries: APPLICATION,
	read: (item) => ({ limit: readLimit(item) }),
	async list({ limit }, { http, session }) {
		const found = await listApplications(session, async (request) => (await http.request(request)).value);
		return found.slice(0, limit).map(({ code, name }) => ({ code, name }));
	},
	outputKeys: ['code', 'name'],
});
