import { googleError, instanceIdError } from '../google/errors.mts';
import { fcmFault } from '../google/fcmMessages/faults.mts';
import { textAnswer } from '../http/message.mts';
import type { Answer } from '../http/message.mts';
import type { FaultAnswer } from './faults.mts';

/** The families of endpoints that word their failures alike; web push is worded like Instance ID. */
export type Kind = 'pushwoosh' | 'instanceId' | 'fcm' | 'fcmSend' | 'token';

/** The family that a path belongs to; `undefined` for a path that none of the services has. */
export function kindOf(path: string): Kind | undefined {
	if (/^\/(json|api|files|messaging)\//.test(path)) return 'pushwoosh';
	if (path === '/token') return 'token';
	if (path.startsWith('/v1/projects/')) return path.endsWith('/messages:send') ? 'fcmSend' : 'fcm';
	return path.startsWith('/iid/') || path.startsWith('/v1/web/') ? 'instanceId' : undefined;
}

/** 503 in the words of the service. */
export function unavailable(kind: Kind): FaultAnswer {
	if (kind === 'fcmSend') return fcmFault({ answer: 'unavailable' });
	return asFault(wording(kind, 503, 'UNAVAILABLE', 'Service Unavailable'));
}

/** 429 in the words of the service, with Retry-After unless the seconds are 0. */
export function overLimit(kind: Kind, retryAfter: number): FaultAnswer {
	const { headers, ...answer } =
		kind === 'fcmSend'
			? fcmFault({ answer: 'projectQuota' })
			: asFault(wording(kind, 429, 'RESOURCE_EXHAUSTED', 'Too many requests'));
	return {
		...answer,
		headers: { ...headers, ...(retryAfter > 0 ? { 'retry-after': String(retryAfter) } : {}) },
	};
}

function wording(kind: Kind, status: number, code: string, text: string): Answer {
	switch (kind) {
		case 'fcm':
			return googleError(status, code, text);
		case 'instanceId':
			return instanceIdError(status, code);
		default:
			return textAnswer(status, text);
	}
}

function asFault({ status, headers, body }: Answer): FaultAnswer {
	return { status, headers, body: String(body) };
}
