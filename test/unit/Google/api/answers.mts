import type { HttpAnswer } from '../../../../nodes/shared/http/answer.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { FCM, INSTANCE_ID, type GoogleService } from '../../../../nodes/Google/api/errors/services.ts';
import type { Purpose } from '../../../../nodes/Google/api/errors/requestFailure.ts';
import type { FcmSession, InstanceIdSession } from '../../../../nodes/Google/api/session.ts';
import type { Judgement, RequestSpec } from '../../../../nodes/shared/http/requestSpec.ts';
import { FIRST } from '../../support/earlierTries.mts';

/** An answer as it comes in: a text stands as it is, anything else travels as JSON. */
export function answer(status: number, body: unknown = ''): HttpAnswer {
	return toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body));
}

/** A Google-style error object, with the detail that FCM adds. */
export function googleError(code: number, status: string, message: string, errorCode?: string): unknown {
	const type = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
	const details = errorCode === undefined ? {} : { details: [{ '@type': type, errorCode }] };
	return { error: { code, message, status, ...details } };
}

/** A Google-style error object with these details. */
export function detailedError(code: number, status: string, message: string, ...details: object[]): unknown {
	return { error: { code, message, status, details } };
}

export const UNAUTHORIZED_PAGE =
	'<HTML>\n<HEAD>\n<TITLE>Unauthorized</TITLE>\n</HEAD>\n<BODY>\n<H1>Unauthorized</H1>\n<H2>Error 401</H2>\n</BODY>\n</HTML>';
export const SERVER_KEY_DEPRECATED = {
	error: 'Authenticating using server key is deprecated. Please use an OAuth2 token instead.',
};

export function purpose(
	service: GoogleService = INSTANCE_ID,
	authentication: Purpose['authentication'] = 'serviceAccount',
): Purpose {
	return { service, authentication, action: 'subscribe the devices' };
}

const common = {
	authentication: 'serviceAccount',
	credentialType: 'test',
	credentials: {},
	jitter: 'slight',
} as const;
/** Opened credentials, as far as requests need them. */
export const instanceId: InstanceIdSession = {
	...common,
	service: INSTANCE_ID,
	iidUrl: 'https://iid.googleapis.com',
};
export const fcm: FcmSession = {
	...common,
	service: FCM,
	fcmUrl: 'https://fcm.googleapis.com',
	projectId: 'acme-demo-4711',
};

/** What a request makes of an answer to its first try. */
export function judged<T>({ judge }: RequestSpec<T>, status: number, body?: unknown): Judgement<T> {
	return judge(answer(status, body), FIRST);
}
