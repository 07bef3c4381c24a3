import { describe, expect, it } from 'vitest';
import { CHAT_MODEL_KEY } from '../../playground/sandbox/index.mts';
import { send, useSandbox } from './support.mts';
import type { Reply } from './support.mts';

interface Completion {
	model: string;
	choices: Array<{
		finish_reason: string;
		message: {
			content: string | null;
			tool_calls?: Array<{ id: string; function: { name: string; arguments: string } }>;
		};
	}>;
}

const sandbox = useSandbox();
const authorization = `Bearer ${CHAT_MODEL_KEY}`;
const SENTENCE = 'Tell user-001 that the repair is done and can be picked up until 18:00.';

const complete = (fields: object): Promise<Reply> =>
	send(`${sandbox.chatModelUrl}/chat/completions`, {
		json: { model: 'any', ...fields },
		headers: { authorization },
	});

const toolWith = (...fields: string[]) => ({
	type: 'function',
	function: {
		name: 'Send_push',
		parameters: {
			type: 'object',
			properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
		},
	},
});
const tools = [toolWith('User_ID', 'Title', 'Content')];

/** What the model says to these messages, after n8n's instructions to it. */
async function said(messages: object[], offered: object[] = tools): Promise<Completion['choices'][number]> {
	const { status, body } = await complete({
		messages: [{ role: 'system', content: 'You help user-999.' }, ...messages],
		tools: offered,
	});
	expect(status).toBe(200);
	return (body as Completion).choices[0]!;
}

/** With which fields it calls the tool when a user writes this; `undefined` when it doesn't. */
async function called(content: unknown, offered?: object[]): Promise<unknown> {
	const { message, finish_reason } = await said([{ role: 'user', content }], offered);
	expect(finish_reason).toBe(message.tool_calls === undefined ? 'stop' : 'tool_calls');
	const [call, ...more] = message.tool_calls ?? [];
	expect(more).toEqual([]);
	if (call === undefined) return undefined;
	expect(message.content).toBeNull();
	expect(call.function.name).toBe('Send_push');
	return JSON.parse(call.function.arguments) as unknown;
}

/** What it says once the tool has answered. */
async function saidAfter(toolAnswer: string): Promise<string | null> {
	const asked = { role: 'user', content: SENTENCE };
	const { message: call } = await said([asked]);
	const { message, finish_reason } = await said([
		asked,
		{ role: 'assistant', ...call },
		{ role: 'tool', tool_call_id: call.tool_calls![0]!.id, content: toolAnswer },
	]);
	expect(message.tool_calls).toBeUndefined();
	expect(finish_reason).toBe('stop');
	return message.content;
}

describe('a sentence with a user ID', () => {
	const push = (userId: string, title: string, content: string) => ({
		User_ID: userId,
		Title: title,
		Content: content,
	});

	it.each([
		[
			SENTENCE,
			push('user-001', 'The repair is done', 'The repair is done and can be picked up until 18:00.'),
		],
		[
			'Please let user-7 know: “Your parcel is here!”',
			push('user-7', 'Your parcel is here', 'Your parcel is here!'),
		],
		['send customer_42 a push saying hello', push('customer_42', 'Hello', 'Hello.')],
		[
			'Tell that order A-17 has left to user-002',
			push('user-002', 'Order A-17 has left', 'Order A-17 has left.'),
		],
		[
			'Remind user-003 to bring the keys, please.',
			push('user-003', 'Bring the keys', 'Bring the keys, please.'),
		],
	])('%s', async (sentence, expected) => {
		expect(await called(sentence)).toEqual(expected);
	});

	it('becomes a title of at most 40 characters and a text of at most 120, cut after a word', async () => {
		const { Title, Content } = (await called(`Tell user-001 that ${'one long word '.repeat(20)}`)) as {
			Title: string;
			Content: string;
		};
		expect(Title).toBe('One long word one long word one long…');
		expect(Content).toMatch(/ (one|long|word)…$/);
		expect(Content.length).toBeGreaterThan(110);
		expect(Content.length).toBeLessThanOrEqual(120);
		const unbroken = (await called(`Tell user-001 that ${'x'.repeat(200)}`)) as { Title: string };
		expect(unbroken.Title).toBe(`X${'x'.repeat(38)}…`);
	});

	it('may come in parts', async () => {
		expect(await called([{ type: 'text', text: SENTENCE }])).toMatchObject({ User_ID: 'user-001' });
	});

	it('fills the fields that the tool has, known by their names', async () => {
		expect(await called(SENTENCE, [toolWith('recipient', 'Body', 'Colour')])).toEqual({
			recipient: 'user-001',
			Body: 'The repair is done and can be picked up until 18:00.',
		});
	});

	it('is asked for what to say, or for a tool', async () => {
		const nothingToSay = await said([{ role: 'user', content: 'user-001' }]);
		expect(nothingToSay.message.content).toContain('What shall I tell user-001?');
		const noTool = await said([{ role: 'user', content: SENTENCE }], []);
		expect(noTool.message.content).toContain('connect one to the agent');
	});
});

it.each(['Tell the customer that order A-17 is ready.', 'Hello', 'Tell the users of iOS 18'])(
	'without a user ID it asks for one: %s',
	async (content) => {
		expect(await called(content)).toBeUndefined();
		const { message } = await said([{ role: 'user', content }]);
		expect(message.content).toContain('with the user ID');
	},
);

describe('once the tool has answered', () => {
	it('it says what was sent, to whom, with the message code', async () => {
		expect(await saidAfter('[{"success":true,"messageCode":"AB12-CD34"}]')).toBe(
			'I sent “The repair is done” to user-001, message code AB12-CD34.',
		);
		expect(await saidAfter('[{"name":"projects/p/messages/1"}]')).toBe(
			'I sent “The repair is done” to user-001.',
		);
	});

	it.each([
		['{"error":"Application is suspended","errorType":"NodeOperationError"}', 'Application is suspended'],
		['[{"error":"\'User IDs\' is empty"}]', "'User IDs' is empty"],
		['There was an error', 'There was an error'],
	])('it passes a failure on: %s', async (toolAnswer, reason) => {
		expect(await saidAfter(toolAnswer)).toBe(`The tool reports: ${reason}`);
	});

	it('the next message is one of its own', async () => {
		const { message } = await said([
			{ role: 'user', content: SENTENCE },
			{ role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function' }] },
			{ role: 'tool', tool_call_id: 'call_1', content: '[{"messageCode":"AB12-CD34"}]' },
			{ role: 'assistant', content: 'I sent it.' },
			{ role: 'user', content: 'Tell user-002 that lunch is ready' },
		]);
		expect(message.tool_calls![0]!.function.arguments).toContain('user-002');
	});
});

describe('as a service', () => {
	it('answers under any model, and lists one', async () => {
		const { body } = await complete({ model: 'mine', messages: [{ role: 'user', content: 'Hello' }] });
		expect(body).toMatchObject({ object: 'chat.completion', model: 'mine' });
		const { body: models } = await send(`${sandbox.chatModelUrl}/models`, { headers: { authorization } });
		expect(models).toMatchObject({ object: 'list', data: [{ id: 'gpt-5-mini', object: 'model' }] });
	});

	it.each(['', 'Bearer SERVER_TOKEN', CHAT_MODEL_KEY])('refuses the key "%s"', async (header) => {
		const { status, body } = await send(`${sandbox.chatModelUrl}/models`, {
			headers: { authorization: header },
		});
		expect(status).toBe(401);
		expect(body).toMatchObject({ error: { code: 'invalid_api_key' } });
	});

	const messages = [{ role: 'user', content: SENTENCE }];
	it.each([
		[{ messages, model: '' }, 'model parameter'],
		[{}, "'messages'"],
		[{ messages: [] }, "'messages'"],
		[{ messages: ['Hello'] }, "'messages'"],
		[{ messages: [{ role: 'system', content: SENTENCE }] }, 'role user'],
		[{ messages: [...messages, { role: 'tool', content: '{}' }] }, "'tool_calls'"],
		[{ messages, stream: true }, 'Enable Streaming'],
	])('refuses %j', async (fields, reason) => {
		const { status, body } = await complete(fields);
		expect(status).toBe(400);
		const { error } = body as { error: { message: string; type: string } };
		expect(error).toMatchObject({ type: 'invalid_request_error' });
		expect(error.message).toContain(reason);
	});

	it('knows no other method, and says which switch is meant', async () => {
		const { status, body } = await send(`${sandbox.chatModelUrl}/responses`, {
			json: {},
			headers: { authorization },
		});
		expect(status).toBe(404);
		expect(body).toMatchObject({ error: { code: 'unknown_url' } });
		expect(JSON.stringify(body)).toContain('Use Responses API');
	});
});
