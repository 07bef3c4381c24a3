import { isObject, jsonAnswer } from '../../http/message.mts';
import type { Answer, SandboxRequest } from '../../http/message.mts';
import * as is from '../checks.mts';
import type { ApiToken, PushwooshState } from '../state.mts';
import { applicationProblem, headerToken } from './families.mts';
import { figuredMessages, figuresNow } from './figures.mts';
import type { FiguredMessage, Figures } from './figures.mts';
import { needed, optional, problemWith } from './fields.mts';
import type { Fields } from './fields.mts';
import { answerMessageLog } from './messageLog.mts';
import { momentText, namesOrNumbers, PLATFORM_NAMES, StatisticsRefusal } from './statisticsWords.mts';

type Body = Record<string, unknown>;
type Run = (state: PushwooshState, token: ApiToken, body: Body) => Answer;

const SOURCES = [
	...['AB_TEST', 'API', 'AUTO_PUSH', 'CP', 'CSV', 'CUSTOMER_JOURNEY', 'EMAIL_API', 'EMAIL_CP', 'GEO_ZONE'],
	...['PUSH_ON_EVENT', 'RSS'],
];

const FILTERS: Fields = {
	application: needed(is.text),
	platforms: optional(is.listOf(is.oneOf(...PLATFORM_NAMES.values()))),
	date_range: optional(is.object),
	source: optional(is.oneOf(...SOURCES)),
	campaign: optional(is.code),
	messages_codes: optional(is.textList),
	messages_ids: optional(is.listOf(is.wholeNumber)),
};

const METHODS: Record<string, { fields: Fields; run: Run }> = {
	'/api/v2/messages:list': {
		fields: {
			filters: needed(is.object),
			params: optional(is.object),
			per_page: optional(is.range(1, 1000)),
			page: optional(is.range(0, 1_000_000)),
		},
		run: listMessages,
	},
	'/api/v2/statistics/messages/totalsByIntervals': {
		fields: { message_code: needed(is.text), platforms: optional(is.listOf(is.platform)) },
		run: totalsByIntervals,
	},
	'/api/v2/statistics/getMessageLog': {
		fields: {
			message_id: optional(is.wholeNumber),
			message_code: optional(is.filledText),
			campaign_code: optional(is.code),
			hwid: optional(is.textOrList),
			user_id: optional(is.filledText),
			date_from: optional(is.moment),
			date_to: optional(is.moment),
			application_code: optional(is.filledText),
			actions: optional(is.textList),
			platforms: optional(is.textList),
			limit: optional(is.range(1, 100_000)),
			pagination_token: optional(is.filledText),
		},
		run: answerMessageLog,
	},
	'/api/v2/statistics/application/getSubscribersStatistics': {
		fields: {
			application_code: needed(is.text),
			timestamp_from: needed(is.moment),
			timestamp_to: needed(is.moment),
		},
		run: subscribers,
	},
	'/api/v2/statistics/emails/linksInteractionsDevices': {
		fields: {
			filters: needed(is.object),
			per_page: optional(is.range(1, 1000)),
			page: optional(is.range(0, 1_000_000)),
		},
		run: linkClicks,
	},
};

/** Answers `/api/v2/messages:…` and `/api/v2/statistics/…`; `undefined` for another path. */
export function answerStatistics(state: PushwooshState, request: SandboxRequest): Answer | undefined {
	const { path } = request;
	const isList = path.startsWith('/api/v2/messages:');
	if (!isList && !path.startsWith('/api/v2/statistics/')) return undefined;
	try {
		if (!Object.hasOwn(METHODS, path)) throw new StatisticsRefusal('method not found', 404);
		const { fields, run } = METHODS[path];
		const settings = state.settings.statistics;
		const scheme = isList ? settings.messagesListScheme : settings.scheme;
		const token = headerToken(state, request, [scheme], 'server');
		if (token === undefined) throw new StatisticsRefusal('unauthorized', 401);
		const name = path.slice(path.lastIndexOf(isList ? ':' : '/') + 1);
		if (token.permissions !== 'all' && !token.permissions.includes(isList ? 'messages:list' : name))
			throw new StatisticsRefusal('token restrictions forbid this operation', 403);
		const body = bodyOf(state, request);
		const problem = problemWith(body, fields);
		if (problem !== undefined) throw new StatisticsRefusal(problem);
		return run(state, token, body);
	} catch (error) {
		if (!(error instanceof StatisticsRefusal)) throw error;
		const { errorsAs } = state.settings.statistics;
		const status = error.status === 400 && errorsAs === 'http200' ? 200 : error.status;
		return jsonAnswer(status, { error: error.message });
	}
}

function bodyOf(state: PushwooshState, request: SandboxRequest): Body {
	const body = request.json;
	if (request.method !== 'POST' || request.contentType !== 'application/json' || !isObject(body))
		throw new StatisticsRefusal('invalid request');
	if (state.settings.statistics.wrapping === 'none') return body;
	if (!isObject(body.request) || Object.keys(body).length !== 1)
		throw new StatisticsRefusal('request is required');
	return body.request;
}

function demandApplication(state: PushwooshState, token: ApiToken, code: unknown): string {
	const problem = applicationProblem(state, token, String(code));
	if (problem !== undefined) throw new StatisticsRefusal(problem);
	return String(code);
}

function demandMembers(given: unknown, fields: Fields, where: string): Body {
	const members = (given ?? {}) as Body;
	const problem = problemWith(members, fields, where);
	if (problem !== undefined) throw new StatisticsRefusal(problem);
	return members;
}

function pageOf<T>(
	state: PushwooshState,
	all: readonly T[],
	{ per_page = 20, page }: Body,
): { total: unknown; items: readonly T[] } {
	const { firstPage, afterLastPage, totalAs } = state.settings.statistics;
	const size = Number(per_page);
	const pages = Math.max(1, Math.ceil(all.length / size));
	const asked = Math.max(0, Number(page ?? firstPage) - firstPage);
	const place = asked >= pages && afterLastPage === 'lastPageAgain' ? pages - 1 : asked;
	const totals = { messages: all.length, pages, text: String(all.length), missing: undefined };
	return { total: totals[totalAs], items: all.slice(place * size, (place + 1) * size) };
}

function listMessages(state: PushwooshState, token: ApiToken, body: Body): Answer {
	const filters = demandMembers(body.filters, FILTERS, 'filters.');
	const params = demandMembers(
		body.params,
		{ with_details: optional(is.flag), with_metrics: optional(is.flag) },
		'params.',
	);
	const application = demandApplication(state, token, filters.application);
	const isWanted = wantedBy(filters);
	const found = figuredMessages(state).filter(
		(message) => message.application === application && isWanted(message),
	);
	const { total, items } = pageOf(state, found, body);
	return jsonAnswer(200, { total, items: items.map((message) => itemOf(state, message, params)) });
}

function wantedBy(filters: Body): (message: FiguredMessage) => boolean {
	const {
		platforms,
		date_range: range,
		source,
		campaign,
		messages_codes: codes,
		messages_ids: ids,
	} = filters;
	const { date_from: from, date_to: to } = demandMembers(
		range,
		range === undefined ? {} : { date_from: needed(is.day), date_to: needed(is.day) },
		'filters.date_range.',
	);
	const numbers = (platforms as string[] | undefined)?.map(
		(name) => [...PLATFORM_NAMES].find(([, known]) => known === name)?.[0],
	);
	return (message) => {
		const date = momentText(message.sentAt).slice(0, 10);
		return (
			(numbers === undefined || platformsOf(message).some((platform) => numbers.includes(platform))) &&
			(from === undefined || (date >= String(from) && date <= String(to))) &&
			(source === undefined || message.source === source) &&
			(campaign === undefined || message.notification.campaign === campaign) &&
			(codes === undefined || (codes as string[]).includes(message.code)) &&
			(ids === undefined || (ids as number[]).includes(message.id))
		);
	};
}

function platformsOf({ notification, figures }: FiguredMessage): number[] {
	const { platforms } = notification;
	return Array.isArray(platforms) ? (platforms as number[]) : [...figures.keys()];
}

function itemOf(state: PushwooshState, message: FiguredMessage, params: Body): object {
	const { notification, kind } = message;
	const { listNumbersAs, itemPlatformsAs } = state.settings.statistics;
	const metrics =
		params.with_metrics === true
			? {
					metrics: [...figuresNow(state, message)].map(([platform, figures]) => ({
						platform,
						...numbersAs(figures, listNumbersAs),
					})),
				}
			: {};
	const details = params.with_details === true ? { details: detailsOf(message) } : {};
	const info = { ...details, ...metrics };
	const followsUser = notification.ignore_user_timezone === false;
	return {
		id: message.id,
		code: message.code,
		created_date: momentText(message.createdAt),
		send_date: momentText(message.sentAt),
		status: message.status,
		platforms: namesOrNumbers(platformsOf(message), itemPlatformsAs),
		source: message.source,
		push_info: kind === 'email' ? null : { follow_user_timezone: followsUser, ...info },
		email_info: kind === 'email' ? info : null,
	};
}

function detailsOf({ notification, kind }: FiguredMessage): object {
	const {
		title = '',
		content,
		filter = '',
		conditions = [],
		conditions_operator = '',
		data = null,
	} = notification;
	const filterFacts = { filter_name: filter, filter_code: '' };
	if (kind === 'email') return { template: notification.preset, ...filterFacts };
	return {
		title,
		...filterFacts,
		content: typeof content === 'object' ? content : { default: content ?? '' },
		platform_parameters: {
			android_header: notification.android_header ?? '',
			android_root_params: notification.android_root_params ?? null,
			ios_title: notification.ios_title ?? '',
			ios_subtitle: notification.ios_subtitle ?? '',
			ios_root_params: notification.ios_root_params ?? null,
			chrome_header: notification.chrome_title ?? '',
			chrome_root_params: notification.chrome_root_params ?? null,
			firefox_header: notification.firefox_title ?? '',
			firefox_root_params: notification.firefox_root_params ?? null,
		},
		conditions,
		conditions_operator,
		data,
	};
}

function numbersAs(figures: object, form: 'number' | 'text'): object {
	if (form === 'number') return figures;
	return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)])) as object;
}

/** The first hour has six tenths of everything, the second the rest; a code that isn't known has no rows. */
function totalsByIntervals(state: PushwooshState, token: ApiToken, body: Body): Answer {
	const { message_code: code, platforms } = body as { message_code: string; platforms?: number[] };
	const message = figuredMessages(state).find((candidate) => candidate.code === code);
	if (message === undefined) return jsonAnswer(200, { metrics: [] });
	demandApplication(state, token, message.application);
	const hour = message.sentAt - (message.sentAt % 3_600_000);
	const figures = [...figuresNow(state, message)].filter(
		([platform]) => platforms === undefined || platforms.includes(platform),
	);
	const rows = figures.flatMap(([platform, all]) => {
		const first = partOf(all, (value) => Math.floor(value * 0.6));
		const rest = partOf(all, (value) => value - Math.floor(value * 0.6));
		return [first, rest].map((part, index) => ({
			timestamp: momentText(hour + index * 3_600_000),
			platform,
			...numbersAs(part, 'text'),
		}));
	});
	const sums = { sends: 0, opens: 0 };
	for (const [, { sends, opens }] of figures) {
		sums.sends += sends;
		sums.opens += opens;
	}
	const conversion = { ...numbersAs(sums, 'text'), events: [] };
	const { conversionIn } = state.settings.statistics;
	if (conversionIn === 'rows')
		return jsonAnswer(200, { metrics: rows.map((row) => ({ ...row, conversion })) });
	return jsonAnswer(200, { metrics: rows, ...(conversionIn === 'top' ? { conversion } : {}) });
}

function partOf(figures: Figures, part: (value: number) => number): object {
	return Object.fromEntries(
		Object.entries(figures).map(([name, value]) => [name, part(Number(value))]),
	) as object;
}

/** A point a day and platform, of the devices as they are now. */
function subscribers(state: PushwooshState, token: ApiToken, body: Body): Answer {
	const application = demandApplication(state, token, body.application_code);
	const from = Date.parse(`${String(body.timestamp_from).replace(' ', 'T')}Z`);
	const to = Date.parse(`${String(body.timestamp_to).replace(' ', 'T')}Z`);
	if (from > to) throw new StatisticsRefusal('timestamp_from must not be after timestamp_to');
	const counts = new Map<number, { push_enabled: number; push_disabled: number }>();
	for (const { applications, platform, pushToken } of state.devices) {
		if (!applications.includes(application)) continue;
		const count = counts.get(platform) ?? { push_enabled: 0, push_disabled: 0 };
		count[pushToken === undefined ? 'push_disabled' : 'push_enabled'] += 1;
		counts.set(platform, count);
	}
	const { subscriberPlatformsAs, subscriberNumbersAs } = state.settings.statistics;
	const statistics = [];
	for (let moment = from; moment <= to && statistics.length < 10_000; moment += 86_400_000) {
		for (const [platform, count] of counts) {
			statistics.push({
				timestamp: momentText(moment),
				platform: namesOrNumbers([platform], subscriberPlatformsAs)[0],
				...numbersAs(count, subscriberNumbersAs),
			});
		}
	}
	return jsonAnswer(200, { statistics });
}

/** Every e-mail of the campaign was clicked once by each of its recipients. */
function linkClicks(state: PushwooshState, _token: ApiToken, body: Body): Answer {
	const { campaign, link_template: link } = demandMembers(
		body.filters,
		{ campaign: needed(is.code), link_template: needed(is.filledText), date_range: needed(is.object) },
		'filters.',
	);
	const clicks = state.books.channelMessages
		.filter(({ kind, notification }) => kind === 'email' && notification.campaign === campaign)
		.flatMap(({ recipients, at }) =>
			recipients.map((hwid) => ({ timestamp: momentText(at), link: String(link).replaceAll('%', ''), hwid })),
		);
	return jsonAnswer(200, pageOf(state, clicks, body));
}
