import { limitFields, readLimit } from '../../../shared/form/limitFields';
import { listCampaigns } from '../../api/campaigns';
import { listCall } from '../../api/listCall';
import { application, optionOf } from '../shared/fields';
import { CAMPAIGN } from './fields';

/** Lists the campaigns of an application, page by page. */
export const getCampaigns = listCall({
	option: optionOf('getAll', CAMPAIGN, 'List the campaigns of an application'),
	fields: [application, ...limitFields],
	entries: CAMPAIGN,
	read: (item) => ({ application: item.locator('application').value, limit: readLimit(item) }),
	list: async ({ application, limit }, hands) => await listCampaigns(hands, application, limit),
	outputKeys: ['code', 'name', 'description'],
});
