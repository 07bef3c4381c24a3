import type { IDataObject } from 'n8n-workflow';
import { asList, asRecord } from '../../shared/json';
import { filledText } from './applications';
import { platformName } from './platformNames';
import { isoTime, metricsOf, ratesOf, readCounters, sumOf } from './statistics';

/** How a list of messages is written. */
export interface MessageShape {
	/** Off: as the service gives them. */
	simplify: boolean;
	/** One item per message and platform. */
	perPlatform: boolean;
}

/** All keys that a message is written with. */
export const MESSAGE_KEYS = [
	...[
		'code',
		'id',
		'sentAt',
		'status',
		'source',
		'title',
		'content',
		'platforms',
		'platform',
		'sends',
		'deliveries',
	],
	...['opens', 'inboxOpens', 'errors', 'unshowableSends', 'deliveryRate', 'openRate'],
];

/** @returns what is written of one message of messages:list */
export function messageItems(message: IDataObject, { simplify, perPlatform }: MessageShape): IDataObject[] {
	if (!simplify) return [message];
	const metrics = metricsOf(message);
	const rows = metrics.map((entry) => ({ platform: platformName(entry.platform), ...readCounters(entry) }));
	const facts = factsOf(message, [...new Set(rows.map(({ platform }) => platform))]);
	if (perPlatform) return rows.map((row) => ({ ...facts, ...row, ...ratesOf(row) }));
	const all = sumOf(rows);
	return [{ ...facts, ...all, ...ratesOf(all) }];
}

function factsOf(message: IDataObject, figured: string[]): IDataObject {
	const details = asRecord(asRecord(message.push_info)?.details) ?? {};
	return {
		code: filledText(message.code) ?? null,
		id: message.id ?? null,
		sentAt: isoTime(message.send_date ?? message.created_date),
		status: filledText(message.status) ?? null,
		source: filledText(message.source) ?? null,
		title: textIn(details.title),
		content: textIn(details.content),
		platforms: asList(message.platforms)?.map(platformName) ?? figured,
	};
}

/** @returns a text, or that of a message in one language; the map of several */
function textIn(value: unknown): IDataObject[string] {
	const byLanguage = asRecord(value);
	if (!byLanguage) return filledText(value) ?? null;
	const texts = Object.values(byLanguage);
	return texts.length === 1 ? (filledText(texts[0]) ?? null) : byLanguage;
}
