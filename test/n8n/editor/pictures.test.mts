import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeSpec } from '../../../playground/engine/builders.mts';
import { NODE_TYPES } from '../../nodes.mts';
import { areaOf, around } from '../browser/area.mts';
import { WINDOW } from '../browser/chromium.mts';
import type { Theme } from '../browser/chromium.mts';
import { Editor } from '../browser/editor.mts';
import { cutOut, takePicture } from '../browser/screenshots.mts';
import { saveWorkflow, START } from '../browser/workflows.mts';
import type { SavedWorkflow } from '../browser/workflows.mts';
import { example, freshSandbox, n8n, sandbox } from '../support.mts';

const DEMO_APP = {
	__rl: true,
	mode: 'list',
	value: 'AAAAA-00000',
	cachedResultName: 'Demo app (AAAAA-00000)',
};
const FORMS: Array<NodeSpec & { picture: string }> = [
	{
		picture: 'send-push',
		name: 'Send Push',
		type: 'sendPush',
		parameters: {
			application: DEMO_APP,
			userIds: 'user-001, user-002',
			title: 'Good news',
			content: 'Your parcel is on its way',
			message: {
				imageUrl: 'https://cdn.example.com/parcel.jpg',
				localizedContent: {
					translation: [
						{ language: 'es', content: 'Su paquete está en camino', title: 'Buenas noticias', subtitle: '' },
					],
				},
			},
		},
	},
	{
		picture: 'manage-segment',
		name: 'Manage Segment',
		type: 'manageSegment',
		parameters: {
			operation: 'create',
			name: 'Madrid adults',
			filterMode: 'builder',
			filterConditions: {
				condition: [
					{ tag: 'City', operator: 'EQ', value: 'Madrid' },
					{ tag: 'Age', operator: 'GTE', value: '18' },
				],
			},
		},
	},
	{
		picture: 'manage-audience',
		name: 'Manage Audience',
		type: 'manageAudience',
		parameters: {
			application: DEMO_APP,
			identifier: 'user-001',
			tags: {
				tag: [
					{ name: 'City', type: 'auto', value: 'Madrid' },
					{ name: 'Age', type: 'number', value: '31' },
				],
			},
		},
	},
	{
		picture: 'track-event',
		name: 'Track Event',
		type: 'trackEvent',
		parameters: {
			application: DEMO_APP,
			event: 'Checkout',
			userId: 'user-001',
			hwid: '8f14e45f-ea4a-4c3c-9b1d',
			attributes: { attribute: [{ name: 'price', type: 'number', value: '19.95' }] },
		},
	},
	{
		picture: 'manage-journey',
		name: 'Manage Journey',
		type: 'manageJourney',
		parameters: {
			journeyId: {
				__rl: true,
				mode: 'list',
				value: '11111111-1111-4111-8111-111111111111',
				cachedResultName: 'Welcome (running)',
			},
			userIds: 'user-001, user-002',
			attributeValues: { attribute: [{ name: 'promo_code', value: 'SPRING' }] },
		},
	},
	{
		picture: 'manage-project',
		name: 'Manage Project',
		type: 'manageProject',
		parameters: {
			operation: 'create',
			application: DEMO_APP,
			name: 'Order shipped',
			content: 'Your order is on its way',
			platforms: [1, 3],
			ifExists: 'skip',
		},
	},
	{
		picture: 'push-statistics',
		name: 'Get Statistics',
		type: 'pushStatistics',
		parameters: { application: DEMO_APP, returnAll: true },
	},
	{
		picture: 'send-message',
		name: 'Send Email & SMS',
		type: 'sendMessage',
		parameters: {
			application: DEMO_APP,
			addresses: 'anna@example.com',
			preset: 'PRSET-00002',
			subject: 'Your order 42',
		},
	},
	{
		picture: 'fcm-send',
		name: 'FCM Send Message',
		type: 'fcmSend',
		parameters: {
			registrationIds: 'dR7kQ2mZ0xY:APA91bExampleToken',
			title: 'Your order is on its way',
			body: 'It arrives on Friday',
			data: { entry: [{ key: 'orderId', value: 'A-17' }] },
			message: { link: 'https://shop.example.com/orders/A-17' },
			delivery: { priority: 'high', collapseId: 'order-A-17' },
		},
	},
	{
		picture: 'iid-lookup',
		name: 'FCM IID Lookup',
		type: 'iidLookup',
		parameters: { registrationId: 'dR7kQ2mZ0xY:APA91bExampleToken' },
	},
	{
		picture: 'topic-batch',
		name: 'FCM Topic Batch',
		type: 'topicBatch',
		parameters: { topic: 'storm-alerts', registrationIds: 'dR7kQ2mZ0xY:APA91bExampleToken' },
	},
	{
		picture: 'import-apns',
		name: 'FCM Import APNs',
		type: 'importApns',
		parameters: { bundleId: 'org.example.weatherapp', apnsDeviceIds: '0a1b2c3d'.repeat(8) },
	},
	{
		picture: 'web-subscription',
		name: 'FCM Web Subscription',
		type: 'webSubscription',
		parameters: {
			subscription: JSON.stringify(
				{
					endpoint: 'https://push.example.com/send/abc',
					keys: { p256dh: 'BHZPqiVHRbjWVh4N5AnJPk1n', auth: 'k8JV6sjdbhAi1n3' },
				},
				null,
				2,
			),
			applicationPublicKey: 'BHZPqiVHRbjWVh4N5AnJPk1n',
		},
	},
];

it('every node has its picture', () => {
	expect(FORMS.map(({ type }) => type).sort()).toEqual([...NODE_TYPES].sort());
});

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
	let editor: Editor;
	let workflow: SavedWorkflow;
	beforeAll(async () => {
		await freshSandbox();
		const specs = FORMS.map(({ picture, ...spec }) => spec);
		workflow = await saveWorkflow('Pictures', [START, ...specs]);
		editor = await Editor.open(theme);
		await editor.page.setViewportSize({ ...WINDOW, height: 1700 });
		await editor.openWorkflow(workflow.id);
	});
	afterAll(async () => await editor?.close());

	it.each(FORMS)('the form of $name', async ({ name, picture }) => {
		const panel = await editor.openNodeOnCanvas(name);
		try {
			await takePicture(editor.page, theme === 'dark' ? `${picture}-dark` : picture, () => panel.formArea());
		} finally {
			// An open panel would cover the nodes of the next pictures.
			await panel.close();
		}
	});
});

describe.each<Theme>(['light', 'dark'])("the README's first picture in the %s theme", (theme) => {
	const NODES = ['10,000 customers', 'Send winter offer', 'Count what went out', 'Write failures to table'];
	const MARGIN_PX = 56;
	let editor: Editor;
	beforeAll(async () => {
		await freshSandbox();
		editor = await Editor.open(theme);
	});
	afterAll(async () => await editor?.close());

	it('a table with bad rows after its run, and the phones beside it', async () => {
		const { page } = editor;
		const { nodes, connections, settings } = example('crm-table');
		const id = await n8n.createWorkflow({
			name: `First picture, ${theme}`,
			nodes: nodes.filter(({ type }) => !type.endsWith('.stickyNote')),
			connections,
			settings,
		});
		await page.setViewportSize({ width: 1500, height: 800 });
		await editor.openWorkflow(id);
		await editor.execute();
		// n8n lists an execution by and by.
		await expect.poll(async () => (await sandbox.messages()).length, { timeout: 60_000 }).toBe(11);
		await n8n.newestExecution(id);
		await editor.fitCanvas();
		const canvas = await editor.nodesArea(NODES, MARGIN_PX);
		const left = await cutOut(page, canvas);

		await page.setViewportSize({ width: 1500, height: 800 });
		await page.goto(sandbox.url);
		await page.locator('#android .card').nth(2).waitFor();
		const phones = await Promise.all(
			['iphone', 'android'].map(async (device) => await areaOf(page.locator(`.device.${device}`))),
		);
		const right = await cutOut(page, around(phones, 0));

		await page.goto('about:blank');
		await page.setContent(`<body style="margin: 0; background: ${theme === 'dark' ? '#0d1117' : '#ffffff'}">
			<main style="display: inline-flex; align-items: center; gap: 20px">
				<img src="${left}" style="border-radius: 10px"><img src="${right}">
			</main>`);
		await takePicture(
			page,
			theme === 'dark' ? 'first-screen-dark' : 'first-screen',
			async () => await areaOf(page.locator('main')),
		);
	});
});

describe('the canvas of an example', () => {
	const folder = new URL('../../../examples/', import.meta.url);
	const files = readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.replace(/\.json$/, ''));
	let editor: Editor;
	beforeAll(async () => {
		editor = await Editor.open();
		await editor.page.setViewportSize({ width: 1500, height: 900 });
	});
	afterAll(async () => await editor?.close());

	it.each(files)('%s', async (file) => {
		await editor.openWorkflow(example(file).id);
		await takePicture(editor.page, `examples/${file}`, () => editor.fitCanvas());
	});
});
