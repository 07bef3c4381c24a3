/**
 * Switches of messages:send for what the reference leaves open, and for states of the world that a test wants.
 * The first of several readings is the one that was recorded, or the stricter one. Limits are off at `Infinity`
 * or, in a seed, `null`.
 */
export interface FcmSettings {
	/** Off: every FCM call is 403 with the reason SERVICE_DISABLED. */
	apiEnabled: boolean;
	/** FCM's login to APNs: `good`, or the reason that Apple gives. Concerns real sends to devices with the platform `ios`. */
	apnsKey: 'good' | 'InvalidProviderToken' | 'BadEnvironmentKeyInToken';
	/** The same for web push and the platform `web`. */
	webPushKey: 'good' | 'bad';
	/** Text of a 401 THIRD_PARTY_AUTH_ERROR: of its own, or that of a missing access token. */
	thirdPartyAuthText: 'own' | 'missingAccessToken';
	/** Whether a 401 THIRD_PARTY_AUTH_ERROR about APNs has Apple's reason with it. */
	thirdPartyAuthTellsApnsReason: boolean;
	/** Whether the apps use FID messaging; if not, every FID is UNREGISTERED. A declared `usesFidMessaging` wins. */
	appsUseFidMessaging: boolean;
	/** How a malformed token is told: with the field `message.token`, with the code alone, or in the older text. */
	malformedToken: 'withField' | 'codeOnly' | 'olderText';
	/** The field that a malformed FID is told with; not recorded. */
	malformedFidField: 'message.fid' | 'message.token' | 'none';
	/** Two targets at once; the answer isn't recorded. */
	twoTargets: 'badRequest' | 'withoutDetails';
	/** Details of a message that is too large. */
	tooLarge: 'badRequestWithoutFields' | 'codeOnly' | 'olderText';
	/** Bytes of keys and values in data and notification. Documented are 4096; 4506 was once the first refused. */
	largestPayload: number;
	/** Reserved data keys: by the reference (`google.`, `gcm.notification.`), or by the error page (`google`, `gcm`). */
	reservedDataKeys: 'reference' | 'errorPage';
	/** Whether a topic that occurs twice in a condition counts twice towards the five. */
	conditionCounts: 'places' | 'topics';
	/** Whether `android.priority` may be written `High`; upper and lower case are always taken. */
	mixedCasePriority: 'refused' | 'taken';
	/** The order of an error's details differs from case to case; a client mustn't rely on it. */
	detailsOrder: 'recorded' | 'reversed';
	/** Requests of a project in any 60 seconds, refused ones included, 429 not. */
	messagesPerMinute: number;
	/** Whether requests with `validate_only` count among them. */
	checksCount: boolean;
	/** Messages to one device, whether by token or FID. */
	deviceMessagesPerMinute: number;
	deviceMessagesPerHour: number;
	/** Messages to one topic; no figure is documented. */
	topicMessagesPerMinute: number;
	/** Detail of a 429 that says which quota it is; texts in it aren't recorded. */
	quotaFailure: 'named' | 'withoutViolations' | 'absent';
	/** Seconds in the Retry-After of a 429; none without it. */
	quotaRetryAfter?: number;
	/** Seconds in the Retry-After of a 503; none without it. */
	unavailableRetryAfter?: number;
	/** How Retry-After is written. */
	retryAfterAs: 'seconds' | 'date';
}

export function defaultFcmSettings(): FcmSettings {
	return {
		apiEnabled: true,
		apnsKey: 'good',
		webPushKey: 'good',
		thirdPartyAuthText: 'own',
		thirdPartyAuthTellsApnsReason: true,
		appsUseFidMessaging: true,
		malformedToken: 'withField',
		malformedFidField: 'message.fid',
		twoTargets: 'badRequest',
		tooLarge: 'badRequestWithoutFields',
		largestPayload: 4096,
		reservedDataKeys: 'reference',
		conditionCounts: 'places',
		mixedCasePriority: 'refused',
		detailsOrder: 'recorded',
		messagesPerMinute: 600_000,
		checksCount: true,
		deviceMessagesPerMinute: 240,
		deviceMessagesPerHour: 5000,
		topicMessagesPerMinute: Infinity,
		quotaFailure: 'named',
		retryAfterAs: 'seconds',
	};
}
