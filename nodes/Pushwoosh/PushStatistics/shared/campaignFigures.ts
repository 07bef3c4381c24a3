import type { IDataObject } from 'n8n-workflow';
import { listCampaigns } from '../../api/campaigns';
import type { PushwooshHands } from '../../api/listCall';
import {
	listMessages,
	metricsOf,
	ratesOf,
	readCounters,
	sumOf,
	type MessageFilters,
} from '../../api/statistics';

/** @returns the codes of all campaigns of an application */
export async function allCampaigns(application: string, hands: PushwooshHands): Promise<string[]> {
	const listed = await listCampaigns(hands, application);
	return listed.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
}

/** @returns the figures of all messages of a campaign, added up */
export async function sumUp(
	filters: Omit<MessageFilters, 'platforms' | 'messageCodes'>,
	hands: PushwooshHands,
): Promise<IDataObject> {
	const messages = await listMessages(hands, { ...filters, platforms: [], messageCodes: [] });
	const all = sumOf(messages.flatMap(metricsOf).map(readCounters));
	const { sends, deliveries, opens, errors } = all;
	const figures = { messages: messages.length, sends, deliveries, opens, errors };
	return { campaign: filters.campaign, ...figures, ...ratesOf(all) };
}
