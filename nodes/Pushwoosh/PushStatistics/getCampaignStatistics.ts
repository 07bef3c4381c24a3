import type { IDataObject } from 'n8n-workflow';
import { listCampaigns } from '../api/campaigns';
import { listCall, type PushwooshHands } from '../api/listCall';
import {
	listMessages,
	metricsOf,
	ratesOf,
	readCounters,
	sumOf,
	type MessageFilters,
} from '../api/statistics';
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

async function allCampaigns(application: string, hands: PushwooshHands): Promise<string[]> {
	const listed = await listCampaigns(hands, application);
	return listed.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
}

async function sumUp(
	filters: Omit<MessageFilters, 'platforms' | 'codes'>,
	hands: PushwooshHands,
): Promise<IDataObject> {
	const messages = await listMessages(hands, { ...filters, platforms: [], codes: [] });
	const all = sumOf(messages.flatMap(metricsOf).map(readCounters));
	const { sends, deliveries, opens, errors } = all;
	const figures = { messages: messages.length, sends, deliveries, opens, errors };
	return { campaign: filters.campaign, ...figures, ...ratesOf(all) };
}
