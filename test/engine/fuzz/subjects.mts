import type { INodeParameters } from 'n8n-workflow';

import type { Asked, Exchange, Reply } from './hostileServer.mts';
import type { Truth } from './answers.mts';

export const ACCOUNT = 'googleFcmServiceAccountApi';
export const SERVER_KEY = 'googleFcmServerKeyApi';
export const PUSHWOOSH = 'pushwooshApi';

/** Credentials that lead to one server. @param key the service account's key file as JSON */
export function credentialsFor(
	url: string,
	key: string,
	{ apiToken = 'api-token', deviceToken = 'device-token', serverKey = 'server-key' } = {},
) {
	return {
		[ACCOUNT]: {
			privateKey: key,
			otherAddresses: true,
			iidUrl: url,
			fcmUrl: url,
			tokenUrl: `${url}/token`,
			accessToken: '',
		},
		[SERVER_KEY]: { serverApiKey: serverKey, otherAddresses: true, iidUrl: url },
		[PUSHWOOSH]: { apiToken, deviceToken, baseUrl: url, otherAddresses: true, journeyUrl: url },
	};
}

const VAPID = `B${'E'.repeat(86)}`;
const APPLICATION = { __rl: true, mode: 'code', value: 'AAAAA-00000' };
const SUBSCRIPTION = { endpoint: 'https://push.example/1', keys: { auth: 'a'.repeat(22), p256dh: VAPID } };
const CODE = 'ABCD-12345678-9ABCDEF0';

/** One for each `id` of the items. */
const SEGMENTS = Array.from({ length: 20 }, (_, at) => ({ name: `id-${at}`, code: `AAAAA-${10_000 + at}` }));

type Json = Record<string, unknown>;

/** One operation of a node, what a good service would answer to it, and what has to be true of a success. */
export interface Subject {
	name: string;
	type: string;
	credential: string;
	/** Refers to the item's fields `id` (different for each item) and `few` (one of five). */
	parameters: INodeParameters;
	/** More than one output item for an input item is fine. */
	many?: boolean;
	truth: Truth;
	/** Written without a look at the package: may this be said after these answers? */
	proven(json: Json, exchanges: Exchange[]): boolean;
}

/** The reply's JSON as an object, when the whole of it came and the HTTP status is one of these. */
function said({ status, body, delivery, headers }: Reply, statuses: number[]): Json | undefined {
	if (delivery !== 'whole' || !statuses.includes(status) || headers['content-encoding'] === 'gzip')
		return undefined;
	try {
		const json = JSON.parse(body.toString('utf8').replace(/^\ufeff/, '')) as unknown;
		return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
	} catch {
		return undefined;
	}
}

const good = (reply: Reply) => {
	const json = said(reply, [200]);
	return json && json.error === undefined ? json : undefined;
};
const isEmpty = (json: Json | undefined) => json !== undefined && Object.keys(json).length === 0;
const filled = (value: unknown) =>
	typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);
const about = (exchanges: Exchange[], token: unknown) =>
	exchanges.filter(
		({ asked }) =>
			decodeURIComponent(asked.path).includes(String(token)) ||
			JSON.stringify(asked.body).includes(`"${String(token)}"`),
	);
const verdictOn = (reply: Reply) =>
	said(reply, [400, 404])?.error !== undefined &&
	/no information found about this instance id|invalidtoken|not_found|invalid_argument|unregistered|too_many_topics/i.test(
		reply.body.toString(),
	);
/** Google's own words about one device, or about Apple's and the browsers' push services. */
const sendVerdictIn = (reply: Reply) =>
	said(reply, [400, 401, 403, 404])?.error !== undefined &&
	/UNREGISTERED|Requested entity was not found\.|SENDER_ID_MISMATCH|THIRD_PARTY_AUTH_ERROR|ApnsError|message\.(token|fid)|not a valid FCM registration token/.test(
		reply.body.toString(),
	);
const okay = (reply: Reply) => {
	const json = said(reply, [200, 201, 202, 204, 206]);
	return json && Number(json.status_code) === 200 && filled(json.status_code) ? json : undefined;
};
const field = (asked: Asked, ...path: string[]) =>
	path.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], asked.body);

const google: Subject[] = [
	{
		name: 'iidLookup',
		type: 'iidLookup',
		credential: ACCOUNT,
		parameters: { service: 'instanceId', registrationId: '={{ $json.id }}' },
		truth: () => ({
			application: 'com.example',
			authorizedEntity: '1',
			platform: 'ANDROID',
			rel: { topics: { a: { addDate: '2020-01-01' } } },
		}),
		proven: (json, exchanges) =>
			about(exchanges, json.registrationToken).some(({ reply }) => {
				if (json.found === false) return verdictOn(reply);
				const sent = good(reply);
				return sent !== undefined && [sent.application, sent.authorizedEntity, sent.platform].some(filled);
			}),
	},
	{
		name: 'iidLookup with the server key, raw',
		type: 'iidLookup',
		credential: SERVER_KEY,
		parameters: {
			service: 'instanceId',
			registrationId: '={{ $json.id }}',
			authentication: 'serverKey',
			simplify: false,
			details: false,
		},
		truth: () => ({ application: 'com.example', authorizedEntity: '1', platform: 'IOS' }),
		proven: (json, exchanges) => google[0].proven(json, exchanges),
	},
	{
		name: 'iidLookup through FCM',
		type: 'iidLookup',
		credential: ACCOUNT,
		parameters: { service: 'fcm', registrationId: '={{ $json.id }}', details: false },
		truth: () => ({ name: 'projects/p/messages/1' }),
		proven: (json, exchanges) =>
			about(exchanges, json.registrationToken).some(({ reply }) =>
				json.found === false ? verdictOn(reply) : filled(good(reply)?.name),
			),
	},
	{
		name: 'topicBatch',
		type: 'topicBatch',
		credential: ACCOUNT,
		parameters: {
			service: 'instanceId',
			topic: '={{ "news-" + $json.few }}',
			registrationIds: '={{ $json.id }}',
		},
		truth: ({ body }) => ({ results: list((body as Json).registration_tokens).map(() => ({})) }),
		proven: (json, exchanges) =>
			exchanges.some(({ asked, reply }) => {
				const tokens = list(field(asked, 'registration_tokens'));
				const results = list(good(reply)?.results);
				const result = results[tokens.indexOf(json.registrationToken)];
				if (field(asked, 'to') !== `/topics/${String(json.topic)}` || results.length > tokens.length)
					return false;
				if (json.success === true) return isEmpty(result as Json);
				const { error } = (result ?? {}) as Json;
				return (
					json.errorCode === (typeof error === 'string' ? error.trim() : (error as Json | undefined)?.status)
				);
			}),
	},
	{
		name: 'topicBatch, one by one',
		type: 'topicBatch',
		credential: ACCOUNT,
		parameters: {
			service: 'instanceId',
			operation: 'subscribeOne',
			topic: 'news',
			registrationIds: '={{ $json.id }}',
		},
		truth: () => ({}),
		proven: (json, exchanges) =>
			about(exchanges, json.registrationToken).some(({ reply }) =>
				json.success === true ? isEmpty(said(reply, [200])) : verdictOn(reply),
			),
	},
	{
		name: 'topicBatch through FCM',
		type: 'topicBatch',
		credential: ACCOUNT,
		parameters: { service: 'fcm', operation: 'subscribe', topic: 'news', registrationIds: '={{ $json.id }}' },
		truth: () => ({ name: 'projects/p/registrations/t/topicSubscriptions/news' }),
		proven: (json, exchanges) =>
			about(exchanges, json.registrationToken).some(({ reply }) => {
				if (json.success !== true) return verdictOn(reply);
				const sent = good(reply);
				return (
					[sent?.name, sent?.topic_name, sent?.topicName].some(filled) ||
					/ALREADY_EXISTS/.test(reply.body.toString()) ||
					reply.status === 409
				);
			}),
	},
	...(['send', 'validate'] as const).map(
		(operation): Subject => ({
			name: `fcmSend ${operation}`,
			type: 'fcmSend',
			credential: ACCOUNT,
			parameters: { operation, title: 'Hi', registrationIds: '={{ $json.id + ":1" }}' },
			truth: ({ body }) => ({
				name: `projects/p/messages/${String(field({ body } as Asked, 'message', 'token'))}`,
			}),
			proven: (json, exchanges) =>
				about(exchanges, json.registrationToken).some(({ reply }) => {
					if (json.success !== true) return sendVerdictIn(reply);
					const name = good(reply)?.name;
					if (typeof name !== 'string' || name.trim() === '') return false;
					return (
						operation === 'validate' || (filled(json.messageId) && name.includes(String(json.messageId)))
					);
				}),
		}),
	),
	...(['topic', 'condition'] as const).map(
		(target): Subject => ({
			name: `fcmSend to a ${target}`,
			type: 'fcmSend',
			credential: ACCOUNT,
			parameters: {
				target,
				title: 'Hi',
				topic: '={{ "news-" + $json.few }}',
				condition: '={{ "\'news-" + $json.few + "\' in topics" }}',
			},
			truth: ({ body }) => ({ name: `projects/p/messages/${JSON.stringify(body).length}` }),
			proven: (json, exchanges) =>
				exchanges.some(
					({ asked, reply }) =>
						field(asked, 'message', target) === json[target] &&
						(json.success === true
							? String(good(reply)?.name).includes(String(json.messageId))
							: sendVerdictIn(reply)),
				),
		}),
	),
	{
		name: 'importApns',
		type: 'importApns',
		credential: ACCOUNT,
		parameters: { bundleId: '={{ "com.example.app" + $json.few }}', apnsDeviceIds: '={{ $json.apns }}' },
		truth: ({ body }) => ({
			results: list((body as Json).apns_tokens).map((token) => ({
				apns_token: token,
				status: 'OK',
				registration_token: `r-${String(token)}`,
			})),
		}),
		proven: (json, exchanges) =>
			exchanges.some(({ asked, reply }) => {
				const tokens = list(field(asked, 'apns_tokens'));
				const at = tokens.indexOf(json.apnsToken);
				const results = list(good(reply)?.results) as Array<Json | null>;
				return results.some((result, index) => {
					if (typeof result !== 'object' || result === null) return false;
					const echo =
						typeof result.apns_token === 'string'
							? result.apns_token.replace(/[<>\s]/g, '').toLowerCase()
							: '';
					const isMine = echo === '' ? index === at : echo === json.apnsToken;
					if (!isMine || at < 0) return false;
					if (json.success !== true) return [result.status, result.error].includes(json.status);
					return (
						result.status === 'OK' && String(result.registration_token).trim() === json.registrationToken
					);
				});
			}),
	},
	...(['import', 'refresh', 'delete'] as const).map(
		(operation): Subject => ({
			name: `webSubscription ${operation}`,
			type: 'webSubscription',
			credential: ACCOUNT,
			parameters: {
				operation,
				subscription: `={{ { endpoint: "https://push.example/" + $json.id, keys: ${JSON.stringify(SUBSCRIPTION.keys)} } }}`,
				applicationPublicKey: VAPID,
				registrationId: '={{ $json.id }}',
			},
			truth: () => (operation === 'delete' ? {} : { token: 'new-token' }),
			proven: (json, exchanges) =>
				exchanges.some(({ reply }) =>
					operation === 'delete'
						? isEmpty(said(reply, [200]))
						: String(good(reply)?.token).trim() === json.registrationToken,
				),
		}),
	),
];

const pushwoosh: Subject[] = [
	{
		name: 'sendPush',
		type: 'sendPush',
		credential: PUSHWOOSH,
		parameters: {
			application: APPLICATION,
			audience: 'users',
			userIds: '={{ $json.id }}',
			content: '={{ "Hello " + $json.few }}',
			options: { requestsPerMinute: 1_000_000_000 },
		},
		truth: () => ({ status_code: 200, status_message: 'OK', response: { Messages: [CODE] } }),
		proven: (json, exchanges) =>
			exchanges.some(({ reply }) => {
				const sent = okay(reply);
				const codes = list((sent?.response as Json | null | undefined)?.Messages);
				return sent !== undefined && list(json.messageCodes).every((code) => codes.includes(code));
			}),
	},
	{
		name: 'sendPush to devices',
		type: 'sendPush',
		credential: PUSHWOOSH,
		parameters: {
			application: APPLICATION,
			audience: 'devices',
			deviceIds: '={{ $json.id }}',
			content: '={{ "Hello " + $json.few }}',
			options: { requestsPerMinute: 1_000_000_000, messagesPerRequest: 3 },
		},
		truth: ({ body }) => {
			const { notifications } = (body as { request: { notifications: unknown[] } }).request;
			return {
				status_code: 200,
				status_message: 'OK',
				response: {
					Messages: notifications.map((_, at) => `ABCD-1234567${at}-9ABCDEF0`),
					UnknownDevices: { [CODE]: ['nobody'] },
				},
			};
		},
		proven: (json, exchanges) => pushwoosh[0].proven(json, exchanges),
	},
	{
		name: 'sendPush to segments, combined',
		type: 'sendPush',
		credential: PUSHWOOSH,
		parameters: {
			application: APPLICATION,
			audience: 'segment',
			segment: { __rl: true, mode: 'name', value: '={{ "segment " + $json.few }}' },
			content: 'Hello',
			options: { requestsPerMinute: 1_000_000_000 },
		},
		truth: ({ body }) => {
			const { notifications } = (body as { request: { notifications: Array<{ filter: string }> } }).request;
			return {
				status_code: 200,
				status_message: 'OK',
				response: { Messages: notifications.map(({ filter }) => `ABCD-12345678-9ABCDEF${filter.at(-1)}`) },
			};
		},
		proven: (json, exchanges) => pushwoosh[0].proven(json, exchanges),
	},
	{
		name: 'sendPush delete',
		type: 'sendPush',
		credential: PUSHWOOSH,
		parameters: { operation: 'delete', messageCode: '={{ $json.id }}' },
		truth: () => ({ status_code: 200, status_message: 'OK', response: null }),
		proven: (json, exchanges) =>
			about(exchanges, json.messageCode).some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'manageSegment create',
		type: 'manageSegment',
		credential: PUSHWOOSH,
		parameters: {
			resource: 'segment',
			operation: 'create',
			name: '={{ $json.id }}',
			filterMode: 'expression',
			filterExpression: 'T("Age", gte, 18)',
		},
		truth: () => ({ status_code: 200, status_message: 'OK', response: { name: 'x' } }),
		proven: (json, exchanges) => about(exchanges, json.name).some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'manageSegment delete',
		type: 'manageSegment',
		credential: PUSHWOOSH,
		parameters: {
			resource: 'segment',
			operation: 'delete',
			application: APPLICATION,
			segment: { __rl: true, mode: 'name', value: '={{ $json.id }}' },
		},
		truth: ({ path }) => ({
			status_code: 200,
			status_message: 'OK',
			response: path.includes('list') ? { filters: SEGMENTS } : null,
		}),
		proven: (json, exchanges) =>
			exchanges.some(
				({ asked, reply }) => field(asked, 'request', 'name') === json.name && okay(reply) !== undefined,
			),
	},
	{
		name: 'manageSegment get',
		type: 'manageSegment',
		credential: PUSHWOOSH,
		parameters: {
			resource: 'segment',
			operation: 'get',
			application: { __rl: true, mode: 'code', value: '={{ "AAAAA-0000" + $json.few }}' },
			segment: { __rl: true, mode: 'name', value: '={{ "segment " + $json.few }}' },
		},
		truth: () => ({
			status_code: 200,
			response: { filters: [0, 1, 2, 3, 4].map((few) => ({ name: `segment ${few}`, code: `c${few}` })) },
		}),
		proven: (json, exchanges) =>
			exchanges.some(({ reply }) =>
				JSON.stringify(okay(reply)?.response ?? '').includes(JSON.stringify(json.name).slice(1, -1)),
			),
	},
	{
		name: 'manageSegment getAll',
		type: 'manageSegment',
		credential: PUSHWOOSH,
		many: true,
		parameters: {
			resource: 'segment',
			operation: 'getAll',
			application: { __rl: true, mode: 'code', value: '={{ "AAAAA-0000" + $json.few }}' },
		},
		truth: () => ({ status_code: 200, response: { filters: [{ name: 'a', code: 'b' }] } }),
		proven: (_, exchanges) => exchanges.some(({ reply }) => okay(reply)?.response !== undefined),
	},
	...(['count', 'export', 'getExport', 'count of a saved segment'] as const).map(
		(subject): Subject => ({
			name: `manageSegment ${subject}`,
			type: 'manageSegment',
			credential: PUSHWOOSH,
			parameters: {
				resource: 'device',
				operation: subject.replace(/ .*/, ''),
				application: APPLICATION,
				filterMode: subject.includes('saved') ? 'segment' : 'expression',
				segment: { __rl: true, mode: 'name', value: '={{ $json.id }}' },
				filterExpression: '={{ \'T("Name", eq, "\' + $json.few + \'")\' }}',
				taskId: '={{ $json.id }}',
				options: { pollInterval: 1, waitTimeout: 1 },
			},
			truth: ({ path }) =>
				path.includes('list')
					? { status_code: 200, status_message: 'OK', response: { filters: SEGMENTS } }
					: {
							task_id: 'task-1',
							status: 'completed',
							devices_count: 12,
							filename: 'https://files.example/1.zip',
						},
			proven: (json, exchanges) =>
				exchanges.some(({ asked, reply }) => {
					const sent = said(reply, [200, 201, 202, 204, 206]);
					if (!asked.path.endsWith('/result') || sent === undefined) return false;
					if (subject.startsWith('count'))
						return (
							filled(sent.devices_count) &&
							Number.parseFloat(String(sent.devices_count)) === json.devicesCount
						);
					return filled(sent.status) || filled(sent.filename) || filled(sent.csv_filename);
				}),
		}),
	),
];

const WELCOME = '11111111-1111-4111-8111-111111111111';
const SUCCESSES = Array.from({ length: 100 }, (_, at) => 200 + at);
/** A plain answer's object that holds no refusal in any family's words. */
const plain = (reply: Reply) => {
	const json = said(reply, SUCCESSES);
	if (json === undefined || ('status_code' in json && Number(json.status_code) !== 200)) return undefined;
	return typeof json.code === 'number' && json.code !== 0 && typeof json.message === 'string'
		? undefined
		: json;
};
const wrapped = (response: unknown) => ({ status_code: 200, status_message: 'OK', response });
/** Someone was handed over under a request's ID, and a word on that request came back. */
const workedOff = (json: Json, exchanges: Exchange[], identifier: unknown) =>
	exchanges.some(
		({ asked, reply }) =>
			JSON.stringify(asked.body ?? '').includes(`"${String(identifier)}"`) &&
			String(plain(reply)?.request_id).trim() === json.requestId,
	) &&
	exchanges.some(
		({ asked, reply }) =>
			asked.path.includes('detailed=true') &&
			String(plain(reply)?.status).trim().toLowerCase() === json.status,
	);
const bulkTruth: Truth = ({ path, body }) => {
	if (path.includes('listTags')) return wrapped({ tags: [{ name: 'Age', type: 1 }] });
	if (path.includes('addTag')) return wrapped({ result: true });
	if (path.includes('listFilters')) return wrapped({ filters: [{ name: 'Fair', code: 'AAAAA-10000' }] });
	if (path.includes('detailed=true')) return { status: 'Completed' };
	return body === undefined ? {} : { request_id: 'r-1', status: 'Pending' };
};
const quick = { pollInterval: 0.1, waitTimeout: 1 };

const people: Subject[] = [
	{
		name: 'manageAudience setTags',
		type: 'manageAudience',
		credential: PUSHWOOSH,
		parameters: {
			application: APPLICATION,
			identifier: '={{ $json.id }}',
			tagSource: 'columns',
			columns: 'few',
			options: { ...quick, batchSize: 5 },
		},
		truth: bulkTruth,
		proven: (json, exchanges) => workedOff(json, exchanges, json.identifier),
	},
	{
		name: 'manageAudience register',
		type: 'manageAudience',
		credential: PUSHWOOSH,
		parameters: {
			operation: 'register',
			application: APPLICATION,
			hwid: '={{ $json.id }}',
			pushToken: 'token',
			options: { ...quick, batchSize: 5 },
		},
		truth: bulkTruth,
		proven: (json, exchanges) => workedOff(json, exchanges, json.hwid),
	},
	{
		name: 'manageAudience import',
		type: 'manageAudience',
		credential: PUSHWOOSH,
		parameters: {
			operation: 'import',
			application: APPLICATION,
			identifier: '={{ $json.id }}',
			segmentName: 'Fair',
			options: { ...quick, batchSize: 5 },
		},
		truth: bulkTruth,
		proven: (json, exchanges) => workedOff(json, exchanges, json.identifier),
	},
	{
		name: 'manageAudience getTags',
		type: 'manageAudience',
		credential: PUSHWOOSH,
		parameters: { operation: 'getTags', application: APPLICATION, identifier: '={{ $json.id }}' },
		truth: () => wrapped({ result: { City: 'Madrid' } }),
		proven: (json, exchanges) =>
			about(exchanges, json.identifier).some(({ reply }) => {
				if (json.found === true) return (okay(reply)?.response as Json | undefined)?.result !== undefined;
				return /404|not found|n.t exist|no such|unknown/i.test(reply.body.toString()) || reply.status === 404;
			}),
	},
	{
		name: 'manageAudience unregister',
		type: 'manageAudience',
		credential: PUSHWOOSH,
		parameters: { operation: 'unregister', application: APPLICATION, identifier: '={{ $json.id }}' },
		truth: () => wrapped(null),
		proven: (json, exchanges) => about(exchanges, json.hwid).some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'manageAudience deleteUser',
		type: 'manageAudience',
		credential: PUSHWOOSH,
		parameters: {
			operation: 'deleteUser',
			application: APPLICATION,
			identifier: '={{ $json.id }}',
			confirmDelete: true,
		},
		truth: () => ({}),
		proven: (json, exchanges) =>
			about(exchanges, json.userId).some(
				({ reply }) =>
					plain(reply) !== undefined ||
					(reply.status === 200 && reply.delivery === 'whole' && reply.body.toString().trim() === ''),
			),
	},
	{
		name: 'trackEvent post',
		type: 'trackEvent',
		credential: PUSHWOOSH,
		parameters: { application: APPLICATION, event: 'Checkout', userId: '={{ $json.id }}' },
		truth: () => wrapped({ code: '61ABC-00000' }),
		proven: (json, exchanges) => about(exchanges, json.userId).some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'trackEvent create',
		type: 'trackEvent',
		credential: PUSHWOOSH,
		parameters: { operation: 'create', application: APPLICATION, name: '={{ $json.id }}' },
		truth: () => wrapped({ event: 5 }),
		proven: (json, exchanges) =>
			about(exchanges, json.event).some(({ reply }) =>
				filled((okay(reply)?.response as Json | undefined)?.event),
			),
	},
	{
		name: 'manageJourney start',
		type: 'manageJourney',
		credential: PUSHWOOSH,
		parameters: { journeyId: WELCOME, userIds: '={{ $json.id }}', options: { batchSize: 5 } },
		truth: () => ({ request_uuid: 'r-1' }),
		proven: (_, exchanges) => exchanges.some(({ reply }) => plain(reply) !== undefined),
	},
	{
		name: 'manageJourney removeUsers',
		type: 'manageJourney',
		credential: PUSHWOOSH,
		parameters: {
			operation: 'removeUsers',
			userIds: '={{ $json.id }}',
			journeys: WELCOME,
			options: { batchSize: 5 },
		},
		truth: () => ({}),
		proven: (_, exchanges) => exchanges.some(({ reply }) => plain(reply) !== undefined),
	},
	{
		name: 'manageJourney getStatistics',
		type: 'manageJourney',
		credential: PUSHWOOSH,
		many: true,
		parameters: { operation: 'getStatistics', journeyId: WELCOME },
		truth: () => ({
			payload: { title: 'Welcome', points: [{ pointTitle: 'Push', pointStat: { sent: 4, opened: 1 } }] },
		}),
		proven: (_, exchanges) =>
			exchanges.some(({ reply }) => Array.isArray((plain(reply)?.payload as Json | undefined)?.points)),
	},
	{
		name: 'manageJourney setState',
		type: 'manageJourney',
		credential: PUSHWOOSH,
		parameters: { operation: 'setState', journeyId: WELCOME, state: 'pause' },
		truth: () => ({ info: { title: 'Welcome', status: 'STATUS_PAUSED' } }),
		proven: (_, exchanges) =>
			exchanges.some(({ reply }) => filled((plain(reply)?.info as Json | undefined)?.status)),
	},
];

const project: Subject[] = [
	{
		name: 'manageProject preset create',
		type: 'manageProject',
		credential: PUSHWOOSH,
		parameters: {
			operation: 'create',
			application: APPLICATION,
			name: '={{ $json.id }}',
			content: 'x',
			platforms: [1],
		},
		truth: ({ path }) => wrapped(path.endsWith('listPresets') ? {} : null),
		proven: (json, exchanges) =>
			about(exchanges, json.name).some(
				({ asked, reply }) => asked.path.endsWith('createPreset') && okay(reply) !== undefined,
			),
	},
	{
		name: 'manageProject tag delete',
		type: 'manageProject',
		credential: PUSHWOOSH,
		parameters: {
			resource: 'tag',
			operation: 'delete',
			name: '={{ $json.id }}',
			confirmName: '={{ $json.id }}',
		},
		truth: () => wrapped({ result: true }),
		proven: (json, exchanges) => about(exchanges, json.name).some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'manageProject geozone create',
		type: 'manageProject',
		credential: PUSHWOOSH,
		parameters: {
			resource: 'geozone',
			operation: 'create',
			application: APPLICATION,
			name: '={{ $json.id }}',
			latitude: 40.4,
			longitude: -3.7,
			content: 'Hi',
			ifExists: 'skip',
		},
		truth: () => wrapped(null),
		proven: (json, exchanges) =>
			about(exchanges, json.name).some(
				({ reply }) =>
					okay(reply) !== undefined ||
					(json.outcome === 'unchanged' && /\bexist/i.test(reply.body.toString())),
			),
	},
	{
		name: 'manageProject test device create',
		type: 'manageProject',
		credential: PUSHWOOSH,
		parameters: {
			resource: 'testDevice',
			operation: 'create',
			application: APPLICATION,
			name: '={{ $json.id }}',
			pushToken: 'token',
		},
		truth: ({ path }) => wrapped(path.endsWith('listTestDevices') ? { TestDevices: [] } : null),
		proven: (json, exchanges) => about(exchanges, json.name).some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'manageProject application get',
		type: 'manageProject',
		credential: PUSHWOOSH,
		parameters: { resource: 'application', operation: 'get', application: APPLICATION },
		truth: () => wrapped({ application: { android_sdk: 'pw' } }),
		proven: (_, exchanges) => exchanges.some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'pushStatistics getMessages',
		type: 'pushStatistics',
		credential: PUSHWOOSH,
		many: true,
		parameters: { application: APPLICATION, messageCodes: '={{ $json.id }}' },
		truth: () => ({
			total: 1,
			items: [{ id: 1, code: CODE, push_info: { metrics: [{ platform: 1, sends: 3 }] } }],
		}),
		proven: (_, exchanges) => exchanges.some(({ reply }) => plain(reply) !== undefined),
	},
	{
		name: 'pushStatistics getMessageTotals',
		type: 'pushStatistics',
		credential: PUSHWOOSH,
		many: true,
		parameters: { operation: 'getMessageTotals', messageCodes: '={{ $json.id }}' },
		truth: () => ({ metrics: [{ timestamp: '2026-11-01 10:00:00', platform: 1, sends: '3' }] }),
		proven: (json, exchanges) =>
			about(exchanges, json.code).some(({ reply }) => 'metrics' in (plain(reply) ?? {})),
	},
	{
		name: 'pushStatistics getRecipients',
		type: 'pushStatistics',
		credential: PUSHWOOSH,
		many: true,
		parameters: { operation: 'getRecipients', userId: '={{ $json.id }}' },
		truth: () => ({ items: [{ hwid: 'a', action: 'sent' }] }),
		proven: (_, exchanges) => exchanges.some(({ reply }) => plain(reply) !== undefined),
	},
	{
		name: 'pushStatistics getSubscribers',
		type: 'pushStatistics',
		credential: PUSHWOOSH,
		many: true,
		parameters: {
			operation: 'getSubscribers',
			application: APPLICATION,
			dateFrom: '2026-11-01',
			dateTo: '2026-11-02',
		},
		truth: () => ({ statistics: [{ timestamp: '2026-11-01 00:00:00', platform: 1, push_enabled: 3 }] }),
		proven: (_, exchanges) => exchanges.some(({ reply }) => Array.isArray((plain(reply) ?? {}).statistics)),
	},
	{
		name: 'sendPush cancel',
		type: 'sendPush',
		credential: PUSHWOOSH,
		parameters: { operation: 'cancel', messageCode: '={{ $json.id }}' },
		truth: () => ({}),
		proven: (json, exchanges) =>
			about(exchanges, json.messageCode).some(({ reply }) => plain(reply) !== undefined),
	},
	{
		name: 'sendMessage sendEmail',
		type: 'sendMessage',
		credential: PUSHWOOSH,
		parameters: {
			application: APPLICATION,
			preset: 'AAAAA-22222',
			addresses: '={{ $json.id }}@example.com',
			options: { batchSize: 1, requestsPerMinute: 1_000_000_000 },
		},
		truth: () => wrapped(null),
		proven: (_, exchanges) => exchanges.some(({ reply }) => okay(reply) !== undefined),
	},
	{
		name: 'sendMessage sendSms',
		type: 'sendMessage',
		credential: PUSHWOOSH,
		parameters: {
			operation: 'sendSms',
			application: APPLICATION,
			phoneNumbers: '+34600100200',
			content: '={{ $json.id }}',
			options: { requestsPerMinute: 1_000_000_000 },
		},
		truth: () => wrapped({ Messages: [CODE] }),
		proven: (_, exchanges) => exchanges.some(({ reply }) => okay(reply) !== undefined),
	},
];

export const subjects: Subject[] = [...google, ...pushwoosh, ...people, ...project];
