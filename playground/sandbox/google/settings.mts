import { defaultFcmSettings } from './fcmMessages/settings.mts';
import type { FcmSettings } from './fcmMessages/settings.mts';

/** Switches for what the reference leaves open, and for states of the world that a test wants. */
export interface GoogleSettings {
	/** What `expires_in` says, and how long access tokens really live. */
	accessTokenSeconds: number;
	/** Answer to a request without any Authorization header. */
	missingAuthorization: 'html' | 'json';
	/** Answer to a bearer token without `access_token_auth: true`. */
	missingAccessTokenAuth: 'json' | 'html';
	/** Off: every Instance ID path answers as after the shutdown. */
	instanceIdAvailable: boolean;
	/** Off: the web push paths answer as if withdrawn. */
	webPushAvailable: boolean;
	/** Whether a refresh gives the same registration token back. */
	refreshedToken: 'same' | 'new';
	/** VAPID public keys of the project; without a list any well-formed key is known. */
	vapidPublicKeys?: string[];
	/** Topics that one app instance may have. */
	topicsPerInstance: number;
	/** Subscription changes a second and project; a batch counts per token. Off at `Infinity`. */
	changesPerSecond: number;
	/** Value of Retry-After, in seconds, on quota answers. */
	quotaRetryAfter?: number;
	/**
	 * Of how many tokens that nothing was declared about one is refused (0: none, 1: all), and as what. APNs
	 * imports of such tokens fail.
	 */
	refusedTokens: { refuseEvery: number; refuseAs: 'unregistered' | 'malformed' };
	/** What FCM tells beside its words about a bad topic name: the field, the field and its own code, or nothing. */
	invalidTopicDetails: 'named' | 'namedWithCode' | 'none';
	/** What FCM tells about a malformed registration of a topic subscription: its own code with or without the field. */
	malformedRegistration: 'withField' | 'codeOnly';
	/** Largest page that the list of topic subscriptions gives, whatever is asked for. */
	largestPage: number;
	/** Of messages:send. */
	fcm: FcmSettings;
}

export function defaultGoogleSettings(): GoogleSettings {
	return {
		accessTokenSeconds: 3599,
		missingAuthorization: 'html',
		missingAccessTokenAuth: 'json',
		instanceIdAvailable: true,
		webPushAvailable: true,
		refreshedToken: 'same',
		topicsPerInstance: 2000,
		changesPerSecond: Infinity,
		refusedTokens: { refuseEvery: 0, refuseAs: 'unregistered' },
		invalidTopicDetails: 'named',
		malformedRegistration: 'withField',
		largestPage: 2000,
		fcm: defaultFcmSettings(),
	};
}
