import type { Failure } from '../failure';
import { asRecord } from '../json';
import { toAnswer, type HttpAnswer } from './answer';
import { isStream } from './readBody';

/** n8n wraps what its HTTP client throws, which may wrap what the socket threw. */
const DEEPEST = 5;

/** @returns the error and its causes, outermost first */
export function* causes(error: unknown): Generator<Record<string, unknown>> {
	let current = asRecord(error);
	for (let depth = 0; current && depth < DEEPEST; depth++) {
		yield current;
		current = asRecord(current.cause);
	}
}

/** @returns the answer of the service that n8n's helper turned into an error; without its body where that wasn't read */
export function answerInside(error: unknown): HttpAnswer | undefined {
	for (const { response } of causes(error)) {
		const { status, headers, data } = asRecord(response) ?? {};
		if (typeof status === 'number') {
			if (!isStream(data)) return toAnswer(status, headers, data);
			data.destroy();
			return toAnswer(status, headers, undefined);
		}
	}
	return undefined;
}

/**
 * A failure of ours that travelled through n8n's helper: the credential's own checks and its token exchange.
 * @returns the failure, and whether it can pass by itself
 */
export function failureInside(error: unknown): { failure: Failure; passing: boolean } | undefined {
	for (const { failure, passing } of causes(error)) {
		if (typeof failure === 'object' && failure !== null && 'code' in failure && 'message' in failure) {
			return { failure: failure as Failure, passing: passing === true };
		}
	}
	return undefined;
}
