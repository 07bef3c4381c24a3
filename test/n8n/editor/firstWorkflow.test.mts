import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';
import type { NodePanel } from '../browser/nodePanel.mts';
import { Recording } from '../browser/recording.mts';
import { freshSandbox, sandbox } from '../support.mts';

const LARGEST_BYTES = 3_000_000;
const TEXTS = { userIds: 'ana', title: 'Hello', content: 'Your first push from n8n' };

/** The README's steps as one goes through them, in its words. */
describe('the first workflow of the README', () => {
	const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
	const [, steps = ''] = /## Your first push\n([\s\S]*?)\n## /.exec(readme) ?? [];
	const recording = new Recording();
	let editor: Editor;
	let panel: NodePanel;
	/** Texts that one clicks, which the README must name. */
	const named = (words: string) => {
		expect(steps).toContain(`**${words}**`);
		return words;
	};
	beforeAll(async () => {
		await freshSandbox();
		editor = await Editor.open();
		await editor.page.setViewportSize({ width: 1180, height: 720 });
		await editor.newWorkflow();
	});
	afterAll(async () => await editor?.close());

	it('begins with a trigger', async () => {
		const { page } = editor;
		await recording.pointAt(page.getByTestId('canvas-add-button'));
		await page.getByTestId('canvas-add-button').click();
		const trigger = page.getByTestId('node-creator').getByText(named('Trigger manually'), { exact: true });
		await trigger.waitFor();
		await recording.pointAt(trigger);
		await trigger.click();
		await page.getByTestId('canvas-node').first().waitFor();
		await recording.look(page);
	});

	it('finds the node by what it does', async () => {
		const { page } = editor;
		await page.getByTestId('node-creator-plus-button').click();
		await editor.searchNodes('pushwoosh');
		const node = page.getByTestId('node-creator').getByText(named('Pushwoosh Send Push'), { exact: true });
		await recording.pointAt(node.first());
		await node.first().click();
		const action = page.getByTestId('node-creator').getByText(named('Send push'), { exact: true });
		await action.waitFor();
		await recording.pointAt(action);
		panel = await editor.addAction('Send push');
		await recording.look(page, 1500);
	});

	it('takes the credential and the application from lists', async () => {
		await panel.chooseCredential('Pushwoosh account');
		named('Application');
		await recording.pointAt(panel.field('application'));
		await panel.searchList('application', '');
		await expect.poll(async () => (await panel.listed()).length, { timeout: 20_000 }).toBeGreaterThan(0);
		await recording.look(editor.page);
		await panel.pickFromList('Demo app (AAAAA-00000)');
	});

	it.each([
		['User IDs', 'userIds'],
		['Title', 'title'],
		['Content', 'content'],
	] as const)('asks for %s', async (label, path) => {
		expect(await panel.labels()).toContain(named(label));
		await panel.fill(path, TEXTS[path]);
		await recording.pointAt(panel.field(path));
	});

	it('sends with one click and says what became of it', async () => {
		await recording.pointAt(panel.executeButton);
		expect(await panel.executeButton.innerText()).toContain(named('Execute step'));
		await panel.execute();
		const [message, ...more] = await sandbox.messages();
		expect(more).toEqual([]);
		expect(message).toMatchObject({ audience: 'users', recipients: [TEXTS.userIds] });
		const [head = [], row = []] = await panel.output.table();
		await recording.look(editor.page, 2500);
		expect(Object.fromEntries(head.map((key, column) => [key, row[column]]))).toMatchObject({
			success: 'true',
			messageCode: message!.code,
			submitted: '1',
		});
	});

	it('and the phone shows it; a recording of all this is small enough for the README', async () => {
		const { page } = editor;
		await page.goto(sandbox.url);
		await page.locator('#iphone').getByText(TEXTS.content).waitFor();
		await recording.look(page, 4000);
		expect(recording.save('first-workflow')).toBeLessThan(LARGEST_BYTES);
	});
});
