import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { areaOf, around } from '../browser/area.mts';
import { Editor } from '../browser/editor.mts';
import { cutOut, takePicture } from '../browser/screenshots.mts';
import { rows, saveWorkflow, START } from '../browser/workflows.mts';
import { freshSandbox, sandbox } from '../support.mts';

/** Wide enough for all columns of the output. */
const WIDE = { width: 1720, height: 900 };
/** Ben's app is gone, and Gus's token was copied without its end. */
const ORDERS = [
	['ana', 'A-17'],
	['ben', 'A-18'],
	['carla', 'A-19'],
	['gus', 'A-20'],
].map(([name, order]) => ({ name, order, token: `${name}-phone:APA91bExampleToken` }));

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
	await editor.page.setViewportSize(WIDE);
});
beforeEach(freshSandbox);
afterAll(async () => await editor?.close());

async function openOrders() {
	const workflow = await saveWorkflow('Orders', [
		START,
		rows('Orders', ORDERS),
		{
			name: 'FCM Send Message',
			type: 'fcmSend',
			parameters: {
				registrationIds: '={{ $json.token }}',
				body: '=Order {{ $json.order }} arrives on Friday',
			},
			onError: 'continueErrorOutput',
		},
	]);
	return await editor.openNode(workflow, 'FCM Send Message');
}

it('filled in by hand reaches the phones that are there, and has the dead ones in the error branch', async () => {
	const panel = await openOrders();
	await panel.fill('title', 'Your order is on its way');
	await panel.add('Add to Message', 'Link');
	await panel.fill('message.link', 'https://shop.example.com/orders');
	await panel.execute();

	const { deliveredMessages } = await sandbox.google();
	expect(deliveredMessages).toHaveLength(2);
	expect(await panel.output.branches()).toEqual(['Success Branch (2 items)', 'Error Branch (2 items)']);
	await panel.output.showBranch('Error Branch');
	const [head, ...failed] = await panel.output.table();
	expect(head).toEqual(['name', 'order', 'token', 'error', 'details']);
	expect(failed.map(([name]) => name)).toEqual(['ben', 'gus']);
	expect(failed[0]![4]).toContain('NOT_FOUND');
	await takePicture(editor.page, 'fcm-send-error-output', () => panel.area());

	const { page } = editor;
	await page.goto(sandbox.url);
	await page.locator('#android .card').first().waitFor();
	const phones = await Promise.all(
		['iphone', 'android'].map(async (device) => await areaOf(page.locator(`.device.${device}`))),
	);
	const picture = await cutOut(page, around(phones, 0));
	await page.goto('about:blank');
	await page.setContent(`<main style="display: inline-flex"><img src="${picture}"></main>`);
	await takePicture(page, 'fcm-send-inbox', async () => await areaOf(page.locator('main')));
});
