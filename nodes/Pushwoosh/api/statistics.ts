import type { IDataObject } from 'n8n-workflow';
import { asRecord, recordsIn } from '../../shared/json';
import { allPages } from '../../shared/http/pages';
import { filledText } from './applications';
import { platformName } from './platformNames';
import { askPushwoosh, type Asking } from './request';

/** Most messages in a page of messages:list (Pushwoosh API reference, 12.1). */
const PAGE_SIZE = 1000;

/** What messages are asked for. */
export interface MessageFilters {
	application: string;
	/** `YYYY-MM-DD` both. */
	dates?: { date_from: string; date_to: string };
	source?: string;
	/** Numbers. */
	platforms: number[];
	campaign?: string;
	messageCodes: string[];
}

/**
 * Lists messages with their figures, page by page from 0, as the examples of the reference count. Whether the service
 * counts from 1 isn't certain: it may take 0 for the first page, too. So where page 1 holds what page 0 held, page 2 is
 * asked for, unless `total` says that all is there. Otherwise the end is a page that isn't full or brings nothing new.
 * @param limit how many are wanted; default: all
 */
export async function listMessages(
	hands: Asking,
	filters: MessageFilters,
	limit?: number,
): Promise<IDataObject[]> {
	const size = Math.min(limit ?? PAGE_SIZE, PAGE_SIZE);
	const get = async (page: number) => await askForPage(hands, filters, size, page);
	let first: string[] = [];
	return await allPages<IDataObject, number>(
		async (page = 0) => {
			const asked = await get(page);
			const keys = asked.entries.map(keyOf);
			const isFirstAgain = page === 1 && keys.length > 0 && keys.every((key, at) => key === first[at]);
			if (page === 0) first = keys;
			const isShifted = isFirstAgain && asked.total !== keys.length;
			const [at, { entries }] = isShifted ? [2, await get(2)] : [page, asked];
			return entries.length < size ? { entries } : { entries, next: at + 1 };
		},
		{ limit, keyOf },
	);
}

function keyOf({ id, code, ...message }: IDataObject): string {
	return filledText(id) ?? filledText(code) ?? JSON.stringify(message);
}

async function askForPage(hands: Asking, filters: MessageFilters, size: number, page: number) {
	return await askPushwoosh(hands, {
		family: 'statistics',
		method: 'messages:list',
		application: filters.application,
		request: {
			filters: toWire(filters),
			params: { with_details: true, with_metrics: true },
			per_page: size,
			page,
		},
		asks: 'list the messages',
		unproven: { message: "Pushwoosh's answer holds no list of messages" },
		read: ({ response: { items, total } }) => {
			const entries = items === null ? [] : recordsIn(items);
			return entries && { entries, total: numberIn(total) };
		},
	});
}

function toWire({
	application,
	dates,
	source,
	platforms,
	campaign,
	messageCodes,
}: MessageFilters): IDataObject {
	return {
		application,
		...(dates === undefined ? {} : { date_range: dates }),
		...(source === undefined ? {} : { source }),
		...(platforms.length === 0 ? {} : { platforms: platforms.map(platformName) }),
		...(campaign === undefined ? {} : { campaign }),
		...(messageCodes.length === 0 ? {} : { messages_codes: messageCodes }),
	};
}

/** The figures of a message. */
const COUNTERS = ['sends', 'deliveries', 'opens', 'inboxOpens', 'errors', 'unshowableSends'] as const;

type Counters = Record<(typeof COUNTERS)[number], number>;

/** @returns the figures as numbers, whether they came as numbers or texts; what is missing is 0 */
export function readCounters(entry: Record<string, unknown>): Counters {
	return {
		sends: numberIn(entry.sends),
		deliveries: numberIn(entry.deliveries),
		opens: numberIn(entry.opens),
		inboxOpens: numberIn(entry.inbox_opens),
		errors: numberIn(entry.errors),
		unshowableSends: numberIn(entry.unshowable_sends),
	};
}

/** @returns 0 for what is no number */
export function numberIn(value: unknown): number {
	const number = Number(filledText(value) ?? 0);
	return Number.isFinite(number) ? number : 0;
}

/** @returns the figures added up */
export function sumOf(figures: Counters[]): Counters {
	const sum = readCounters({});
	for (const one of figures) for (const name of COUNTERS) sum[name] += one[name];
	return sum;
}

/** @returns a rate from 0 to 1 with four digits; null when nothing was sent */
export function rate(part: number, all: number): number | null {
	return all > 0 ? Math.round((10_000 * part) / all) / 10_000 : null;
}

/** @returns both rates of a message or campaign */
export function ratesOf({ sends, deliveries, opens }: Counters) {
	return { deliveryRate: rate(deliveries, sends), openRate: rate(opens, sends) };
}

/** @returns the figures of each platform of a message, pushes and e-mails alike */
export function metricsOf(message: IDataObject): IDataObject[] {
	const infos = [message.push_info, message.email_info].map((info) => asRecord(info)?.metrics);
	return infos.flatMap(
		(metrics) => recordsIn(metrics) ?? recordsIn(Object.values(asRecord(metrics) ?? {})) ?? [],
	);
}

/** @returns `YYYY-MM-DD HH:mm:ss` as ISO in UTC; another text as it is */
export function isoTime(value: unknown): string {
	const text = filledText(value) ?? '';
	return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?$/.test(text)
		? new Date(`${text.replace(' ', 'T')}Z`).toISOString()
		: text;
}
