import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtDescriptions } from '../../nodes.mts';
import { Editor } from '../browser/editor.mts';

const WORDS: Record<string, string[]> = {
	'Pushwoosh Send Push': ['push', 'notification', 'FCM', 'Firebase', 'APNs'],
	'Pushwoosh Manage Segment': ['push', 'notification', 'segment'],
	'Pushwoosh Manage Audience': ['push', 'CRM'],
	'Pushwoosh Track Event': ['push', 'purchase'],
	'Pushwoosh Manage Journey': ['push', 'journey'],
	'Pushwoosh Manage Project': ['push', 'preset', 'geozone'],
	'Pushwoosh Get Statistics': ['push', 'statistics'],
	'Pushwoosh Send Email & SMS': ['email', 'SMS', 'WhatsApp'],
	'FCM Send Message': ['push', 'notification', 'FCM', 'Firebase', 'topic', 'FID', 'send message'],
	'FCM IID Lookup': ['push', 'notification', 'FCM', 'Firebase', 'topic'],
	'FCM Topic Batch': ['push', 'notification', 'FCM', 'Firebase', 'topic'],
	'FCM Import APNs': ['push', 'notification', 'FCM', 'Firebase', 'APNs'],
	'FCM Web Subscription': ['push', 'notification', 'FCM', 'Firebase'],
};

/**
 * Words, and which of our nodes may come first. n8n ranks a name above an alias of the same letters, and of two names the
 * shorter one: only the alias "n8n fCm", spelled as its ranking likes best, lifts FCM Send Message above FCM IID Lookup.
 */
const FIRST: Record<string, string[]> = {
	// Neighbours differ: the list answers after a moment, and the answer to the word before can't pass for it.
	push: ['Pushwoosh Send Push'],
	fcm: ['FCM Send Message'],
	apns: ['FCM Import APNs'],
	firebase: ['FCM Send Message'],
	topic: ['FCM Topic Batch'],
	notification: ['Pushwoosh Send Push', 'FCM Send Message'],
	segment: ['Pushwoosh Manage Segment'],
	tag: ['Pushwoosh Manage Audience'],
	event: ['Pushwoosh Track Event'],
	journey: ['Pushwoosh Manage Journey'],
};

/** A node, the action to choose, and the form that appears then. */
const FORMS: Array<{ name: string; action: string; labels: string[] }> = [
	{
		name: 'Pushwoosh Send Push',
		action: 'Send push',
		labels: [
			'Operation',
			'Application',
			'Audience',
			'User IDs',
			'Title',
			'Content',
			'Message',
			'Delivery',
			'Platform Settings',
			'Options',
		],
	},
	{
		name: 'Pushwoosh Send Push',
		action: 'Delete scheduled push',
		labels: ['Operation', 'Message Code', 'Options'],
	},
	{
		name: 'Pushwoosh Manage Segment',
		action: 'Get many segments',
		labels: ['Resource', 'Operation', 'Application', 'Return All', 'Limit', 'Options'],
	},
	{
		name: 'Pushwoosh Send Push',
		action: 'Cancel push',
		labels: ['Operation', 'Message Code', 'Options'],
	},
	{
		name: 'Pushwoosh Manage Project',
		action: 'Get many presets',
		labels: ['Resource', 'Operation', 'Application', 'Return All', 'Limit', 'Options'],
	},
	{
		name: 'Pushwoosh Manage Audience',
		action: 'Set tags of users or devices',
		labels: [
			...['Operation', 'Application', 'Identify By', 'Identifier', 'Tags From', 'Tags', 'Empty Values'],
			...['List Tags', 'Create Missing Tags', 'Wait for Result', 'Options'],
		],
	},
	{
		name: 'Pushwoosh Track Event',
		action: 'Post an event',
		labels: [
			...['Operation', 'Application', 'Event', 'User ID', 'HWID', 'Attributes', 'Attributes (JSON)'],
			...['Time', 'Deduplicate By', 'Options'],
		],
	},
	{
		name: 'Pushwoosh Manage Journey',
		action: 'Start a journey for users',
		labels: ['Operation', 'Journey', 'Start For', 'User IDs', 'Attribute Values', 'Options'],
	},
	{
		name: 'FCM Send Message',
		action: 'Send message',
		labels: [
			'Operation',
			'Send To',
			'Registration Tokens',
			'Title',
			'Body',
			'Data',
			'Message',
			'Delivery',
			'Platform Settings',
			'Options',
		],
	},
	{
		name: 'FCM IID Lookup',
		action: 'Look up registration token',
		labels: [
			'Service',
			'Operation',
			'Registration Token',
			'Include Topic Subscriptions',
			'If Token Is Unknown',
			'Simplify',
			'Options',
		],
	},
	{
		name: 'FCM Topic Batch',
		action: 'Subscribe devices to topic',
		labels: ['Service', 'Operation', 'Topic', 'Registration Tokens', 'Options'],
	},
	{
		name: 'FCM Import APNs',
		action: 'Import device tokens',
		labels: ['Authentication', 'Operation', 'Bundle ID', 'Environment', 'APNs Device Tokens', 'Options'],
	},
	{
		name: 'FCM Web Subscription',
		action: 'Import web push subscription',
		labels: ['Operation', 'Push Subscription', 'VAPID Public Key', 'Options'],
	},
];

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
	await editor.newWorkflow();
});
afterAll(async () => await editor?.close());

describe('the list of all nodes', () => {
	it('is asked for all of them', () => {
		expect(Object.keys(WORDS).sort()).toEqual(
			builtDescriptions()
				.map(({ displayName }) => displayName)
				.sort(),
		);
	});

	const allWords = new Set(Object.values(WORDS).flat());

	it.each([...allWords])('offers our nodes for "%s"', async (word) => {
		await editor.searchNodes(word);
		const expected = Object.keys(WORDS).filter((name) => WORDS[name]?.includes(word));
		await expect.poll(async () => await editor.offeredNodes()).toEqual(expect.arrayContaining(expected));
	});

	it.each(Object.entries(FIRST))('puts the right one of our nodes first for "%s"', async (word, best) => {
		await editor.searchNodes(word);
		const firstOfOurs = async () => (await editor.offeredNodes()).find((name) => Object.hasOwn(WORDS, name));
		await expect.poll(firstOfOurs).toBeOneOf(best);
	});

	it.each(FORMS)('adds $name ($action) and opens its form', async ({ name, action, labels }) => {
		const panel = await editor.addNode(name, action);
		expect(await panel.labels()).toEqual(labels);
		await panel.close();
	});
});
