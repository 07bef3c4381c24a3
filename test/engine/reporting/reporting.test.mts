import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { NODE } from '../../../playground/engine/index.mts';
import { NODE_TYPES } from '../../nodes.mts';
import { useBench } from '../bench.mts';

const bench = useBench();
const DEMO = { __rl: true, mode: 'code', value: 'AAAAA-00000' };
const CODE = '1A2B-3C4D5E6F-7A8B9C0D';
const TOKEN = 'cX1exampleSub:APA91bRegistrationToken';
const SUBSCRIPTION = {
	endpoint: 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint',
	keys: {
		auth: 'GecTJNK6kdbGyDxEc4tnew',
		p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
	},
};
const WEB = {
	subscription: JSON.stringify(SUBSCRIPTION),
	registrationId: TOKEN,
	applicationPublicKey:
		'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8',
};

interface Case {
	what: string;
	type: string;
	parameters: Record<string, unknown>;
	/** Keys of the input that are the node's own, and which of them the result of this run leaves out. */
	own: string[];
	leavesOut: string[];
	/** How many requests the one item takes. */
	requests: number;
	/** What the service answers, where the sandbox's own answer isn't the one meant. */
	answer?: { path: string; body: IDataObject };
	/** A list parameter or text that is to be filled in, and its name on the screen. */
	required: [name: string, label: string];
}

const device = { resource: 'device', filterMode: 'expression', filterExpression: 'T("City", EQ, "Madrid")' };
const ok = { status_code: 200, status_message: 'OK' };
const PUSH_KEYS =
	'success messageCode messageCodes submitted scheduledFor unknownDevices warning errorCode errorMessage'.split(
		' ',
	);
const EXPORT_KEYS = ['taskId', 'status', 'devicesCount', 'fileUrl'];
const SEGMENT_KEYS = ['name', 'code', 'filter_expression', 'expiration_date', 'application', 'conditions'];
const TOPIC_KEYS = 'registrationToken topic operation success errorCode errorMessage attempts'.split(' ');
const LOOKUP_KEYS =
	'registrationToken found application authorizedEntity platform applicationVersion appSigner topics errorCode errorMessage'.split(
		' ',
	);
const MESSAGE_KEYS =
	'registrationToken installationId topic condition success valid messageId errorCode errorMessage attempts apnsReason'.split(
		' ',
	);
const topic = { topic: 'news', registrationIds: 'a:1' };
const MADE_KEYS = ['code', 'name', 'outcome', 'differences'];
const zone = { resource: 'geozone', application: DEMO, latitude: 40.4, longitude: -3.7 };
const BULK_KEYS = ['success', 'requestId', 'status', 'errorCode', 'errorMessage', 'skippedTags'];
const BULK_LEAVES_OUT = ['errorCode', 'errorMessage', 'skippedTags'];
const JOURNEY = '11111111-1111-4111-8111-111111111111';
const journeyId = { __rl: true, mode: 'id', value: JOURNEY };
const quick = { pollInterval: 0.1 };
const row = { application: DEMO, identifier: 'u1' };

const CASES: Case[] = [
	{
		what: 'Send Push to everyone',
		type: 'sendPush',
		parameters: { application: DEMO, audience: 'everyone', confirmBroadcast: true, content: 'Hello' },
		own: PUSH_KEYS,
		leavesOut: [
			'messageCode',
			'submitted',
			'scheduledFor',
			'unknownDevices',
			'warning',
			'errorCode',
			'errorMessage',
		],
		requests: 1,
		answer: { path: '*createMessage', body: { ...ok, response: { Messages: ['CODE_NOT_AVAILABLE'] } } },
		required: ['content', 'Content'],
	},
	{
		what: 'Send Push, Delete',
		type: 'sendPush',
		parameters: { operation: 'delete', messageCode: CODE },
		own: ['deleted', 'messageCode'],
		leavesOut: [],
		requests: 1,
		answer: { path: '*deleteMessage', body: { ...ok, response: null } },
		required: ['messageCode', 'Message Code'],
	},
	{
		what: 'Manage Segment, Create',
		type: 'manageSegment',
		parameters: { ...device, resource: 'segment', operation: 'create', name: 'Q' },
		own: ['name', 'code', 'filterExpression'],
		leavesOut: ['code'],
		requests: 1,
		required: ['name', 'Name'],
	},
	...['get', 'getAll'].map((operation) => ({
		what: `Manage Segment, ${operation}`,
		type: 'manageSegment',
		parameters: {
			resource: 'segment',
			operation,
			application: DEMO,
			segment: { __rl: true, mode: 'name', value: 'Q' },
		},
		own: SEGMENT_KEYS,
		leavesOut: SEGMENT_KEYS.filter((key) => key !== 'name'),
		requests: 1,
		answer: { path: '*listFilters', body: { ...ok, response: { filters: [{ name: 'Q' }] } } },
		required: ['application', 'Application'] as [string, string],
	})),
	{
		what: 'Manage Segment, Count',
		type: 'manageSegment',
		parameters: { ...device, operation: 'count', options: { pollInterval: 0.1 } },
		own: ['devicesCount'],
		leavesOut: [],
		requests: 4,
		required: ['filterExpression', 'Filter Expression'],
	},
	{
		what: 'Manage Segment, Export without waiting',
		type: 'manageSegment',
		parameters: { ...device, operation: 'export', waitForCompletion: false },
		own: EXPORT_KEYS,
		leavesOut: ['devicesCount', 'fileUrl'],
		requests: 1,
		required: ['filterExpression', 'Filter Expression'],
	},
	{
		what: 'Manage Segment, Get Export',
		type: 'manageSegment',
		parameters: { resource: 'device', operation: 'getExport', taskId: '7', waitForCompletion: false },
		own: EXPORT_KEYS,
		leavesOut: ['devicesCount', 'fileUrl'],
		requests: 1,
		answer: { path: '*/result', body: { status: 'in-progress' } },
		required: ['taskId', 'Task ID'],
	},
	{
		what: 'Manage Audience, Set Tags',
		type: 'manageAudience',
		parameters: { ...row, tagSource: 'json', tagsJson: '{ "Age": 31 }', options: quick },
		own: ['identifier', 'tags', ...BULK_KEYS],
		leavesOut: BULK_LEAVES_OUT,
		requests: 4,
		required: ['identifier', 'Identifier'],
	},
	{
		what: 'Manage Audience, Import Segment',
		type: 'manageAudience',
		parameters: { ...row, operation: 'import', segmentName: 'Fair', options: quick },
		own: ['identifier', 'tags', 'segment', ...BULK_KEYS],
		leavesOut: BULK_LEAVES_OUT,
		requests: 8,
		required: ['segmentName', 'Segment Name'],
	},
	{
		what: 'Manage Audience, Register Devices',
		type: 'manageAudience',
		parameters: {
			operation: 'register',
			application: DEMO,
			hwid: 'h1',
			pushToken: 't1',
			waitForResult: false,
		},
		own: ['hwid', ...BULK_KEYS],
		leavesOut: BULK_LEAVES_OUT,
		requests: 1,
		required: ['pushToken', 'Push Token'],
	},
	{
		what: 'Manage Audience, Get Tags of somebody unknown',
		type: 'manageAudience',
		parameters: { ...row, operation: 'getTags' },
		own: ['identifier', 'found', 'tags'],
		leavesOut: ['tags'],
		requests: 1,
		answer: { path: '*getTags', body: { status_code: 404, status_message: 'Not found', response: null } },
		required: ['identifier', 'Identifier'],
	},
	{
		what: 'Manage Audience, Unregister Device',
		type: 'manageAudience',
		parameters: { ...row, operation: 'unregister' },
		own: ['hwid', 'unregistered'],
		leavesOut: [],
		requests: 1,
		required: ['identifier', 'HWID'],
	},
	{
		what: 'Manage Audience, Delete User',
		type: 'manageAudience',
		parameters: { ...row, operation: 'deleteUser', confirmDelete: true },
		own: ['userId', 'deletionRequested'],
		leavesOut: [],
		requests: 1,
		required: ['identifier', 'User ID'],
	},
	{
		what: 'Track Event, Post',
		type: 'trackEvent',
		parameters: { application: DEMO, event: 'Checkout', userId: 'u1', hwid: '={{ "h1" }}' },
		own: ['event', 'userId', 'hwid', 'success', 'code'],
		leavesOut: ['code'],
		requests: 1,
		answer: { path: '*postEvent', body: { ...ok, response: null } },
		required: ['event', 'Event'],
	},
	{
		what: 'Track Event, Create',
		type: 'trackEvent',
		parameters: { operation: 'create', application: DEMO, name: 'Checkout', ifExists: 'skip' },
		own: ['event', 'id', 'created'],
		leavesOut: ['id'],
		requests: 1,
		answer: {
			path: '*createEvent',
			body: { status_code: 210, status_message: 'Event already exists', response: null },
		},
		required: ['name', 'Name'],
	},
	{
		what: 'Manage Journey, Start',
		type: 'manageJourney',
		parameters: { journeyId, userIds: 'u1' },
		own: ['journeyId', 'success', 'submitted', 'requestUuid', 'requestUuids'],
		leavesOut: ['requestUuid', 'requestUuids'],
		requests: 1,
		answer: { path: '*start/external', body: {} },
		required: ['userIds', 'User IDs'],
	},
	{
		what: 'Manage Journey, Remove Users',
		type: 'manageJourney',
		parameters: { operation: 'removeUsers', userIds: 'u1', journeys: JOURNEY },
		own: ['journeyIds', 'allJourneys', 'removed', 'submitted'],
		leavesOut: ['allJourneys'],
		requests: 1,
		required: ['journeys', 'Journeys'],
	},
	{
		what: 'Manage Journey, Get Statistics',
		type: 'manageJourney',
		parameters: { operation: 'getStatistics', journeyId },
		own: [
			...['journeyId', 'title', 'point', 'campaignCode', 'presetCode', 'sent', 'opened', 'conversion'],
			...['shows', 'interactions', 'skipped', 'clicked', 'unsubscribed', 'softBounces', 'complaints'],
			'openRate',
		],
		leavesOut: ['campaignCode', 'presetCode', 'shows', 'complaints'],
		requests: 1,
		answer: {
			path: '*statistics/external',
			body: { payload: { title: 'Welcome', points: [{ pointTitle: 'Push', pointStat: { sent: 4 } }] } },
		},
		required: ['journeyId', 'Journey'],
	},
	{
		what: 'Manage Journey, Set State',
		type: 'manageJourney',
		parameters: { operation: 'setState', journeyId, state: 'pause' },
		own: ['journeyId', 'title', 'state'],
		leavesOut: [],
		requests: 1,
		required: ['journeyId', 'Journey'],
	},
	{
		what: 'Send Push, Cancel Push',
		type: 'sendPush',
		parameters: { operation: 'cancel', messageCode: CODE },
		own: ['messageCode', 'canceled'],
		leavesOut: [],
		requests: 1,
		answer: { path: '*cancel', body: {} },
		required: ['messageCode', 'Message Code'],
	},
	...(['sendPush', 'pushStatistics'] as const).map(
		(type): Case => ({
			what: type === 'sendPush' ? 'Send Push, Get Push Status' : 'Get Statistics, Get Messages',
			type,
			parameters: {
				...(type === 'sendPush' ? { operation: 'getStatus' } : {}),
				application: DEMO,
				messageCodes: CODE,
			},
			own: [
				...['code', 'id', 'sentAt', 'status', 'source', 'title', 'content', 'platforms', 'platform', 'sends'],
				...['deliveries', 'opens', 'inboxOpens', 'errors', 'unshowableSends', 'deliveryRate', 'openRate'],
			],
			leavesOut: ['platform'],
			requests: 1,
			answer: { path: '*list', body: { total: 1, items: [{ id: 1 }] } },
			required: ['application', 'Application'],
		}),
	),
	{
		what: 'Get Statistics, Get Message Totals',
		type: 'pushStatistics',
		parameters: { operation: 'getMessageTotals', messageCodes: CODE },
		own: [
			...['code', 'timestamp', 'platform', 'sends', 'opens', 'deliveries', 'inboxOpens', 'unshowableSends'],
			...['errors', 'conversion', 'noData'],
		],
		leavesOut: ['timestamp', 'platform', 'conversion'],
		requests: 1,
		required: ['messageCodes', 'Message Codes'],
	},
	{
		what: 'Get Statistics, Get Campaign Statistics',
		type: 'pushStatistics',
		parameters: { operation: 'getCampaignStatistics', application: DEMO, campaign: 'CMPGN-00001' },
		own: 'campaign messages sends deliveries opens errors deliveryRate openRate'.split(' '),
		leavesOut: [],
		requests: 1,
		required: ['application', 'Application'],
	},
	{
		what: 'Get Statistics, Get Recipients',
		type: 'pushStatistics',
		parameters: { operation: 'getRecipients', dateFrom: '2026-11-01', dateTo: '2026-11-02' },
		own: [],
		leavesOut: [],
		requests: 1,
		answer: { path: '*getMessageLog', body: { items: [{ hwid: 'a' }] } },
		required: ['dateFrom', 'From'],
	},
	{
		what: 'Get Statistics, Get Subscribers',
		type: 'pushStatistics',
		parameters: {
			operation: 'getSubscribers',
			application: DEMO,
			dateFrom: '2026-11-01',
			dateTo: '2026-11-02',
		},
		own: ['timestamp', 'platform', 'pushEnabled', 'pushDisabled'],
		leavesOut: [],
		requests: 1,
		answer: { path: '*getSubscribersStatistics', body: { statistics: [{ platform: 1 }] } },
		required: ['dateTo', 'To'],
	},
	{
		what: 'Get Statistics, Get Raw Statistics',
		type: 'pushStatistics',
		parameters: { operation: 'getRaw', path: '/api/v2/statistics/news' },
		own: [],
		leavesOut: [],
		requests: 1,
		answer: { path: '*news', body: { novelty: 1 } },
		required: ['path', 'Path'],
	},
	{
		what: 'Send Email & SMS, Send Email',
		type: 'sendMessage',
		parameters: { application: DEMO, preset: 'PRSET-00002', addresses: 'anna@example.com' },
		own: PUSH_KEYS,
		leavesOut: ['messageCode', 'scheduledFor', 'unknownDevices', 'warning', 'errorCode', 'errorMessage'],
		requests: 1,
		required: ['addresses', 'Addresses'],
	},
	...['sendSms', 'sendWhatsApp'].map(
		(operation): Case => ({
			what: `Send Email & SMS, ${operation}`,
			type: 'sendMessage',
			parameters: { operation, application: DEMO, phoneNumbers: '+34600100200', content: 'Hi' },
			own: PUSH_KEYS,
			leavesOut: ['scheduledFor', 'unknownDevices', 'warning', 'errorCode', 'errorMessage'],
			requests: 1,
			required: ['phoneNumbers', 'Phone Numbers'],
		}),
	),
	{
		what: 'Manage Project, a preset that is made',
		type: 'manageProject',
		parameters: { operation: 'create', application: DEMO, name: 'One', content: 'Hi', platforms: [1] },
		own: MADE_KEYS,
		leavesOut: ['differences'],
		requests: 3,
		required: ['name', 'Name'],
	},
	{
		what: 'Manage Project, presets',
		type: 'manageProject',
		parameters: { application: DEMO },
		own: ['code', 'name'],
		leavesOut: ['code'],
		requests: 1,
		answer: { path: '*listPresets', body: { ...ok, response: ['Sale'] } },
		required: ['application', 'Application'],
	},
	{
		what: 'Manage Project, a preset',
		type: 'manageProject',
		parameters: { operation: 'get', application: DEMO, preset: 'PRSET-00001' },
		own: ['code', 'name'],
		leavesOut: ['name'],
		requests: 1,
		answer: { path: '*getPreset', body: { ...ok, response: { content: {} } } },
		required: ['preset', 'Preset Name or ID'],
	},
	{
		what: 'Manage Project, a preset that is deleted',
		type: 'manageProject',
		parameters: { operation: 'delete', application: DEMO, preset: 'PRSET-00001' },
		own: ['code', 'name', 'deleted'],
		leavesOut: ['name'],
		requests: 1,
		required: ['preset', 'Preset Name or ID'],
	},
	{
		what: 'Manage Project, a tag that is made',
		type: 'manageProject',
		parameters: { resource: 'tag', operation: 'create', name: 'Shoe' },
		own: MADE_KEYS,
		leavesOut: ['code', 'differences'],
		requests: 2,
		required: ['name', 'Name'],
	},
	{
		what: 'Manage Project, a tag that is deleted',
		type: 'manageProject',
		parameters: { resource: 'tag', operation: 'delete', name: 'City', confirmName: 'City' },
		own: ['code', 'name', 'deleted'],
		leavesOut: ['code'],
		requests: 1,
		required: ['name', 'Tag Name or ID'],
	},
	{
		what: 'Manage Project, a campaign that is made',
		type: 'manageProject',
		parameters: { resource: 'campaign', operation: 'create', application: DEMO, name: 'Spring' },
		own: MADE_KEYS,
		leavesOut: ['differences'],
		requests: 2,
		required: ['name', 'Name'],
	},
	{
		what: 'Manage Project, campaigns',
		type: 'manageProject',
		parameters: { resource: 'campaign', application: DEMO },
		own: ['code', 'name', 'description'],
		leavesOut: ['code', 'description'],
		requests: 1,
		answer: { path: '*getCampaigns', body: { ...ok, response: { campaigns: ['Spring'] } } },
		required: ['application', 'Application'],
	},
	{
		what: 'Manage Project, an application',
		type: 'manageProject',
		parameters: { resource: 'application', operation: 'get', application: DEMO },
		own: ['code', 'name', 'title'],
		leavesOut: ['name', 'title'],
		requests: 1,
		required: ['application', 'Application'],
	},
	{
		what: 'Manage Project, an application that is changed',
		type: 'manageProject',
		parameters: { resource: 'application', operation: 'update', application: DEMO, title: 'Shop' },
		own: MADE_KEYS,
		leavesOut: ['differences'],
		requests: 1,
		required: ['application', 'Application'],
	},
	{
		what: 'Manage Project, a geozone that is made',
		type: 'manageProject',
		parameters: { ...zone, operation: 'create', name: 'Shop', content: 'Welcome' },
		own: MADE_KEYS,
		leavesOut: ['code', 'differences'],
		requests: 1,
		required: ['name', 'Name'],
	},
	{
		what: 'Manage Project, the nearest geozone',
		type: 'manageProject',
		parameters: { ...zone, operation: 'getNearest', hwid: 'h1' },
		own: ['name', 'latitude', 'longitude', 'range', 'distance'],
		leavesOut: [],
		requests: 1,
		answer: {
			path: '*getNearestZone',
			body: { ...ok, response: { name: 'Shop', lat: 1, lng: 2, range: 100, distance: 5 } },
		},
		required: ['hwid', 'Device ID (HWID)'],
	},
	{
		what: 'Manage Project, a test device that is made',
		type: 'manageProject',
		parameters: {
			resource: 'testDevice',
			operation: 'create',
			application: DEMO,
			name: 'Mine',
			pushToken: 'token',
		},
		own: MADE_KEYS,
		leavesOut: ['code', 'differences'],
		requests: 2,
		required: ['pushToken', 'Push Token'],
	},
	{
		what: 'Manage Project, test devices',
		type: 'manageProject',
		parameters: { resource: 'testDevice', application: DEMO },
		own: ['name', 'platform', 'pushToken', 'description'],
		leavesOut: [],
		requests: 1,
		answer: { path: '*listTestDevices', body: { ...ok, response: { TestDevices: [{ name: 'Mine' }] } } },
		required: ['application', 'Application'],
	},
	{
		what: 'IID Lookup through Instance ID',
		type: 'iidLookup',
		parameters: { service: 'instanceId', registrationId: 'a:1', details: false },
		own: LOOKUP_KEYS,
		leavesOut: ['appSigner', 'topics', 'errorCode', 'errorMessage'],
		requests: 1,
		answer: {
			path: '/iid/*',
			body: { application: 'a', authorizedEntity: '1', platform: 'IOS', applicationVersion: '1' },
		},
		required: ['registrationId', 'Registration Token'],
	},
	{
		what: 'IID Lookup, raw',
		type: 'iidLookup',
		parameters: { service: 'instanceId', registrationId: 'a:1', simplify: false },
		own: [...LOOKUP_KEYS, 'rel', 'connectDate', 'novelty'],
		leavesOut: ['platform', 'rel', 'connectDate', 'errorCode'],
		requests: 1,
		answer: { path: '/iid/*', body: { application: 'a', novelty: 1 } },
		required: ['registrationId', 'Registration Token'],
	},
	{
		what: 'IID Lookup through FCM',
		type: 'iidLookup',
		parameters: { service: 'fcm', registrationId: 'a:1', details: false },
		own: LOOKUP_KEYS,
		leavesOut: ['application', 'platform', 'topics', 'errorCode'],
		requests: 1,
		required: ['registrationId', 'Registration Token'],
	},
	...['fcm', 'instanceId'].map((service) => ({
		what: `Topic Batch (${service})`,
		type: 'topicBatch',
		parameters: { service, operation: 'unsubscribe', ...topic },
		own: TOPIC_KEYS,
		leavesOut: ['errorCode', 'errorMessage'],
		requests: 1,
		required: ['registrationIds', 'Registration Tokens'] as [string, string],
	})),
	{
		what: 'Topic Batch, one by one',
		type: 'topicBatch',
		parameters: { service: 'instanceId', operation: 'subscribeOne', ...topic },
		own: TOPIC_KEYS,
		leavesOut: ['errorCode', 'errorMessage'],
		requests: 1,
		required: ['topic', 'Topic'],
	},
	{
		what: 'FCM Send Message to a device',
		type: 'fcmSend',
		parameters: { registrationIds: 'a:1', title: 'Hi' },
		own: MESSAGE_KEYS,
		leavesOut: MESSAGE_KEYS.filter((key) => !['registrationToken', 'success', 'messageId'].includes(key)),
		requests: 1,
		required: ['registrationIds', 'Registration Tokens'],
	},
	...[
		{ target: 'topic', given: { topic: 'news' }, label: 'Topic' },
		{ target: 'condition', given: { condition: "'news' in topics" }, label: 'Condition' },
	].map(({ target, given, label }) => ({
		what: `FCM Send Message to a ${target}`,
		type: 'fcmSend',
		parameters: { target, ...given, title: 'Hi' },
		own: MESSAGE_KEYS,
		leavesOut: MESSAGE_KEYS.filter((key) => ![target, 'success', 'messageId'].includes(key)),
		requests: 1,
		required: [target, label] as [string, string],
	})),
	{
		what: 'FCM Send Message, Check',
		type: 'fcmSend',
		parameters: { operation: 'validate', registrationIds: 'a:1', title: 'Hi' },
		own: MESSAGE_KEYS,
		leavesOut: MESSAGE_KEYS.filter((key) => !['registrationToken', 'success', 'valid'].includes(key)),
		requests: 1,
		required: ['registrationIds', 'Registration Tokens'],
	},
	{
		what: 'Import APNs',
		type: 'importApns',
		parameters: { bundleId: 'com.example.app', apnsDeviceIds: 'ab'.repeat(32) },
		own: [
			'apnsToken',
			'success',
			'status',
			'registrationToken',
			'sandbox',
			'attempts',
			'errorCode',
			'sandboxStatus',
		],
		leavesOut: ['errorCode', 'sandboxStatus'],
		requests: 1,
		required: ['apnsDeviceIds', 'APNs Device Tokens'],
	},
	{
		what: 'Web Subscription, Import',
		type: 'webSubscription',
		parameters: WEB,
		own: ['registrationToken'],
		leavesOut: [],
		requests: 1,
		answer: { path: '/v1/web/iid*', body: { token: TOKEN } },
		required: ['applicationPublicKey', 'VAPID Public Key'],
	},
	{
		what: 'Web Subscription, Refresh',
		type: 'webSubscription',
		parameters: { ...WEB, operation: 'refresh' },
		own: ['registrationToken', 'previousRegistrationToken', 'changed'],
		leavesOut: [],
		requests: 1,
		answer: { path: '/v1/web/iid*', body: { token: TOKEN } },
		required: ['registrationId', 'Registration Token'],
	},
	{
		what: 'Web Subscription, Delete',
		type: 'webSubscription',
		parameters: { ...WEB, operation: 'delete' },
		own: ['deleted', 'registrationToken'],
		leavesOut: [],
		requests: 1,
		answer: { path: '/v1/web/iid*', body: {} },
		required: ['registrationId', 'Registration Token'],
	},
];

/** Runs the node with n8n's Retry On Fail. */
async function run(
	{ type, parameters, answer }: Case,
	items: IDataObject[],
	more: { onError?: 'continueErrorOutput'; parameters?: Record<string, unknown> } = {},
) {
	if (answer) {
		bench.sandbox.faults.add({ match: { path: answer.path }, answer: { status: 200, body: answer.body } });
	}
	const result = await bench.run({ ...parameters, ...more.parameters } as INodeParameters, {
		type,
		items,
		onError: more.onError,
		node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	});
	return result.node(NODE);
}

it('every node is a case', () => {
	expect(new Set(CASES.map(({ type }) => type))).toEqual(new Set(NODE_TYPES));
});

describe.each(CASES)('$what', (each) => {
	const options = (each.parameters.options ?? {}) as IDataObject;

	it.each(['x', '', 0])(
		'with an input whose error is %j: one run, and no old value passes for a new one',
		async (error) => {
			const old = Object.fromEntries(each.own.map((key) => [key, 'OLD']));
			const items = [{ ...old, error, details: { code: 'OLD' }, kept: 1, userName: 'Anna' }];
			const { success, error: thrown } = await run(each, items, {
				parameters: { options: { ...options, includeInputFields: true } },
			});
			expect(thrown).toBeUndefined();
			expect(success).toHaveLength(1);
			const json = success[0]?.json ?? {};
			expect(json).toMatchObject({ kept: 1, userName: 'Anna' });
			expect(Object.keys(json).filter((key) => key === 'error' || key === 'details')).toEqual([]);
			expect(Object.entries(json).filter(([, value]) => value === 'OLD')).toEqual([]);
			expect(each.leavesOut.filter((key) => key in json)).toEqual([]);
			expect(bench.requests()).toHaveLength(each.requests);
		},
	);

	it('no usable item: nothing is sent, and a warning says why', async () => {
		const [name, label] = each.required;
		const { failed, hints } = await run(each, [{ a: 1 }, { a: 2 }], {
			parameters: { [name]: '={{ $json.missing }}' },
			onError: 'continueErrorOutput',
		});
		expect(bench.requests()).toEqual([]);
		expect(failed).toHaveLength(2);
		expect(failed[0]?.json).toMatchObject({
			error: `'${label}' is empty`,
			details: { code: 'EMPTY_PARAMETER', advice: expect.stringMatching(/\.$/) },
		});
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatchObject({
			type: 'warning',
			message: expect.stringContaining(`0 of 2 items sent: '${label}' is empty in all. `),
		});
	});

	it('with Stop: the message counts the bad items, says why, and names the way out', async () => {
		const [name, label] = each.required;
		const given = each.parameters[name];
		const good = String(typeof given === 'object' ? (given as { value: unknown }).value : given);
		const { error } = await run(each, [{ v: good }, {}, { v: good }, {}], {
			parameters: { [name]: '={{ $json.v }}' },
		});
		expect(bench.requests()).toEqual([]);
		expect(error).toMatchObject({
			itemIndex: 1,
			message: `2 of 4 items can't be used, so nothing was sent. First: '${label}' is empty [item 1]`,
			description: expect.stringContaining(
				"set 'On Error' in this node's settings to 'Continue (using error output)'",
			),
		});
	});

	it('done: a hint says so', async () => {
		const { hints } = await run(each, [{}]);
		expect(hints[0]?.type).toBe('info');
		expect(hints[0]?.message).toMatch(/\d .*; \d+ requests?$/);
	});

	it('failed: the error is short, the advice stands in the details, and the hint warns with the reason', async () => {
		bench.sandbox.faults.add({ answer: { status: 403, body: '' } });
		const { failed, hints } = await run({ ...each, answer: undefined }, [{}], {
			onError: 'continueErrorOutput',
		});
		expect(failed).toHaveLength(1);
		const { error, details } = failed[0]?.json as { error: string; details: IDataObject };
		expect(error).not.toMatch(/[.!] /);
		expect(error.length).toBeLessThanOrEqual(130);
		expect(details.advice).toMatch(/^[A-Z].*\.$/s);
		expect(hints[0]).toMatchObject({ type: 'warning', message: expect.stringMatching(/0 .*failed.*Why: /) });
	});
});
