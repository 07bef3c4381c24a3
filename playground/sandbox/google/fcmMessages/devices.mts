import type { ApnsVerdict } from './refusals.mts';

/** Whose push service a device belongs to: FCM's own, Apple's, or a browser's. */
export type Platform = 'android' | 'ios' | 'web';

/**
 * What messages:send answers to one message. Of `apnsError` and `thirdPartyAuthError`, which the push services
 * behind FCM give, `validate_only` knows nothing.
 */
export type FcmOutcome =
	/** As usual; useful before something else in a list. */
	| 'taken'
	/** 404 with `UNREGISTERED`. */
	| 'unregistered'
	/** 404 with the same text and no details. */
	| 'notFoundWithoutDetails'
	/** 403 with `SENDER_ID_MISMATCH`. */
	| 'senderIdMismatch'
	/** 400 that blames the token or FID. */
	| 'malformed'
	/** 400 "Request contains an invalid argument." without details. */
	| 'invalidArgument'
	/** 400 with Apple's verdict: 410 `Unregistered` unless `apnsError` says otherwise. */
	| 'apnsError'
	/** 401 with `THIRD_PARTY_AUTH_ERROR`; with Apple's reason when `apnsError` has one. */
	| 'thirdPartyAuthError'
	/** 429 of the project, the device or the topic. */
	| 'projectQuota'
	| 'deviceQuota'
	| 'topicQuota'
	/** 503, 500, 500 `UNSPECIFIED_ERROR`, 501, 502 as a page of Google's front end. */
	| 'unavailable'
	| 'internal'
	| 'unspecified'
	| 'unimplemented'
	| 'frontEndPage';

/** One entry in the list of what sends to a target meet, in this order. */
export interface FcmSend {
	answer: FcmOutcome;
	/** How many messages meet it; without it, all from then on. */
	times?: number;
	/** The message reaches its devices all the same: "delivered, then 503". */
	delivers?: boolean;
	/** What Apple says with `apnsError` or `thirdPartyAuthError`. */
	apnsError?: ApnsVerdict;
	/** Seconds in the Retry-After of a 429 or 503, in place of the setting's. */
	retryAfter?: number;
}

/** What a registration token or FID declares about sending to it; the rest of its state counts as well. */
export interface FcmDevice {
	/** Without it: iOS for imported APNs tokens, web for web push, else unknown, which no push service refuses. */
	platform?: Platform;
	/** What sends to it meet, one after the other; behind the end of the list all is well. */
	sends?: FcmSend[];
	/** Of a FID: whether its app uses FID messaging. If not, it is UNREGISTERED. */
	usesFidMessaging?: boolean;
	/** It is a device group, which is sent to as a token, with these tokens as members. */
	deviceGroup?: string[];
}

/** A list of outcomes in use: the same list goes on where it was, another one starts anew. */
export class SendScript {
	readonly #taken = new Map<string, { list: readonly FcmSend[]; count: number }>();

	/** The outcome that the next message to a target meets; uses it up. */
	next(target: string, list: readonly FcmSend[] | undefined): FcmSend | undefined {
		const entry = this.peek(target, list);
		if (list !== undefined) this.#taken.set(target, { list, count: this.#countOf(target, list) + 1 });
		return entry;
	}

	/** The same without using it up; a message to many devices meets what each of them would. */
	peek(target: string, list: readonly FcmSend[] | undefined): FcmSend | undefined {
		if (list === undefined) return undefined;
		let left = this.#countOf(target, list);
		for (const entry of list) {
			left -= entry.times ?? Infinity;
			if (left < 0) return entry;
		}
		return undefined;
	}

	#countOf(target: string, list: readonly FcmSend[]): number {
		const known = this.#taken.get(target);
		return known?.list === list ? known.count : 0;
	}

	clear(): void {
		this.#taken.clear();
	}
}
