import { beforeAll } from 'vitest';
import type { Sandbox } from '../../playground/sandbox/index.mts';
import { accessTokenFor, send, useSandbox } from './support.mts';
import type { Reply } from './support.mts';

export const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
export const FID = 'dR7kQ2mZ0xYabcdefghijk';
export const SEND = '/v1/projects/acme-demo-4711/messages:send';

export interface FcmBench {
	sandbox: Sandbox;
	/** The whole body of messages:send. */
	post: (json: unknown) => Promise<Reply>;
	/** A message for real. */
	push: (message: object) => Promise<Reply>;
	/** A message with `validate_only`. */
	check: (message: object) => Promise<Reply>;
	headers: () => Record<string, string>;
}

/** A sandbox per test file and the ways to send with a good access token. */
export function useFcm(): FcmBench {
	const sandbox = useSandbox();
	let authorization: string;
	beforeAll(async () => {
		authorization = `Bearer ${await accessTokenFor(sandbox)}`;
	});
	const headers = () => ({ authorization });
	const post = (json: unknown) => send(sandbox.url + SEND, { headers: headers(), json });
	return {
		sandbox,
		post,
		push: (message) => post({ message }),
		check: (message) => post({ validate_only: true, message }),
		headers,
	};
}

type Detail = Record<string, unknown>;

export const fcmError = (errorCode: string): Detail => ({
	'@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
	errorCode,
});

/** A violation of this field, or none at all. */
export const badRequest = (field?: string, description?: unknown): Detail => ({
	'@type': 'type.googleapis.com/google.rpc.BadRequest',
	...(field === undefined ? {} : { fieldViolations: [{ field, description }] }),
});

export const apnsError = (statusCode: number, reason: string): Detail => ({
	'@type': 'type.googleapis.com/google.firebase.fcm.v1.ApnsError',
	statusCode,
	reason,
});

/** Status and body of a Google error; without details it has none. */
export function refusal(code: number, status: string, message: unknown, details: Detail[] = []): unknown[] {
	return [code, { error: { code, message, status, ...(details.length === 0 ? {} : { details }) } }];
}

export const said = ({ status, body }: Reply): unknown[] => [status, body];
