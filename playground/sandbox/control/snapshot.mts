import type { DeliveredMessage, FcmBooks } from '../google/fcmMessages/books.mts';
import type { GoogleState } from '../google/state.mts';
import { booksSnapshot } from '../pushwoosh/areas/snapshot.mts';
import type { PushwooshState } from '../pushwoosh/state.mts';
import type { LogEntry } from './log.mts';

/** The state as JSON. Subscribers are listed with `full`, else only counted; credentials are left out. */
export function snapshotOf(pushwoosh: PushwooshState, google: GoogleState, full: boolean): unknown {
	return {
		pushwoosh: {
			applications: [...pushwoosh.applications.values()],
			filters: pushwoosh.currentFilters().map(({ expression, ...filter }) => filter),
			messages: [...pushwoosh.messages.values()],
			exports: [...pushwoosh.exports.values()].map(({ devices, ...task }) => ({
				...task,
				devices: devices.length,
			})),
			devices: pushwoosh.devices.length,
			books: booksSnapshot(pushwoosh, full),
			settings: pushwoosh.settings,
		},
		google: {
			projects: [...google.projects.values()].map(({ topics, ...project }) => ({
				...project,
				topics: Object.fromEntries(
					[...topics].map(([topic, subscribers]) => [
						topic,
						full ? [...subscribers.keys()] : subscribers.size,
					]),
				),
			})),
			serviceAccounts: [...google.serviceAccounts.values()].map(({ clientEmail, projectId }) => ({
				clientEmail,
				projectId,
			})),
			imports: full ? [...google.imports.values()] : google.imports.size,
			webSubscriptions: [...google.webSubscriptions.keys()],
			deliveredMessages: google.deliveredMessages.map((delivered) => deliveredOf(delivered, full)),
			fcmBooks: booksOf(google.fcm.books, full),
			validatedMessages: google.validatedMessages,
			settings: google.settings,
		},
	};
}

/** A message with its recipients; their number is enough unless all is wanted. */
function deliveredOf({ content, recipients, ...delivered }: DeliveredMessage, full: boolean): unknown {
	return { ...delivered, recipients: full ? recipients : recipients.length };
}

/** What came of all messages together; with `full`, how many pushes each device got. */
function booksOf(books: FcmBooks, full: boolean): unknown {
	return {
		deliveries: books.deliveries,
		doubles: books.doubles(),
		losses: books.losses(),
		...(full ? { times: books.counts() } : {}),
	};
}

/** A log entry without the credentials that it carried. */
export function withoutCredentials(entry: LogEntry): LogEntry {
	const { authorization, cookie, ...headers } = entry.headers;
	const hidden =
		authorization === undefined
			? {}
			: { authorization: authorization.replace(/^([^\s=]*(?:\s|=))?.*/, '$1…') };
	return {
		...entry,
		headers: { ...headers, ...hidden },
		rawBody: entry.rawBody
			.replace(/("auth"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"…"')
			.replace(/assertion=[^&]*/, 'assertion=…'),
		body: hideKeys(entry.body, ['auth']),
		answer: hideKeys(entry.answer, ['access_token']),
	};
}

function hideKeys(value: unknown, names: string[]): unknown {
	if (value === undefined) return undefined;
	return JSON.parse(
		JSON.stringify(value, (name, entry: unknown) =>
			names.includes(name) && typeof entry === 'string' ? '…' : entry,
		),
	) as unknown;
}
