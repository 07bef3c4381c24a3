import { isObject } from '../http/message.mts';
import type { Conversation } from './conversation.mts';
import { wordPush } from './wording.mts';
import type { Push } from './wording.mts';

/** What the model says: a text, or a call of the tool. */
export interface Reply {
	text?: string;
	call?: { name: string; fields: Record<string, string> };
}

const EXAMPLE = '“Tell user-001 that the repair is done”';

/**
 * Speaks for a support assistant with a tool that sends a push. It follows rules: the tool is called once, for a user
 * whom the message names, and the last word is what became of that.
 */
export function reply({ asked, tool, toolAnswer }: Conversation): Reply {
	const { userId, push } = wordPush(asked);
	if (userId === undefined) {
		return {
			text: `Which user is it for? Please write it in one sentence with the user ID, such as ${EXAMPLE}.`,
		};
	}
	if (push === undefined) {
		return { text: `What shall I tell ${userId}? Please write it in one sentence, such as ${EXAMPLE}.` };
	}
	if (toolAnswer !== undefined) return { text: outcome(toolAnswer, push, userId) };
	if (tool === undefined)
		return { text: 'I have no tool to send a push with: please connect one to the agent.' };
	const fields = tool.fields.flatMap((field) => {
		const value = valueFor(field, push, userId);
		return value === undefined ? [] : [[field, value] as const];
	});
	return { call: { name: tool.name, fields: Object.fromEntries(fields) } };
}

/** A field is known by its name, which whoever builds the tool has chosen. */
function valueFor(field: string, { title, text }: Push, userId: string): string | undefined {
	if (/user|customer|recipient/i.test(field)) return userId;
	if (/title|heading|subject/i.test(field)) return title;
	return /content|body|text|message/i.test(field) ? text : undefined;
}

/** n8n gives the agent the items of a tool that worked, else an error in an object or in plain words. */
function outcome(toolAnswer: string, { title }: Push, userId: string): string {
	const parsed = parseJson(toolAnswer);
	const items: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	const [first] = items;
	if (!isObject(first)) return `The tool reports: ${toolAnswer}`;
	if (first.error !== undefined) return `The tool reports: ${String(first.error)}`;
	const code = typeof first.messageCode === 'string' ? `, message code ${first.messageCode}` : '';
	return `I sent “${title}” to ${userId}${code}.`;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
