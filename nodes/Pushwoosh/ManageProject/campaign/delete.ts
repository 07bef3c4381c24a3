import { accepted, plainCall } from '../../api/plainCall';
import { application, optionOf, readCode } from '../shared/fields';
import { campaign, CAMPAIGN } from './fields';

/** Deletes campaigns by code. */
export const deleteCampaign = plainCall({
	option: optionOf('delete', CAMPAIGN, 'Remove a campaign for good'),
	fields: [application, campaign],
	unit: CAMPAIGN,
	done: 'deleted',
	read: (item) => ({
		application: item.locator('application').value,
		campaignCode: readCode(item, 'campaign'),
	}),
	identifiers: { campaignCode: 'campaign' },
	family: 'remote',
	method: 'deleteCampaign',
	asks: 'delete the campaign',
	request: ({ campaignCode }) => ({ campaign: campaignCode }),
	deletes: ({ campaignCode }) => campaignCode,
	value: accepted,
	output: (_, { campaignCode }) => ({ code: campaignCode, deleted: true }),
	outputKeys: ['code', 'name', 'deleted'],
});
