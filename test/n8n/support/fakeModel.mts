import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model is asked, in the form of OpenAI's chat completions. */
export interface ChatRequest {
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{
		function: { name: string; description: string; parameters: { properties: Record<string, object> } };
	}>;
}

/** A stand-in for a language model, for n8n's OpenAI node with this base URL. */
export interface FakeModel {
	url: string;
	/** What it was asked, in order. */
	requests: ChatRequest[];
	close(): Promise<void>;
}

/**
 * Starts a model that calls the first tool it is offered once, with these arguments, and ends the conversation with the
 * tool's answer as its own.
 */
export async function startFakeModel(toolArguments: object): Promise<FakeModel> {
	const requests: ChatRequest[] = [];
	const server = createServer(async (request, response) => {
		const asked = JSON.parse(await textOf(request)) as ChatRequest;
		requests.push(asked);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(completion(asked, toolArguments)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function completion({ messages, tools }: ChatRequest, toolArguments: object): object {
	const last = messages.at(-1)!;
	const tool = tools?.[0]?.function.name;
	const message =
		last.role === 'tool' || tool === undefined
			? { role: 'assistant', content: String(last.content) }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: 'call_1',
							type: 'function',
							function: { name: tool, arguments: JSON.stringify(toolArguments) },
						},
					],
				};
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1,
		model: 'fake',
		choices: [{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

async function textOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
}
