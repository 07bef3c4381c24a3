import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';

const ALL_WORDS: Record<string, string[]> = {
	'Pushwoosh Send Push': ['push', 'notification', 'FCM', 'Firebase', 'APNs'],
	'Pushwoosh Manage Segment': ['push', 'notification', 'segment'],
	'FCM IID Lookup': ['push', 'notification', 'FCM', 'Firebase', 'topic'],
	'FCM Topic Batch': ['push', 'notification', 'FCM', 'Firebase', 'topic'],
	'FCM Import APNs': ['push', 'notification', 'FCM', 'Firebase', 'APNs'],
	'FCM Web Subscription': ['push', 'notification', 'FCM', 'Firebase'],
};

/** What a click on the node in the list leads to: the panel, by way of an action where the node has several. */
const FIRST_ACTION: Record<string, string | undefined> = {
	'Pushwoosh Send Push': 'Send push',
	'Pushwoosh Manage Segment': 'Get many segments',
	'FCM IID Lookup': undefined,
	'FCM Topic Batch': 'Subscribe devices to topic',
	'FCM Import APNs': undefined,
	'FCM Web Subscription': 'Import web push subscription',
};

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
});
afterAll(async () => await editor?.close());

describe('the list of all nodes', () => {
	it.each(['push', 'notification', 'FCM', 'Firebase', 'APNs', 'topic', 'segment'])('offers our nodes for "%s"', async (word) => {
		await editor.newWorkflow();
		await editor.searchNodes(word);
		const expected = Object.keys(ALL_WORDS).filter((name) => ALL_WORDS[name]?.includes(word));
		await expect.poll(async () => await editor.offeredNodes()).toEqual(expect.arrayContaining(expected));
	});
});

describe('a node', () => {
	it.each(Object.keys(FIRST_ACTION))('%s is added from the list and opens its form', async (name) => {
		await editor.newWorkflow();
		const panel = await editor.addNode(name, FIRST_ACTION[name]);
		console.log(name, await panel.labels());
		await panel.close();
	});
});
