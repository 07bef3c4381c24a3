import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';
import { takePicture } from '../browser/screenshots.mts';
import { saveWorkflow, START } from '../browser/workflows.mts';
import type { SavedWorkflow } from '../browser/workflows.mts';
import { freshSandbox, sandbox } from '../support.mts';

let editor: Editor;
let workflow: SavedWorkflow;
beforeAll(async () => {
	await freshSandbox();
	workflow = await saveWorkflow('Credentials', [
		START,
		{ name: 'Pushwoosh', type: 'sendPush', credentials: [] },
		{ name: 'Service account', type: 'topicBatch', credentials: [] },
		{ name: 'Server key', type: 'topicBatch', credentials: [], parameters: { authentication: 'serverKey' } },
	]);
	editor = await Editor.open();
});
afterAll(async () => await editor?.close());

describe('the dialog of a credential', () => {
	it('Pushwoosh: refuses a wrong token in plain words and takes a right one', async () => {
		const panel = await editor.openNode(workflow, 'Pushwoosh');
		const dialog = await panel.newCredential();
		await takePicture(editor.page, 'credentials/pushwoosh', await dialog.area());

		await dialog.fill('baseUrl', sandbox.url);
		await dialog.fill('apiToken', 'DEVICE_TOKEN');
		await dialog.save();
		console.log(await dialog.refusal());
		await dialog.fill('apiToken', 'SERVER_TOKEN');
		await dialog.save();
		await dialog.closed();

		const again = await panel.openCredential();
		await again.tested();
	});
	it('service account', async () => {
		const panel = await editor.openNode(workflow, 'Service account');
		const dialog = await panel.newCredential();
		await takePicture(editor.page, 'credentials/google-service-account', await dialog.area());
		await dialog.fill('iidUrl', sandbox.url);
		await dialog.fill('fcmUrl', sandbox.url);
		await dialog.fill('tokenUrl', `${sandbox.url}/token`);
		const key = await (await fetch(`${sandbox.url}/__sandbox/service-account.json`)).text();
		await dialog.fill('privateKey', key.slice(0, key.length - 400));
		await dialog.save();
		console.log(await dialog.refusal());
		await editor.page.screenshot({ path: '/tmp/exp/sa.png' });
		await dialog.fill('privateKey', key);
		await dialog.save();
		await dialog.closed();
		const again = await panel.openCredential();
		await again.tested();
	});
	it('server key', async () => {
		const panel = await editor.openNode(workflow, 'Server key');
		const dialog = await panel.newCredential();
		await takePicture(editor.page, 'credentials/google-server-key', await dialog.area());
		await dialog.fill('iidUrl', sandbox.url);
		await dialog.fill('serverApiKey', 'AAAA:invented');
		await dialog.save();
		console.log(await dialog.refusal());
	});
});
