import type { IDataObject } from 'n8n-workflow';
import { listCall } from '../api/listCall';
import { allCampaigns, sumUp } from './shared/campaignFigures';
import * as form from './shared/fields';
import { periodFields, readDays } from './shared/period';

/** Adds the figures of messages up by campaign, which the service doesn't do itself. */
export const getCampaignStatistics = listCall({
	option: {
		name: 'Get Campaign Statistics',
		value: 'getCampaignStatistics',
		action: 'Get statistics of campaigns',
		description: 'Add the figures of messages up for each campaign of an application',
	},
	fields: [form.application, form.campaign, ...periodFields('of the messages; all when neither is given')],
	entries: { one: 'campaign', many: 'campaigns' },
	read: (item) => {
		const dates = readDays(item);
		return {
			application: item.locator('application').value,
			campaign: item.text('campaign').trim(),
			...(dates ? { dates } : {}),
		};
	},
	async list({ campaign, ...filters }, hands) {
		const campaigns = campaign === '' ? await allCampaigns(filters.application, hands) : [campaign];
		const sums: IDataObject[] = [];
		for (const code of campaigns) sums.push(await sumUp({ ...filters, campaign: code }, hands));
		return sums;
	},
	outputKeys: [
		...['campaign', 'messages', 'sends', 'deliveries', 'opens', 'errors', 'deliveryRate', 'openRate'],
	],
});
