import type { INode } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Editor } from '../browser/editor.mts';
import { startFakeModel } from '../support/fakeModel.mts';
import type { FakeModel } from '../support/fakeModel.mts';
import { example, freshSandbox, n8n, sandbox } from '../support.mts';

const CHAT = 'When chat message received';
const AGENT = 'Push assistant';
const TOOL = 'Send push to a user';
const FILLED_IN = { User_ID: 'user-001', Content: 'Your repair is done', Title: 'Ready' };

const agentExample = example('ai-agent');
beforeEach(freshSandbox);

describe('an agent with Send Push as a tool', () => {
	let model: FakeModel;
	let credentialId: string;
	beforeAll(async () => {
		model = await startFakeModel(FILLED_IN);
		const credential = await n8n.api.call<{ id: string }>('POST', '/rest/credentials', {
			name: 'Fake model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		credentialId = credential.id;
	});
	afterAll(async () => await model?.close());

	it('sends what the model words, to whom it names', async () => {
		const id = await n8n.createWorkflow(withModel());
		const run = await n8n.run(id);
		expect(run.error?.message).toBeUndefined();

		const offered = model.requests[0]!.tools!.map(({ function: { name, parameters } }) => ({
			name,
			fields: Object.keys(parameters.properties).sort(),
		}));
		expect(offered).toEqual([{ name: 'Send_push_to_a_user', fields: ['Content', 'Title', 'User_ID'] }]);
		const [message] = await sandbox.messages();
		expect(message).toMatchObject({ audience: 'users', recipients: ['user-001'] });
		expect(message!.notification).toMatchObject({ content: FILLED_IN.Content, title: FILLED_IN.Title });
		expect(run.node(TOOL, 'ai_tool').runs).toBe(1);
		// The model of this test ends with what the tool answered it.
		expect(JSON.stringify(run.node(AGENT).json())).toContain(message!.code);
	});

	it('tells the model why nothing was sent', async () => {
		const suspended = { status_code: 210, status_message: 'Application is suspended', response: null };
		await sandbox.misbehave({
			match: { path: '/json/1.3/createMessage' },
			answer: { act: false, body: suspended },
		});
		const id = await n8n.createWorkflow(withModel());
		const run = await n8n.run(id);
		const said = JSON.stringify(run.node(AGENT).json());
		expect(said).toContain("Pushwoosh didn't accept the message: “Application is suspended”");
		expect(said).toContain('Check what Pushwoosh names here');
		expect(await sandbox.messages()).toEqual([]);
	});

	/** The example with the model of this test and a message in the chat. */
	function withModel() {
		const modelNode: INode = {
			id: 'model',
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			position: [0, 400],
			parameters: { model: { __rl: true, mode: 'id', value: 'fake' }, options: {} },
			credentials: { openAiApi: { id: credentialId, name: 'Fake model' } },
		};
		return {
			name: 'Agent with a model',
			nodes: [...agentExample.nodes, modelNode],
			connections: {
				...agentExample.connections,
				Model: { ai_languageModel: [[{ node: AGENT, type: 'ai_languageModel' as const, index: 0 }]] },
			},
			pinData: {
				[CHAT]: [
					{
						json: {
							sessionId: 'test',
							action: 'sendMessage',
							chatInput: 'Tell user-001 that the repair is done.',
						},
					},
				],
			},
		};
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
