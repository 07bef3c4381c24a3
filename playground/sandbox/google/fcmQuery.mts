import { isObject } from '../http/message.mts';
import type { SandboxRequest } from '../http/message.mts';

/** Query values by camelCase name, each accepted in snake_case too; `undefined` for unknown or doubled names. */
export function readQuery(
	request: SandboxRequest,
	names: Record<string, string>,
): Record<string, string> | undefined {
	const values: Record<string, string> = {};
	for (const [given, value] of request.query) {
		const name = Object.entries(names).find(([camel, snake]) => given === camel || given === snake)?.[0];
		if (name === undefined || name in values) return undefined;
		values[name] = value;
	}
	return values;
}

/** A boolean query value; `undefined` for anything but `true`, `false` and nothing. */
export function flagOf(value: string | undefined): boolean | undefined {
	if (value === undefined || value === 'false') return false;
	return value === 'true' ? true : undefined;
}

export function hasEmptyJsonBody(request: SandboxRequest): boolean {
	return (
		request.contentType === 'application/json' &&
		isObject(request.json) &&
		Object.keys(request.json).length === 0
	);
}

/** A percent-encoded part of the path; `undefined` when the encoding is broken. */
export function decodedSegment(segment: string): string | undefined {
	try {
		return decodeURIComponent(segment);
	} catch {
		return undefined;
	}
}

/** An opaque token for the page that starts at a position; good for one registration only. */
export function pageTokenOf(position: number, registration: string): string {
	return Buffer.from(JSON.stringify([position, registration])).toString('base64url');
}

/** The position in a page token, `undefined` for one that wasn't made for this registration. */
export function positionOf(pageToken: string, registration: string): number | undefined {
	try {
		const [position, owner] = JSON.parse(Buffer.from(pageToken, 'base64url').toString('utf8')) as [
			unknown,
			unknown,
		];
		return Number.isInteger(position) && owner === registration ? Number(position) : undefined;
	} catch {
		return undefined;
	}
}
