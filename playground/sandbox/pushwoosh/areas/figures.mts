import { dueAt } from '../createMessage.mts';
import type { Message, PushwooshState } from '../state.mts';
import type { ChannelMessage } from './books.mts';

/** What one platform's devices did with a message. */
export interface Figures {
	sends: number;
	deliveries: number;
	opens: number;
	inbox_opens: number;
	unshowable_sends: number;
	errors: number;
}

/** A message as statistics know it. */
export interface FiguredMessage {
	id: number;
	code: string;
	application: string;
	kind: 'push' | 'email' | 'sms' | 'whatsapp';
	status: 'PENDING' | 'PROCESSING' | 'DONE' | 'CANCELED';
	source: string;
	/** Milliseconds since 1970. */
	createdAt: number;
	sentAt: number;
	/** The notification that it was made of. */
	notification: Record<string, unknown>;
	/** By platform code; empty until it was sent. */
	figures: Map<number, Figures>;
	/** HWIDs with their platform, for the message log. */
	recipients: Array<{ hwid: string; userId?: string; platform: number }>;
}

/** The shares of a settled message; they differ from platform to platform so that a mix-up shows. */
export function settledFigures(sends: number, platform: number): Figures {
	return {
		sends,
		deliveries: Math.round(sends * 0.9),
		opens: Math.round(sends * (0.2 + (platform % 4) * 0.05)),
		inbox_opens: Math.round(sends * 0.02),
		unshowable_sends: Math.round(sends * 0.04),
		errors: Math.round(sends * 0.06),
	};
}

const ids = new WeakMap<object, number>();

function idOf(state: PushwooshState, message: object): number {
	let id = ids.get(message);
	if (id === undefined) {
		id = state.books.nextId++;
		ids.set(message, id);
	}
	return id;
}

/** Every message that statistics can be asked about, the newest first. */
export function figuredMessages(state: PushwooshState): FiguredMessage[] {
	return [
		...[...state.messages.values()]
			.filter(({ status }) => status !== 'deleted')
			.map((message) => ofPush(state, message)),
		...state.books.channelMessages.map((message) => ofChannel(state, message)),
		...state.books.pastMessages,
	].sort((one, other) => other.sentAt - one.sentAt || other.id - one.id);
}

function ofPush(state: PushwooshState, message: Message): FiguredMessage {
	const due = dueAt(message.notification);
	const isSent = due === undefined || due <= state.clock.now();
	const recipients = recipientsOf(state, message.audience === 'users', message.recipients, 3);
	const status = message.status === 'canceled' ? 'CANCELED' : isSent ? 'DONE' : 'PENDING';
	return {
		id: idOf(state, message),
		code: message.code,
		application: message.application,
		kind: 'push',
		status,
		source: 'API',
		createdAt: message.createdAt,
		sentAt: due ?? message.createdAt,
		notification: message.notification,
		figures: status === 'DONE' ? figuresOf(recipients) : new Map(),
		recipients,
	};
}

const CHANNEL_PLATFORMS = { email: 14, sms: 18, whatsapp: 21 } as const;

function ofChannel(state: PushwooshState, message: ChannelMessage): FiguredMessage {
	const platform = CHANNEL_PLATFORMS[message.kind];
	const recipients = message.recipients.map((hwid) => ({ hwid, platform }));
	return {
		id: idOf(state, message),
		code: message.code,
		application: message.application,
		kind: message.kind,
		status: 'DONE',
		source: message.kind === 'email' ? 'EMAIL_API' : 'API',
		createdAt: message.at,
		sentAt: message.at,
		notification: message.notification,
		figures: figuresOf(recipients),
		recipients,
	};
}

const known = new WeakMap<readonly string[], FiguredMessage['recipients']>();

/** With their platforms from the table of devices; who isn't in it has an Android phone. */
function recipientsOf(
	state: PushwooshState,
	areUsers: boolean,
	names: readonly string[],
	otherwise: number,
): FiguredMessage['recipients'] {
	const before = known.get(names);
	if (before !== undefined) return before;
	const wanted = new Set(names);
	const found = new Map<string, FiguredMessage['recipients']>();
	for (const { hwid, userId, pushToken, platform } of state.devices) {
		const name = (areUsers ? [userId] : [hwid, pushToken]).find((id) => id !== undefined && wanted.has(id));
		if (name === undefined) continue;
		const row = { hwid, ...(userId === undefined ? {} : { userId }), platform };
		found.set(name, [...(found.get(name) ?? []), row]);
	}
	const recipients = names.flatMap(
		(name) =>
			found.get(name) ?? [
				areUsers
					? { hwid: `device of ${name}`, userId: name, platform: otherwise }
					: { hwid: name, platform: otherwise },
			],
	);
	known.set(names, recipients);
	return recipients;
}

function figuresOf(recipients: FiguredMessage['recipients']): Map<number, Figures> {
	const sends = new Map<number, number>();
	for (const { platform } of recipients) sends.set(platform, (sends.get(platform) ?? 0) + 1);
	return new Map([...sends].map(([platform, count]) => [platform, settledFigures(count, platform)]));
}

/**
 * The figures as this answer shows them: those of a new message grow from answer to answer until
 * `growsForAnswers` of them are given, those of the past are settled.
 */
export function figuresNow(state: PushwooshState, message: FiguredMessage): Map<number, Figures> {
	const { growsForAnswers } = state.settings.statistics;
	const { figureAnswers, pastMessages } = state.books;
	const answered = figureAnswers.get(message.code) ?? 0;
	figureAnswers.set(message.code, answered + 1);
	if (pastMessages.includes(message) || answered >= growsForAnswers) return message.figures;
	const share = (answered + 1) / (growsForAnswers + 1);
	return new Map(
		[...message.figures].map(([platform, figures]) => [
			platform,
			Object.fromEntries(
				Object.entries(figures).map(([name, value]) => [name, Math.floor(Number(value) * share)]),
			) as unknown as Figures,
		]),
	);
}

/** Messages that are there before anything was sent. */
export interface PastMessages {
	count: number;
	application?: string;
	campaign?: string;
	/** Spread over yesterday (UTC), the last minute first; else one an hour, back from now. */
	day?: 'yesterday';
}

const DAY_MS = 86_400_000;

/** Messages of the past, each to iOS and Android; their codes in the order of the newest first. */
export function addPastMessages(
	state: PushwooshState,
	{ count, application = 'AAAAA-00000', campaign, day }: PastMessages,
): string[] {
	const { pastMessages } = state.books;
	const before = pastMessages.length;
	const now = state.clock.now();
	const [end, apart] = day === 'yesterday' ? [now - (now % DAY_MS), DAY_MS / (count + 1)] : [now, 3_600_000];
	for (let index = 0; index < count; index += 1) {
		const number = before + index + 1;
		const sentAt = end - number * apart;
		pastMessages.push({
			id: state.books.nextId++,
			code: `FA57-${number.toString(16).toUpperCase().padStart(8, '0')}-00000000`,
			application,
			kind: 'push',
			status: 'DONE',
			source: ['API', 'CP', 'AUTO_PUSH'][index % 3],
			createdAt: sentAt,
			sentAt,
			notification: {
				send_date: 'now',
				content: `News ${number}`,
				title: `Title ${number}`,
				...(campaign === undefined ? {} : { campaign }),
			},
			figures: new Map([
				[1, settledFigures(100 + index, 1)],
				[3, settledFigures(200 + index, 3)],
			]),
			recipients: [],
		});
	}
	return pastMessages.slice(before).map(({ code }) => code);
}
