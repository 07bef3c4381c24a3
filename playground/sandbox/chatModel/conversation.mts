import { isObject } from '../http/message.mts';

/** What a chat came to, as far as the stand-in minds it. */
export interface Conversation {
	/** The user's last message. */
	asked: string;
	/** The first tool that is offered, with the names of its fields. */
	tool?: { name: string; fields: string[] };
	/** What the tool answered after that message. */
	toolAnswer?: string;
}

/** Reads `messages` and `tools` of a request. @returns a sentence when they aren't as OpenAI documents them */
export function readConversation(messages: unknown, tools: unknown): Conversation | string {
	if (!Array.isArray(messages) || !messages.every(isMessage) || messages.length === 0) {
		return "Invalid type for 'messages': expected an array of messages with a role.";
	}
	const last = messages.findLastIndex(({ role }) => role === 'user');
	if (last === -1) return 'The stand-in model needs a message with the role user.';
	const after = messages.slice(last + 1);
	const answered = after.findIndex(({ role }) => role === 'tool');
	const called = after.findIndex((message) => Array.isArray(message.tool_calls));
	if (answered !== -1 && (called === -1 || called > answered)) {
		return "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
	}
	const tool = toolIn(tools);
	return {
		asked: textOf(messages[last]?.content),
		...(tool === undefined ? {} : { tool }),
		...(answered === -1 ? {} : { toolAnswer: textOf(after[answered]?.content) }),
	};
}

interface Message extends Record<string, unknown> {
	role: string;
}

function isMessage(value: unknown): value is Message {
	return isObject(value) && typeof value.role === 'string';
}

function toolIn(tools: unknown): Conversation['tool'] {
	const list: unknown[] = Array.isArray(tools) ? tools : [];
	const [first] = list;
	if (!isObject(first) || !isObject(first.function)) return undefined;
	const { name, parameters } = first.function;
	if (typeof name !== 'string') return undefined;
	const properties = isObject(parameters) ? parameters.properties : undefined;
	return { name, fields: isObject(properties) ? Object.keys(properties) : [] };
}

/** The text of a message, which is one text or a list of parts. */
function textOf(content: unknown): string {
	if (typeof content === 'string') return content;
	const parts: unknown[] = Array.isArray(content) ? content : [];
	return parts.map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('\n');
}
