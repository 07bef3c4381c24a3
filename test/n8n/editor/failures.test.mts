import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';
import { takePicture } from '../browser/screenshots.mts';
import { rows, saveWorkflow, START } from '../browser/workflows.mts';
import type { SavedWorkflow } from '../browser/workflows.mts';
import { freshSandbox, logFile, n8n, sandbox } from '../support.mts';

/** Wide enough for all columns of the output. */
const WIDE = { width: 1720, height: 900 };
const CONTACTS = ['ana', 'ben', 'carla', 'gus'].map((name) => ({
	name,
	token: `${name}-phone:APA91bExampleToken`,
}));
const SUBSCRIBE = { service: 'instanceId', topic: 'news', registrationIds: '={{ $json.token }}' };
const MANY = Array.from({ length: 40 }, (_, number) => ({ token: `device-${number}:APA91bExampleToken` }));

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
	await editor.page.setViewportSize(WIDE);
});
beforeEach(freshSandbox);
afterAll(async () => await editor?.close());

/** Contacts → Subscribe, opened and executed. */
async function subscribe(contacts: object[], more: object = {}) {
	const workflow = await saveWorkflow('Failures', [
		START,
		rows('Contacts', contacts),
		{ name: 'Subscribe', type: 'topicBatch', parameters: SUBSCRIBE, ...more },
	]);
	const panel = await editor.openNode(workflow, 'Subscribe');
	await panel.execute();
	return panel;
}

describe('the output pane', () => {
	it('shows a row per token, and hints that count the refused ones', async () => {
		const panel = await subscribe(CONTACTS);
		const [head, ...tokens] = await panel.output.table();
		expect(head).toEqual([
			'registrationToken',
			'topic',
			'operation',
			'success',
			'attempts',
			'errorCode',
			'errorMessage',
		]);
		expect(tokens.map((row) => row[3])).toEqual(['true', 'false', 'true', 'false']);
		expect(await panel.output.hints()).toEqual([
			expect.stringMatching(/^2 of 4 devices subscribed to news; .*1 request/),
			expect.stringContaining("set 'On Error' in this node's settings to 'Continue (using error output)'"),
		]);
		await takePicture(editor.page, 'output', () => panel.area());
	});

	it('has the refused tokens in the error branch, with their contacts', async () => {
		const panel = await subscribe(CONTACTS, { onError: 'continueErrorOutput' });
		expect(await panel.output.branches()).toEqual(['Success Branch (2 items)', 'Error Branch (2 items)']);
		await panel.output.showBranch('Error Branch');
		const [head, ...failed] = await panel.output.table();
		expect(head).toEqual(['name', 'token', 'error', 'details']);
		expect(failed.map(([name]) => name)).toEqual(['ben', 'gus']);
		expect(failed[0]![3]).toContain('NOT_FOUND');
		await takePicture(editor.page, 'error-output', () => panel.area());
	});

	it('says which item can’t be used, before anything was sent', async () => {
		const panel = await subscribe([...CONTACTS, { name: 'ida', token: 'not/a/token' }]);
		const { title, advice } = await panel.output.failure();
		expect(title).toMatch(/^1 of \d items can't be used, so nothing was sent\. First: /);
		expect(title).toContain(
			"'Registration Tokens' holds “not/a/token”, which isn't a registration token: it holds “/” [item 4]",
		);
		expect(advice).toContain('take it as the app got it from the Firebase SDK');
		expect(advice).toContain("set 'On Error'");
		expect(await sandbox.requests('/iid/*')).toEqual([]);
		await takePicture(editor.page, 'failure', () => panel.area());
	});

	it('says how much was done when a service gives up', async () => {
		await sandbox.misbehave({ match: { path: '/iid/v1:batchAdd', nth: [2, 3] }, answer: { status: 503 } });
		const options = { batchSize: 2, concurrency: 1, maxRetries: 1 };
		const panel = await subscribe(CONTACTS, { parameters: { ...SUBSCRIBE, options } });
		const { title, advice } = await panel.output.failure();
		expect(title).toMatch(/503.* \[item 2\]$/);
		expect(advice).toContain('2 devices done, 2 not done.');
	});
});

describe('the stop button', () => {
	it('ends a long run at once, and the log says how far it came', async () => {
		const workflow = await slowLookUp();
		await editor.openWorkflow(workflow.id);
		await editor.execute();
		await expect
			.poll(async () => (await sandbox.requests('/iid/info/*')).length, { timeout: 30_000 })
			.toBeGreaterThan(2);
		await editor.stop();

		const { status } = await n8n.newestExecution(workflow.id);
		expect(status).toBe('canceled');
		const sentence = /Execution was canceled: (\d+) of 40 units done/;
		await expect
			.poll(() => sentence.exec(readFileSync(logFile, 'utf8'))?.[1], { timeout: 10_000 })
			.toBeDefined();

		const sent = (await sandbox.requests('/iid/info/*')).length;
		expect(sent).toBeLessThan(40);
		await pause(2000);
		expect(await sandbox.requests('/iid/info/*')).toHaveLength(sent);
	});

	async function slowLookUp(): Promise<SavedWorkflow> {
		await sandbox.switch({ latencyMs: 500 });
		const parameters = {
			service: 'instanceId',
			registrationId: '={{ $json.token }}',
			options: { concurrency: 2 },
		};
		return await saveWorkflow('Long run', [
			START,
			rows('Devices', MANY),
			{ name: 'Look up', type: 'iidLookup', parameters },
		]);
	}
});
