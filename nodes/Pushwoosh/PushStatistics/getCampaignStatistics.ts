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
	read: (item) => ({
		dates: readDays(item),
		application: item.locator('application').value,
		campaign: item.text('campaign').trim(),
	}),
	async list({ campaign, ...filters }, hands) {
		const listed = campaign === '' ? await listCampaigns(hands, filters.application) : [{ code: campaign }];
		const sums: IDataObject[] = [];
		for (const { code } of listed) {
			if (typeof code === 'string') sums.push(await sumUp({ ...filters, campaign: code }, hands));
		}
		return sums;
	},
	outputKeys: [
		...['campaign', 'messages', 'sends', 'deliveries', 'opens', 'errors', 'deliveryRate', 'openRate'],
	],
});

/** @returns the figures of all messages of a campaign, added up */
async function sumUp(
	filters: Omit<MessageFilters, 'platforms' | 'messageCodes'>,
	hands: PushwooshHands,
): Promise<IDataObject> {
	const messages = await listMessages(hands, { ...filters, platforms: [], messageCodes: [] });
	const all = sumOf(messages.flatMap(metricsOf).map(readCounters));
	const { sends, deliveries, opens, errors } = all;
	const figures = { messages: messages.length, sends, deliveries, opens, errors };
	return { campaign: filters.campaign, ...figures, ...ratesOf(all) };
}
