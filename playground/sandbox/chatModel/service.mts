import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest } from '../http/message.mts';
import { reply } from './assistant.mts';
import type { Reply } from './assistant.mts';
import { readConversation } from './conversation.mts';

/** Where it stands; the base URL of an OpenAI credential is the sandbox's URL with this path. */
export const CHAT_MODEL_PATH = '/openai/v1';
/** The only API key that it takes; it opens nothing else. */
export const CHAT_MODEL_KEY = 'MODEL_KEY';

/** What it lists. It answers under any name, so that a workflow keeps its model when the credential is changed. */
const MODEL = { id: 'gpt-5-mini', object: 'model', created: 0, owned_by: 'playground' };

/** A refusal in the form of OpenAI's errors. */
class Refusal extends Error {
	readonly answer: Answer;

	constructor(status: number, message: string, code: string | null = null) {
		super(message);
		const error = { message, type: 'invalid_request_error', param: null, code };
		this.answer = jsonAnswer(status, { error });
	}
}

/**
 * Answers a request to the stand-in of a chat model, OpenAI's chat completions; `undefined` for a path that isn't one of
 * its own.
 */
export function answerChatModel(request: SandboxRequest): Answer | undefined {
	if (!request.path.startsWith(`${CHAT_MODEL_PATH}/`)) return undefined;
	try {
		return answerMethod(request);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		throw error;
	}
}

function answerMethod(request: SandboxRequest): Answer {
	if (request.headers.authorization !== `Bearer ${CHAT_MODEL_KEY}`) {
		throw new Refusal(401, 'Incorrect API key provided.', 'invalid_api_key');
	}
	const method = `${request.method} ${request.path.slice(CHAT_MODEL_PATH.length)}`;
	if (method === 'GET /models') return jsonAnswer(200, { object: 'list', data: [MODEL] });
	if (method === 'POST /chat/completions') return completeChat(request);
	throw new Refusal(
		404,
		`The stand-in model doesn't know ${method}. In the OpenAI Chat Model turn off 'Use Responses API'.`,
		'unknown_url',
	);
}

function completeChat({ json }: SandboxRequest): Answer {
	if (!isObject(json)) throw new Refusal(400, 'We could not parse the JSON body of your request.');
	const { model, messages, tools, stream } = json;
	if (typeof model !== 'string' || model === '') throw new Refusal(400, 'you must provide a model parameter');
	if (stream === true) {
		throw new Refusal(400, "The stand-in model doesn't stream. In the agent turn off 'Enable Streaming'.");
	}
	const conversation = readConversation(messages, tools);
	if (typeof conversation === 'string') throw new Refusal(400, conversation);
	const { message, finish_reason } = messageOf(reply(conversation));
	return jsonAnswer(200, {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model,
		choices: [{ index: 0, message, logprobs: null, finish_reason }],
		// It counts no tokens, and costs none.
		usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
	});
}

function messageOf({ text, call }: Reply): { message: object; finish_reason: 'stop' | 'tool_calls' } {
	const message = { role: 'assistant', content: text ?? null, refusal: null };
	if (call === undefined) return { message, finish_reason: 'stop' };
	const called = { name: call.name, arguments: JSON.stringify(call.fields) };
	return {
		message: { ...message, tool_calls: [{ id: 'call_1', type: 'function', function: called }] },
		finish_reason: 'tool_calls',
	};
}
