import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';
import { example, freshSandbox, n8n, sandbox } from '../support.mts';
import type { Execution } from '../support.mts';

const CHAT = 'When chat message received';
const AGENT = 'Push assistant';
const TOOL = 'Send push to a user';
const FILLED_IN = { User_ID: 'user-001', Content: 'Your repair is done', Title: 'Ready' };

/** As a model is offered it. */
interface OfferedTool {
	function: { name: string; parameters: { properties: Record<string, object> } };
}

const agentExample = example('ai-agent');
beforeEach(freshSandbox);

describe('an agent with Send Push as a tool', () => {
	it('sends what the model words, to whom it names', async () => {
		const run = await said('Tell user-001 that the repair is done.');
		expect(run.error?.message).toBeUndefined();

		const [question] = await sandbox.requests('/openai/v1/chat/completions');
		const { tools } = question!.body as { tools: OfferedTool[] };
		const offered = tools.map(({ function: { name, parameters } }) => ({
			name,
			fields: Object.keys(parameters.properties).sort(),
		}));
		expect(offered).toEqual([{ name: 'Send_push_to_a_user', fields: ['Content', 'Title', 'User_ID'] }]);
		const [message] = await sandbox.messages();
		expect(message).toMatchObject({ audience: 'users', recipients: ['user-001'] });
		expect(message!.notification).toMatchObject({
			content: 'The repair is done.',
			title: 'The repair is done',
		});
		expect(run.node(TOOL, 'ai_tool').runs).toBe(1);
		expect(run.node(AGENT).json()).toEqual([
			{ output: `I sent “The repair is done” to user-001, message code ${message!.code}.` },
		]);
	});

	it('tells the model why nothing was sent', async () => {
		const suspended = { status_code: 210, status_message: 'Application is suspended', response: null };
		await sandbox.misbehave({
			match: { path: '/json/1.3/createMessage' },
			answer: { act: false, body: suspended },
		});
		const run = await said('Tell user-001 that the repair is done.');
		const answer = JSON.stringify(run.node(AGENT).json());
		expect(answer).toContain("Pushwoosh didn't accept the message: “Application is suspended”");
		expect(answer).toContain('Check what Pushwoosh names here');
		expect(await sandbox.messages()).toEqual([]);
	});

	it('sends nothing without a user ID', async () => {
		const run = await said('Tell the customer that the repair is done.');
		expect(run.status).toBe('success');
		expect(JSON.stringify(run.node(AGENT).json())).toContain('Which user is it for?');
		expect(await sandbox.requests('/openai/v1/chat/completions')).toHaveLength(1);
		expect(await sandbox.requests('/json/1.3/*')).toEqual([]);
	});

	/** Runs the example as it is with this message in the chat. */
	async function said(chatInput: string): Promise<Execution> {
		const json = { sessionId: 'test', action: 'sendMessage', chatInput };
		const { name, nodes, connections, settings } = agentExample;
		return await n8n.run(
			await n8n.createWorkflow({ name, nodes, connections, settings, pinData: { [CHAT]: [{ json }] } }),
		);
	}
});

describe('the tool in the editor', () => {
	let editor: Editor;
	beforeAll(async () => {
		editor = await Editor.open();
	});
	afterAll(async () => await editor?.close());

	it('is tried with "Execute step", which asks for what the model would fill in', async () => {
		const panel = await editor.openNode(agentExample, TOOL);
		await editor.page.getByTestId('node-execute-button').click();
		const questions = editor.page.getByTestId('fromAiParameters-modal');
		for (const [name, value] of Object.entries(FILLED_IN)) {
			await questions.getByLabel(name).fill(value);
		}
		await questions.getByRole('button', { name: 'Execute step' }).click();
		await panel.output.filled();

		const [message] = await sandbox.messages();
		expect(message!.notification).toMatchObject({ content: FILLED_IN.Content, title: FILLED_IN.Title });
		expect((await panel.output.table()).flat().join(' ')).toContain(message!.code);
	});
});
