import { htmlAnswer, jsonAnswer } from '../../http/message.mts';
import type { Answer } from '../../http/message.mts';
import type { Violation } from './payload.mts';
import type { FcmSettings } from './settings.mts';

/** Every answer but the good one, in the words and with the details that the reference recorded (section 8). */

type Detail = Record<string, unknown>;

const typed = (name: string, members: Detail): Detail => ({
	'@type': `type.googleapis.com/${name}`,
	...members,
});

const fcmError = (errorCode: string): Detail => typed('google.firebase.fcm.v1.FcmError', { errorCode });

const badRequest = (fieldViolations?: Violation[]): Detail =>
	typed('google.rpc.BadRequest', fieldViolations === undefined ? {} : { fieldViolations });

/** What Apple said; either part may be missing. */
export interface ApnsVerdict {
	statusCode?: number;
	reason?: string;
}

const apnsError = (verdict: ApnsVerdict): Detail => typed('google.firebase.fcm.v1.ApnsError', { ...verdict });

const TOKEN_TEXT = 'The registration token is not a valid FCM registration token';
const INVALID_TEXT = 'Request contains an invalid argument.';
const MISSING_ACCESS_TOKEN_TEXT =
	'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or ' +
	'other valid authentication credential.';

export type Quota = 'project' | 'device' | 'topic';

const QUOTA_TEXTS: Record<Quota, string> = {
	project: 'Resource has been exhausted (e.g. check quota).',
	device: 'Device message rate exceeded.',
	topic: 'Topic quota exceeded.',
};

/** The refusals of messages:send, worded as its settings say. */
export class Refusals {
	readonly #settings: FcmSettings;
	readonly #now: number;

	/** `now` is the moment from which a Retry-After as a date counts, in milliseconds since 1970. */
	constructor(settings: FcmSettings, now: number) {
		this.#settings = settings;
		this.#now = now;
	}

	/** Unknown names and wrong types: `BadRequest`, no `FcmError`. */
	payload(violations: Violation[]): Answer {
		const message = violations.map(({ description }) => description).join('\n');
		return this.#error(400, 'INVALID_ARGUMENT', message, [badRequest(violations)]);
	}

	/** Neither token, FID, topic nor condition. */
	noTarget(): Answer {
		return this.field('message', 'Recipient of the message is not set.');
	}

	twoTargets(field: string): Answer {
		if (this.#settings.twoTargets === 'withoutDetails') return this.withoutDetails();
		const description = `Invalid value at 'message' (oneof), oneof field 'target' is already set. Cannot set '${field}'`;
		return this.payload([{ field: 'message', description }]);
	}

	/** A field of the message that FCM itself finds wrong. */
	field(field: string, description: string): Answer {
		return this.#error(400, 'INVALID_ARGUMENT', description, [
			badRequest([{ field, description }]),
			fcmError('INVALID_ARGUMENT'),
		]);
	}

	/** A bad condition, and whatever else FCM doesn't explain. */
	withoutDetails(): Answer {
		return this.#error(400, 'INVALID_ARGUMENT', INVALID_TEXT, []);
	}

	tooLarge(): Answer {
		const text = 'Message is too large. The maximum is 4K (4096 bytes).';
		switch (this.#settings.tooLarge) {
			case 'olderText':
				return this.#error(400, 'INVALID_ARGUMENT', 'Android message is too big', []);
			case 'codeOnly':
				return this.#error(400, 'INVALID_ARGUMENT', text, [fcmError('INVALID_ARGUMENT')]);
			default:
				return this.#error(400, 'INVALID_ARGUMENT', text, [badRequest(), fcmError('INVALID_ARGUMENT')]);
		}
	}

	malformedToken(): Answer {
		const { malformedToken } = this.#settings;
		const text = malformedToken === 'olderText' ? 'Invalid registration token' : TOKEN_TEXT;
		return this.#badTarget(text, malformedToken === 'withField' ? 'message.token' : undefined);
	}

	malformedFid(): Answer {
		const { malformedFidField } = this.#settings;
		return malformedFidField === 'none'
			? this.#badTarget(TOKEN_TEXT, undefined)
			: this.#badTarget(INVALID_TEXT, malformedFidField);
	}

	#badTarget(text: string, field: string | undefined): Answer {
		return this.#error(400, 'INVALID_ARGUMENT', text, [
			fcmError('INVALID_ARGUMENT'),
			...(field === undefined ? [] : [badRequest([{ field, description: text }])]),
		]);
	}

	unregistered(): Answer {
		return this.#error(404, 'NOT_FOUND', 'Requested entity was not found.', [fcmError('UNREGISTERED')]);
	}

	notFoundWithoutDetails(): Answer {
		return this.#error(404, 'NOT_FOUND', 'Requested entity was not found.', []);
	}

	senderIdMismatch(): Answer {
		return this.#error(403, 'PERMISSION_DENIED', 'SenderId mismatch', [fcmError('SENDER_ID_MISMATCH')]);
	}

	/** Apple's verdict on a device, handed on. */
	apnsError(verdict: ApnsVerdict): Answer {
		const isGone = verdict.statusCode === 410 || verdict.reason === 'Unregistered';
		return this.#error(400, 'INVALID_ARGUMENT', isGone ? 'APNs device token is disabled.' : INVALID_TEXT, [
			fcmError('INVALID_ARGUMENT'),
			apnsError(verdict),
		]);
	}

	/** FCM can't log in to APNs (with Apple's reason) or web push (without one). */
	thirdPartyAuth(reason?: string): Answer {
		const { thirdPartyAuthText, thirdPartyAuthTellsApnsReason } = this.#settings;
		const isTold = reason !== undefined && thirdPartyAuthTellsApnsReason;
		return this.#error(
			401,
			'UNAUTHENTICATED',
			thirdPartyAuthText === 'own' ? 'Auth error from APNS or Web Push Service' : MISSING_ACCESS_TOKEN_TEXT,
			[fcmError('THIRD_PARTY_AUTH_ERROR'), ...(isTold ? [apnsError({ statusCode: 403, reason })] : [])],
		);
	}

	quota(quota: Quota, subject: string, retryAfter = this.#settings.quotaRetryAfter): Answer {
		const { quotaFailure } = this.#settings;
		const description = QUOTA_TEXTS[quota];
		const failure = typed(
			'google.rpc.QuotaFailure',
			quotaFailure === 'named' ? { violations: [{ subject: `${quota}:${subject}`, description }] } : {},
		);
		return this.#error(
			429,
			'RESOURCE_EXHAUSTED',
			description,
			[fcmError('QUOTA_EXCEEDED'), ...(quotaFailure === 'absent' ? [] : [failure])],
			this.#retryAfter(retryAfter),
		);
	}

	unavailable(retryAfter = this.#settings.unavailableRetryAfter): Answer {
		return this.#error(
			503,
			'UNAVAILABLE',
			'The service is currently unavailable.',
			[fcmError('UNAVAILABLE')],
			this.#retryAfter(retryAfter),
		);
	}

	internal(): Answer {
		return this.#error(500, 'INTERNAL', 'Internal error encountered.', [fcmError('INTERNAL')]);
	}

	unspecified(): Answer {
		return this.#error(500, 'UNKNOWN', 'Unknown Error.', [fcmError('UNSPECIFIED_ERROR')]);
	}

	unimplemented(): Answer {
		return this.#error(501, 'UNIMPLEMENTED', 'Operation is not implemented, or supported, or enabled.', []);
	}

	/** Google's front end, before FCM. */
	frontEndPage(): Answer {
		return htmlAnswer(
			502,
			'The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.',
		);
	}

	/** Any other code of a test's own choosing, without a text that was recorded. */
	coded(httpStatus: number, status: string): Answer {
		return this.#error(httpStatus, status, `The service answered ${status}.`, [fcmError(status)]);
	}

	accessDenied(resource: string): Answer {
		const permission = 'cloudmessaging.messages.create';
		return this.#error(
			403,
			'PERMISSION_DENIED',
			`Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
			[],
		);
	}

	serviceDisabled(projectId: string): Answer {
		return this.#error(
			403,
			'PERMISSION_DENIED',
			`Firebase Cloud Messaging API has not been used in project ${projectId} before or it is disabled.`,
			[
				typed('google.rpc.ErrorInfo', {
					reason: 'SERVICE_DISABLED',
					domain: 'googleapis.com',
					metadata: { service: 'fcm.googleapis.com', consumer: `projects/${projectId}` },
				}),
			],
		);
	}

	#retryAfter(seconds: number | undefined): Record<string, string> {
		if (seconds === undefined) return {};
		const isDate = this.#settings.retryAfterAs === 'date';
		return {
			'retry-after': isDate ? new Date(this.#now + seconds * 1000).toUTCString() : String(seconds),
		};
	}

	#error(
		code: number,
		status: string,
		message: string,
		details: Detail[],
		headers: Record<string, string> = {},
	): Answer {
		const ordered = this.#settings.detailsOrder === 'recorded' ? details : details.toReversed();
		return jsonAnswer(
			code,
			{ error: { code, message, status, ...(ordered.length === 0 ? {} : { details: ordered }) } },
			headers,
		);
	}
}
