import { jsonAnswer } from '../../http/message.mts';
import type { Answer } from '../../http/message.mts';
import { isOneIn } from '../../control/everyNth.mts';
import type { ApiToken, PushwooshState } from '../state.mts';
import { applicationProblem } from './families.mts';
import { figuredMessages } from './figures.mts';
import type { FiguredMessage } from './figures.mts';
import { momentText, PLATFORM_NAMES, StatisticsRefusal } from './statisticsWords.mts';

type Body = Record<string, unknown>;

const ACTIONS = [
	...['sent', 'delivered', 'opened', 'inbox_delivered', 'inbox_read', 'inbox_opened', 'inbox_deleted'],
];
const SELECTORS = ['message_id', 'message_code', 'campaign_code', 'hwid', 'user_id'];
const THIRTY_DAYS = 30 * 86_400_000;

interface Row {
	message_code: string;
	hwid: string;
	user_id: string;
	platform: string;
	action: string;
	timestamp: string;
}

/** Who got, opened and read a message. The members of a row are made up: the reference doesn't name them. */
export function answerMessageLog(state: PushwooshState, token: ApiToken, body: Body): Answer {
	const { messageLogPlan, messageLogRowsIn, messageLogEnd } = state.settings.statistics;
	if (messageLogPlan === 'ordinary')
		throw new StatisticsRefusal('the subscription plan does not include this method', 403);
	demandSelector(state, body);
	const rows = rowsOf(state, token, body);
	const limit = Number(body.limit ?? 1000);
	const from = placeOf(body.pagination_token);
	const end = from + limit;
	const page = rows.slice(from, end);
	const isLast = end >= rows.length;
	const sameToken = messageLogEnd === 'sameToken' && from > 0 ? { pagination_token: tokenFor(from) } : {};
	const next = isLast ? sameToken : { pagination_token: tokenFor(end) };
	if (messageLogRowsIn === 'response.result') return jsonAnswer(200, { response: { result: page }, ...next });
	return jsonAnswer(200, { [messageLogRowsIn]: page, ...next });
}

function demandSelector(state: PushwooshState, body: Body): void {
	const { date_from: from, date_to: to } = body;
	const given = SELECTORS.filter((name) => body[name] !== undefined);
	const hasDates = from !== undefined || to !== undefined;
	if (given.length > 1) throw new StatisticsRefusal(`only one of ${SELECTORS.join(', ')} is allowed`);
	if (given.length === 0 && !hasDates)
		throw new StatisticsRefusal(`one of ${SELECTORS.join(', ')} or date_from with date_to is required`);
	if (!hasDates) return;
	if (from === undefined || to === undefined)
		throw new StatisticsRefusal('date_from and date_to go together');
	const [first, last] = [from, to].map((text) => Date.parse(`${String(text).replace(' ', 'T')}Z`));
	const isTooLong = last - first > THIRTY_DAYS || first < state.clock.now() - THIRTY_DAYS - 60_000;
	if (first > last || isTooLong) throw new StatisticsRefusal('date interval must be at most 30 days');
}

function rowsOf(state: PushwooshState, token: ApiToken, body: Body): Row[] {
	const {
		actions = ACTIONS,
		platforms,
		hwid,
		user_id: userId,
	} = body as {
		actions?: string[];
		platforms?: string[];
		hwid?: string | string[];
		user_id?: string;
	};
	const unknown = actions.find((action) => !ACTIONS.includes(action));
	if (unknown !== undefined) throw new StatisticsRefusal(`unknown action ${unknown}`);
	const isWanted = (row: Row) =>
		actions.includes(row.action) &&
		(platforms === undefined || platforms.includes(row.platform)) &&
		(hwid === undefined || [hwid].flat().includes(row.hwid)) &&
		(userId === undefined || row.user_id === userId);
	return figuredMessages(state)
		.filter((message) => concerns(state, token, body, message))
		.flatMap(rowsOfMessage)
		.filter(isWanted);
}

function concerns(state: PushwooshState, token: ApiToken, body: Body, message: FiguredMessage): boolean {
	const { application_code: application, message_id: id, message_code: code, campaign_code: campaign } = body;
	const sent = momentText(message.sentAt);
	return (
		message.status === 'DONE' &&
		applicationProblem(state, token, message.application) === undefined &&
		(application === undefined || message.application === application) &&
		(id === undefined || message.id === id) &&
		(code === undefined || message.code === code) &&
		(campaign === undefined || message.notification.campaign === campaign) &&
		(body.date_from === undefined || (sent >= String(body.date_from) && sent <= String(body.date_to)))
	);
}

/** Everybody got it, one in three opened it, the same ones each time. */
function rowsOfMessage({ code, recipients, sentAt }: FiguredMessage): Row[] {
	return recipients.flatMap(({ hwid, userId = '', platform }) => {
		const name = (PLATFORM_NAMES.get(platform) ?? '').toLowerCase().replaceAll('_', ' ');
		const opened = isOneIn(3, hwid) ? ['opened'] : [];
		return ['sent', 'delivered', ...opened].map((action, index) => ({
			message_code: code,
			hwid,
			user_id: userId,
			platform: name,
			action,
			timestamp: momentText(sentAt + index * 1000),
		}));
	});
}

function tokenFor(place: number): string {
	return Buffer.from(`row ${place}`).toString('base64url');
}

function placeOf(token: unknown): number {
	if (token === undefined) return 0;
	const [, place] = /^row (\d+)$/.exec(Buffer.from(String(token), 'base64url').toString()) ?? [];
	if (place === undefined) throw new StatisticsRefusal('invalid pagination_token');
	return Number(place);
}
