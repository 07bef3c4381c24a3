import { filledText } from '../../api/applications';
import { listCampaigns } from '../../api/campaigns';
import { creation } from '../shared/creation';
import * as form from '../shared/fields';
import { CAMPAIGN } from './fields';

/** Makes campaigns, which the Control Panel calls aggregated messages. */
export const createCampaign = creation({
	description: 'Make a campaign, whose messages are counted together',
	fields: [
		form.application,
		form.nameField('the campaign', 'Spring sale'),
		form.description,
		form.ifExistsField(),
		form.rawFields,
	],
	unit: CAMPAIGN,
	read: (item) => {
		const application = item.locator('application').value;
		const name = item.requiredText('name');
		const about = item.text('description').trim();
		return {
			application,
			name,
			request: {
				application,
				name,
				...(about === '' ? {} : { description: about }),
				...form.readRawFields(item),
			},
			facts: { description: about },
		};
	},
	method: 'createCampaign',
	code: ({ campaign }) => filledText(campaign),
	list: async (code, hands) =>
		(await listCampaigns(hands, code)).map((campaign) => ({
			name: String(campaign.name),
			...(campaign.code === undefined ? {} : { code: String(campaign.code) }),
			facts: { description: campaign.description },
		})),
});
