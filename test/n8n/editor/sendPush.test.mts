import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';
import type { NodePanel } from '../browser/nodePanel.mts';
import { saveWorkflow, START } from '../browser/workflows.mts';
import { freshSandbox, sandbox } from '../support.mts';

const PATIENT = { timeout: 20_000 };

let editor: Editor;
let panel: NodePanel;
beforeAll(async () => {
	await freshSandbox();
	const workflow = await saveWorkflow('By hand', [START, { name: 'Send Push', type: 'sendPush' }]);
	editor = await Editor.open();
	panel = await editor.openNode(workflow, 'Send Push');
});
afterAll(async () => await editor?.close());

describe('Send Push, filled in by hand', () => {
	it('finds the application in the list of the account', async () => {
		await panel.searchList('application', '');
		await expect
			.poll(async () => await panel.listed(), PATIENT)
			.toEqual(['Demo app (AAAAA-00000)', 'Shop (BBBBB-00000)']);
		await panel.searchList('application', 'demo');
		await expect.poll(async () => await panel.listed(), PATIENT).toEqual(['Demo app (AAAAA-00000)']);
		await panel.pickFromList('Demo app (AAAAA-00000)');
	});

	it('finds the segment in the list of that application', async () => {
		await panel.choose('audience', 'Segment');
		expect(await panel.labels()).toEqual(expect.arrayContaining(['Segment', 'Content']));
		expect(await panel.labels()).not.toContain('User IDs');
		await panel.searchList('segment', 'SPAN');
		await expect.poll(async () => await panel.listed(), PATIENT).toHaveLength(1);
		const [segment] = await panel.listed();
		expect(segment).toContain('Spanish speakers');
		await panel.pickFromList(segment!);
	});

	it('sends to users, with a translation and a picture', async () => {
		await panel.choose('audience', 'Users');
		await panel.fill('userIds', 'user-001, user-002');
		await panel.fill('content', 'Your parcel is on its way');
		await panel.fill('title', 'Good news');
		await panel.add('Add to Message', 'Image URL');
		await panel.fill('message.imageUrl', 'https://cdn.example.com/parcel.jpg');
		await panel.add('Add to Message', 'Translations');
		await panel.addGroup('Add Translation');
		const translation = 'message.localizedContent.translation[0]';
		await panel.choose(`${translation}.language`, 'Spanish (es)');
		await panel.fill(`${translation}.content`, 'Su paquete está en camino');
		await panel.execute();

		const messages = await sandbox.messages();
		expect(messages).toHaveLength(1);
		expect(messages[0]).toMatchObject({
			application: 'AAAAA-00000',
			audience: 'users',
			recipients: ['user-001', 'user-002'],
		});
		expect(messages[0]!.notification).toMatchObject({
			content: { en: 'Your parcel is on its way', es: 'Su paquete está en camino' },
			title: { en: 'Good news', es: 'Good news' },
			android_banner: 'https://cdn.example.com/parcel.jpg',
			ios_root_params: { attachment: 'https://cdn.example.com/parcel.jpg', aps: { 'mutable-content': 1 } },
		});
		const { code } = messages[0]!;
		expect(await panel.output.table()).toEqual([
			['success', 'messageCode', 'messageCodes', 'submitted'],
			['true', code, expect.stringContaining(code), '2'],
		]);
		expect(await panel.output.hints()).toEqual([expect.stringContaining('2 users')]);
	});

	it('asks before it sends to everyone', async () => {
		await panel.choose('audience', 'Everyone');
		expect(await panel.notices()).toEqual([expect.stringContaining('to everyone')]);
		await panel.execute();
		const { title, advice } = await panel.output.failure();
		expect(title).toContain("'Confirm Broadcast'");
		expect(advice).not.toBe('');
		expect(await sandbox.messages()).toHaveLength(1);
	});
});
