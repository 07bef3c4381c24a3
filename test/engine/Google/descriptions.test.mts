import { describe, expect, it } from 'vitest';
import type { INodeProperties } from 'n8n-workflow';

import { useBench } from '../bench.mts';

const bench = useBench();
const field = (type: string, name: string) =>
	bench.engine.nodeType(type).description.properties.filter((property) => property.name === name);
const defaultOf = (type: string, name: string) => field(type, name)[0]?.default;
const choicesOf = (type: string, name: string) =>
	[
		...new Set(
			field(type, name).flatMap(({ options }) =>
				(options as Array<{ value: unknown }>).map(({ value }) => value),
			),
		),
	].sort();

/** What saved workflows depend on: names, defaults and values of choices. */
const CONTRACT: Record<string, Record<string, unknown>> = {
	iidLookup: {
		service: 'fcm',
		authentication: 'serviceAccount',
		registrationId: '',
		details: true,
		simplify: true,
		operation: 'lookup',
		onUnknown: 'report',
		options: {},
	},
	topicBatch: {
		service: 'fcm',
		authentication: 'serviceAccount',
		operation: 'subscribe',
		topic: '',
		registrationIds: '',
		options: {},
	},
	importApns: {
		authentication: 'serviceAccount',
		operation: 'import',
		bundleId: '',
		environment: 'production',
		apnsDeviceIds: '',
		options: {},
	},
	fcmSend: {
		operation: 'send',
		target: 'device',
		registrationIds: '',
		topic: '',
		condition: '',
		confirmNegation: false,
		title: '',
		body: '',
		data: {},
		message: {},
		delivery: {},
		platformSettings: {},
		options: {},
	},
	webSubscription: {
		operation: 'import',
		subscription: '{}',
		applicationPublicKey: '',
		registrationId: '',
		options: {},
	},
};

describe.each(Object.keys(CONTRACT))('%s', (type) => {
	it('has the parameters and defaults of the contract', () => {
		for (const [name, value] of Object.entries(CONTRACT[type]))
			expect([name, defaultOf(type, name)]).toEqual([name, value]);
	});

	it('has the same options with the same defaults wherever they are shown', () => {
		const concurrency: Record<string, number[]> = {
			iidLookup: [50],
			topicBatch: [50, 50, 5],
			importApns: [5],
			fcmSend: [50, 50],
			webSubscription: [5],
		};
		const collections = field(type, 'options').map(({ options }) => options as INodeProperties[]);
		const values = (name: string) =>
			collections.map((options) => options.find((option) => option.name === name)?.default);
		expect(values('concurrency')).toEqual(concurrency[type]);
		expect(new Set(values('maxRetries'))).toEqual(new Set([4]));
		expect(new Set(values('timeout'))).toEqual(new Set([30000]));
		expect(new Set(values('includeInputFields'))).toEqual(new Set([false]));
		const batchSize: Record<string, Array<number | undefined>> = {
			iidLookup: [undefined],
			topicBatch: [undefined, undefined, 1000],
			importApns: [100],
			fcmSend: [undefined, undefined],
			webSubscription: [undefined],
		};
		expect(values('batchSize')).toEqual(batchSize[type]);
	});

	it('can be a tool, has version 1, icons and a credential', () => {
		const { usableAsTool, version, credentials, icon, iconUrl } = bench.engine.nodeType(type).description;
		expect({ usableAsTool, version }).toEqual({ usableAsTool: true, version: 1 });
		expect(credentials?.map(({ name }) => name)).toContain('googleFcmServiceAccountApi');
		expect(icon ?? iconUrl).toBeDefined();
	});
});

it('the choices of the contract', () => {
	expect(choicesOf('topicBatch', 'service')).toEqual(['fcm', 'instanceId']);
	expect(choicesOf('iidLookup', 'service')).toEqual(['fcm', 'instanceId']);
	expect(choicesOf('topicBatch', 'operation')).toEqual(['subscribe', 'subscribeOne', 'unsubscribe']);
	expect(choicesOf('iidLookup', 'operation')).toEqual(['lookup']);
	expect(choicesOf('importApns', 'operation')).toEqual(['import']);
	expect(choicesOf('importApns', 'environment')).toEqual(['auto', 'production', 'sandbox']);
	expect(choicesOf('webSubscription', 'operation')).toEqual(['delete', 'import', 'refresh']);
	expect(choicesOf('fcmSend', 'operation')).toEqual(['send', 'validate']);
	expect(choicesOf('fcmSend', 'target')).toEqual(['condition', 'device', 'topic']);
	expect(choicesOf('iidLookup', 'onUnknown')).toEqual(['fail', 'report']);
	for (const type of ['iidLookup', 'topicBatch', 'importApns']) {
		expect(choicesOf(type, 'authentication')).toEqual(['serverKey', 'serviceAccount']);
	}
	expect(field('webSubscription', 'authentication')).toEqual([]);
});

it('the members of FCM Send Message are named as in the contract', () => {
	const members = (properties: INodeProperties[] | undefined, name: string) =>
		(properties?.find((one) => one.name === name)?.options as INodeProperties[] | undefined) ?? [];
	const names = (list: INodeProperties[]) => list.map(({ name }) => name).sort();
	const all = bench.engine.nodeType('fcmSend').description.properties;
	expect(names(members(all, 'message'))).toEqual(
		['analyticsLabel', 'dataJson', 'image', 'link', 'rawMessage'].sort(),
	);
	expect(names(members(all, 'delivery'))).toEqual(['collapseId', 'priority', 'timeToLive']);
	const platforms = members(all, 'platformSettings');
	expect(names(members(platforms, 'androidSettings'))).toEqual(
		'channel_id icon color sound tag click_action image notification_priority visibility notification_count priority ttl collapse_key restricted_package_name direct_boot_ok'
			.split(' ')
			.sort(),
	);
	expect(names(members(platforms, 'appleSettings'))).toEqual(
		'badge sound subtitle category thread_id interruption_level content_available mutable_content apns_priority apns_push_type apns_expiration apns_collapse_id'
			.split(' ')
			.sort(),
	);
	expect(names(members(platforms, 'webSettings'))).toEqual(
		'icon badge image tag actions requireInteraction TTL Urgency Topic'.split(' ').sort(),
	);
	const options = field('fcmSend', 'options').map(({ options: list }) => list as INodeProperties[]);
	const defaults = options.map((list) =>
		['requestsPerMinute', 'repeatUncertain'].map((name) => list.find((one) => one.name === name)?.default),
	);
	expect(defaults).toEqual(expect.arrayContaining([[600_000, false]]));
	expect(new Set(defaults.map(([perMinute]) => perMinute))).toEqual(new Set([600_000]));
});
