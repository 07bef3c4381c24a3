/** Where a family of Pushwoosh's APIs wants the token. */
type TokenPlace =
	/** In the JSON body: `request.auth`, or `auth` at the top. */
	| { in: 'request' | 'body' }
	/** In the header `Authorization`, behind this word; `statistics`: the word that the credential names. */
	| { in: 'header'; scheme: 'Token' | 'Api' | 'statistics' };

/** How one family of Pushwoosh's APIs is called. */
export interface Family {
	/** The field of the credential that holds its address. */
	host: 'baseUrl' | 'journeyUrl';
	/** What stands before the method in its path. */
	path: string;
	/** Which of the credential's tokens it takes. */
	token: 'server' | 'device';
	place: TokenPlace;
	/** What is around a call's fields and its answer. */
	envelope: Envelope;
}

/** How the answers of a family tell success from failure; `judgeAnswer` in `answer.ts` reads them (the reference, 1.6). */
type Envelope =
	/** The fields in `request`, the answer in `response` beside a `status_code`, which alone decides. */
	| 'wrapped'
	/** Nothing around either; errors have another HTTP status and a `message`. */
	| 'plain'
	/** Nothing around either; errors are those of a gRPC gateway: `code`, `message`, `details`. */
	| 'gateway'
	/** Nothing around either; errors have an `error`, whatever the HTTP status. */
	| 'error'
	/** HTTP 200 accepts, with an object or nothing in it. */
	| 'acceptance';

/**
 * The families of Pushwoosh's APIs (the service's reference, 0.3 and 1.4): the only place that knows where a call goes,
 * what is wrapped around it, and where the token belongs.
 */
export const FAMILIES = {
	remote: {
		host: 'baseUrl',
		path: '/json/1.3/',
		token: 'server',
		place: { in: 'request' },
		envelope: 'wrapped',
	},
	device: {
		host: 'baseUrl',
		path: '/json/1.3/',
		token: 'device',
		place: { in: 'header', scheme: 'Token' },
		envelope: 'wrapped',
	},
	deviceV2: {
		host: 'baseUrl',
		path: '/api/v2/device-api/',
		token: 'device',
		place: { in: 'header', scheme: 'Token' },
		envelope: 'acceptance',
	},
	audience: {
		host: 'baseUrl',
		path: '/api/v2/audience/',
		token: 'server',
		place: { in: 'body' },
		envelope: 'plain',
	},
	statistics: {
		host: 'baseUrl',
		path: '/api/v2/',
		token: 'server',
		place: { in: 'header', scheme: 'statistics' },
		envelope: 'error',
	},
	messaging: {
		host: 'baseUrl',
		path: '/messaging/v2/',
		token: 'server',
		place: { in: 'header', scheme: 'Token' },
		envelope: 'gateway',
	},
	journey: {
		host: 'journeyUrl',
		path: '/api/',
		token: 'server',
		place: { in: 'header', scheme: 'Api' },
		envelope: 'gateway',
	},
} as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof FAMILIES;

/** Methods of 1.3 that take the Device token (the reference, 0.3 and 9). */
const DEVICE_METHODS =
	/^\/json\/1\.3\/(?:applicationOpen|getNearestZone|getTags|messageDeliveryEvent|postEvent|pushStat|registerDevice|registerUser|setBadge|setTags|unregisterDevice)$/;

/**
 * Finds the family of a request by where it goes, for whoever sends it: a node, or n8n's HTTP Request node.
 * @param host which of the credential's addresses it goes to
 * @param path below that address, with a slash in front
 * @param hasDeviceToken without one, methods of the Device API get the Server token as all of 1.3 once did
 */
export function familyOf(host: Family['host'], path: string, hasDeviceToken: boolean): Family {
	if (host === 'journeyUrl' || /^\/api\/(?:journey|v3\/journeygateway)(?:\/|$)/.test(path))
		return FAMILIES.journey;
	if (DEVICE_METHODS.test(path) && hasDeviceToken) return FAMILIES.device;
	const { remote, deviceV2, audience, statistics, messaging } = FAMILIES;
	return [remote, deviceV2, audience, statistics].find((family) => path.startsWith(family.path)) ?? messaging;
}
