import { filledText } from '../../api/applications';
import { listCampaigns } from '../../api/campaigns';
import { creation } from '../shared/creation';
import { application, description, ifExistsField, nameField, rawFields } from '../shared/fields';
import { CAMPAIGN, readNewCampaign } from './fields';

/** Makes campaigns, which the Control Panel calls aggregated messages. */
export const createCampaign = creation({
	description: 'Make a campaign, whose messages are counted together',
	fields: [application, nameField('the campaign', 'Spring sale'), description, ifExistsField(), rawFields],
	unit: CAMPAIGN,
	read: readNewCampaign,
	method: 'createCampaign',
	code: ({ campaign }) => filledText(campaign),
	list: async (code, hands) =>
		(await listCampaigns(hands, code)).map((campaign) => ({
			name: String(campaign.name),
			...(campaign.code === undefined ? {} : { code: String(campaign.code) }),
			facts: { description: campaign.description },
		})),
});
