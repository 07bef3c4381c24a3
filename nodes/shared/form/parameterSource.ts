import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { ASK_N8N, followFieldPath, parseFieldReference } from './fieldReference';

type Resolver = (itemIndex: number) => unknown;

/**
 * Hands out the node's parameters per item at the least cost: n8n's evaluation of one expression takes some 0.4 ms,
 * which is 40 s for 100,000 items. A value without an expression is taken once, a plain reference to a field of the
 * item is followed directly, and only the rest goes through n8n.
 */
export class ParameterSource {
	private readonly resolvers = new Map<string, Resolver>();
	private readonly direct: boolean;

	/**
	 * @param node the run's copy of the node (`getNode()` copies it at every call)
	 * @param items the run's input; in a tool execution `$json` isn't the input item, so nothing is followed directly there
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly node: INode,
		private readonly items: INodeExecutionData[],
	) {
		this.direct = !isToolExecution(context, node);
	}

	/**
	 * @param name the parameter's name
	 * @param fallback what counts when the workflow doesn't hold the parameter
	 * @returns the value with all expressions resolved; a collection as an object. Not to be changed: what holds no
	 *   expression is the same object for all items
	 * @throws what n8n throws for an expression that can't be evaluated
	 */
	get(name: string, itemIndex: number, fallback: unknown): unknown {
		let resolver = this.resolvers.get(name);
		if (!resolver) {
			resolver = this.compile(name, this.node.parameters[name]);
			this.resolvers.set(name, resolver);
		}
		const value = resolver(itemIndex);
		return value === undefined && !(name in this.node.parameters) ? fallback : value;
	}

	private compile(path: string, raw: unknown): Resolver {
		if (typeof raw === 'string') return this.compileText(path, raw);
		if (typeof raw !== 'object' || raw === null || !hasExpression(raw)) return () => raw;
		const entries = Object.entries(raw);
		// n8n takes a dot or bracket in a name for a step of the path: such an object is evaluated as a whole.
		if (entries.some(([key]) => /^$|[.[\]]/.test(key))) return this.askN8n(path);
		// Entries of a list are named by a dot too: n8n looks the part after the first dot up in the description.
		const members = entries.map(([key, value]) => ({ key, resolve: this.compile(`${path}.${key}`, value) }));
		if (Array.isArray(raw)) return (itemIndex) => members.map(({ resolve }) => resolve(itemIndex));
		return (itemIndex) => {
			const resolved: Record<string, unknown> = {};
			for (const { key, resolve } of members) resolved[key] = withoutLuxon(resolve(itemIndex));
			return resolved;
		};
	}

	private compileText(path: string, raw: string): Resolver {
		if (!raw.startsWith('=')) return () => raw;
		const askN8n = this.askN8n(path);
		const fieldPath = this.direct ? parseFieldReference(raw) : undefined;
		if (!fieldPath) return askN8n;
		return (itemIndex) => {
			const value = followFieldPath(this.items[itemIndex]?.json, fieldPath);
			return value === ASK_N8N ? askN8n(itemIndex) : value;
		};
	}

	private askN8n(path: string): Resolver {
		return (itemIndex) => this.context.getNodeParameter(path, itemIndex, undefined);
	}
}

function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

/** n8n hands out the members of a collection that way, so that `{{ $now }}` in one is a text. */
function withoutLuxon(value: unknown): unknown {
	const isLuxon = typeof value === 'object' && value !== null && 'isLuxonDateTime' in value;
	return isLuxon && value.isLuxonDateTime === true ? String(value) : value;
}

/**
 * @returns whether an AI agent runs the node as a tool. From version 3 on the agent has n8n run its tools like any
 *   other node, but under a type name of their own; versions of n8n that tell neither run it as a normal node
 */
export function isToolExecution(context: IExecuteFunctions, node: INode): boolean {
	if (node.type.endsWith('Tool')) return true;
	return typeof context.isToolExecution === 'function' && context.isToolExecution();
}
