import { RequestFailure } from '../../shared/failure';
import { asRecord } from '../../shared/json';
import { allPages } from '../../shared/http/pages';
import { entriesOf } from './answer';
import { asAnswered, askPushwoosh, type Asking } from './request';

/** An application of the account. */
export interface Application {
	/** E.g. `AAAAA-00000`. */
	code: string;
	/** The code again where Pushwoosh gave no name. */
	name: string;
}

/**
 * Lists all applications that the API token may use (Pushwoosh API reference, getApplications). `total` is the number of
 * pages or the last page (the service's reference, 7.1): so the page of that number is asked for too, and may be empty,
 * the last one again, or refused. The first one, 0, is the answer to a request that names none.
 * @throws RequestFailure; RunCanceled
 */
export async function listApplications(hands: Asking): Promise<Application[]> {
	let lastPage = 0;
	return await allPages<Application, number>(
		async (page = 0) => {
			const answer = await askPushwoosh(hands, {
				family: 'remote',
				method: 'getApplications',
				request: page === 0 ? {} : { page },
				asks: 'list the applications',
				read: asAnswered,
			}).catch((error: unknown) => {
				if (page > 0 && page >= lastPage && isRefusal(error)) return undefined;
				throw error;
			});
			lastPage = wholeNumber(answer?.response.total) ?? 0;
			const entries = readApplications(answer?.response);
			return page < lastPage ? { entries, next: page + 1 } : { entries };
		},
		{ keyOf: ({ code }) => code },
	);
}

/**
 * Reads `response.applications` in every form that could be meant: an object keyed by code, whose values are names or
 * objects that hold one, or a list of objects or codes. The reference documents neither form in full.
 * @returns entries with a code; what can't be read is left out
 */
export function readApplications(response: unknown): Application[] {
	const entries = entriesOf(asRecord(response)?.applications) ?? [];
	return entries.flatMap(([code, entry]) => fromEntry(code, entry));
}

/** @returns whether the service itself said no, as it may to a page that isn't there */
function isRefusal(error: unknown): boolean {
	return error instanceof RequestFailure && ['210', '400', '404'].includes(error.failure.code);
}

/** @returns a number, also from a text */
function wholeNumber(value: unknown): number | undefined {
	const number = Number(filledText(value) ?? NaN);
	return Number.isInteger(number) ? number : undefined;
}

function fromEntry(key: string | undefined, entry: unknown): Application[] {
	const fields = asRecord(entry);
	const plain = filledText(entry);
	const code = filledText(fields?.code) ?? filledText(fields?.application) ?? key?.trim() ?? plain;
	if (!code) return [];
	return [{ code, name: plain ?? filledText(fields?.title) ?? filledText(fields?.name) ?? code }];
}

/** @returns the trimmed text of a text or number; undefined for anything else and for the empty text */
export function filledText(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return String(value).trim() || undefined;
}
