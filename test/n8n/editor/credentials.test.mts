import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WINDOW } from '../browser/chromium.mts';
import { Editor } from '../browser/editor.mts';
import { takePicture } from '../browser/screenshots.mts';
import { saveWorkflow, START } from '../browser/workflows.mts';
import type { SavedWorkflow } from '../browser/workflows.mts';
import { freshSandbox, n8n, sandbox } from '../support.mts';

let editor: Editor;
let workflow: SavedWorkflow;
beforeAll(async () => {
	await freshSandbox();
	await n8n.api.call('POST', '/rest/credentials', {
		name: 'Our old server key',
		type: 'googleFcmServerKeyApi',
		data: { serverApiKey: 'AAAA:invented', otherAddresses: true, iidUrl: sandbox.url },
	});
	workflow = await saveWorkflow('Credentials', [
		START,
		{ name: 'Pushwoosh', type: 'sendPush', credentials: [] },
		{ name: 'Service account', type: 'topicBatch', credentials: [] },
		{ name: 'Choices', type: 'topicBatch' },
		{
			name: 'Server key',
			type: 'topicBatch',
			credentials: [],
			parameters: { service: 'instanceId', authentication: 'serverKey' },
		},
	]);
	editor = await Editor.open();
	// n8n's dialogs take four fifths of the window.
	await editor.page.setViewportSize({ ...WINDOW, height: 1280 });
});
afterAll(async () => await editor?.close());

describe('the dialog of a credential', () => {
	it('Pushwoosh: refuses a wrong token and a wrong address in plain words, and takes the right ones', async () => {
		const panel = await editor.openNode(workflow, 'Pushwoosh');
		const dialog = await panel.newCredential();
		await takePicture(editor.page, 'credential-pushwoosh', () => dialog.area());

		await dialog.fill('baseUrl', sandbox.url);
		await dialog.fill('apiToken', 'DEVICE_TOKEN');
		await dialog.save();
		await dialog.refused(
			"Pushwoosh refused 'API Token'. Copy the Server token again from the Pushwoosh Control Panel > Settings > API Access",
		);
		await dialog.fill('baseUrl', `${sandbox.url}/json/1.3`);
		await dialog.fill('apiToken', 'SERVER_TOKEN');
		await dialog.save();
		await dialog.refused("Check 'Base URL': usually https://api.pushwoosh.com, without /json/1.3.");

		await dialog.fill('baseUrl', sandbox.url);
		await dialog.save();
		await dialog.closed();
		const saved = await panel.openCredential();
		await saved.tested();
	});

	it('service account: refuses a damaged key in plain words and takes the whole JSON file', async () => {
		const key = await sandbox.serviceAccountKey();
		const panel = await editor.openNode(workflow, 'Service account');
		const dialog = await panel.newCredential();
		await takePicture(editor.page, 'credential-service-account', () => dialog.area());

		await dialog.turnOn('otherAddresses');
		await dialog.fill('iidUrl', sandbox.url);
		await dialog.fill('fcmUrl', sandbox.url);
		await dialog.fill('tokenUrl', `${sandbox.url}/token`);
		await dialog.fill('privateKey', key.private_key.slice(0, 400));
		await dialog.fill('clientEmail', key.client_email);
		await dialog.save();
		await dialog.refused("'Key File (JSON)'");

		await dialog.fill('clientEmail', '');
		await dialog.fill('privateKey', JSON.stringify(key));
		await dialog.save();
		await dialog.closed();
		const saved = await panel.openCredential();
		await saved.tested();
	});

	it('server key: is refused, with the way out', async () => {
		const panel = await editor.openNode(workflow, 'Server key');
		const dialog = await panel.newCredential();
		await takePicture(editor.page, 'credential-server-key', () => dialog.area());

		await dialog.turnOn('otherAddresses');
		await dialog.fill('iidUrl', sandbox.url);
		await dialog.fill('serverApiKey', 'key=AAAA:invented');
		await dialog.save();
		await dialog.refused(
			"Google refused the server key, as it has done with all server keys since June 2024. Use the credential 'Google FCM Service Account API' instead",
		);
	});
});

describe('the credential of a form', () => {
	it('follows the choices of service and authentication', async () => {
		const panel = await editor.openNode(workflow, 'Choices');
		const ofServiceAccount = expect.arrayContaining(['Google service account (FCM)']);
		const ofServerKey = expect.arrayContaining(['Our old server key']);
		const expectOffered = async (offered: unknown, notOffered: unknown) => {
			const names = await panel.offeredCredentials();
			expect(names).toEqual(offered);
			expect(names).not.toEqual(notOffered);
		};

		await expectOffered(ofServiceAccount, ofServerKey);
		await panel.choose('service', 'Instance ID');
		await panel.choose('authentication', 'Server Key (Legacy)');
		await expectOffered(ofServerKey, ofServiceAccount);
		await panel.choose('service', 'Firebase Cloud Messaging (FCM)');
		await expectOffered(ofServiceAccount, ofServerKey);
		expect(await panel.labels()).toEqual(['Service', 'Operation', 'Topic', 'Registration Tokens', 'Options']);
	});
});
