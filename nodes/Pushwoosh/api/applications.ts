import { asRecord } from '../../shared/http/answer';
import type { RequestSpec } from '../../shared/http/client';
import { repeatWhenPassing } from '../../shared/http/repeat';
import type { RemoteAnswer } from './answer';
import { remoteRequest } from './remoteApi';

/** An application of the account. */
export interface Application {
	/** E.g. `AAAAA-00000`. */
	code: string;
	/** The code again where Pushwoosh gave no name. */
	name: string;
}

/** Asks for all applications that the API token may use (Pushwoosh API reference, getApplications). */
export function applicationsRequest(baseUrl: string): RequestSpec<RemoteAnswer> {
	return remoteRequest({
		baseUrl,
		method: 'getApplications',
		request: {},
		action: 'list the applications',
		repeat: repeatWhenPassing,
	});
}

/**
 * Reads `response.applications` in every form that could be meant: an object keyed by code, whose values are names or
 * objects that hold one, or a list of objects or codes. The reference documents neither form in full.
 * @returns entries with a code; what can't be read is left out
 */
export function readApplications(response: unknown): Application[] {
	const applications = asRecord(response)?.applications;
	if (Array.isArray(applications)) return applications.flatMap((entry) => fromEntry(undefined, entry));
	return Object.entries(asRecord(applications) ?? {}).flatMap(([code, entry]) => fromEntry(code, entry));
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
