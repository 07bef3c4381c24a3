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
	 * @returns the value with all expressions resolved; a collection as an object
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
		if (typeof raw !== 'object' || raw === null) return () => raw;
		const isList = Array.isArray(raw);
		const parts = Object.entries(raw).map(([key, value]) => {
			// Entries of a list are named by a dot too: n8n looks the part after the first dot up in the description.
			return { key, raw: value as unknown, resolver: this.compile(`${path}.${key}`, value) };
		});
		if (parts.every((part) => !hasExpression(part.raw))) return () => raw;
		return (itemIndex) => {
			const resolved: Record<string, unknown> = {};
			for (const part of parts) resolved[part.key] = part.resolver(itemIndex);
			return isList ? parts.map((part) => resolved[part.key]) : resolved;
		};
	}

	private compileText(path: string, raw: string): Resolver {
		if (!raw.startsWith('=')) return () => raw;
		const askN8n: Resolver = (itemIndex) => this.context.getNodeParameter(path, itemIndex, undefined);
		const fieldPath = this.direct ? parseFieldReference(raw) : undefined;
		if (!fieldPath) return askN8n;
		return (itemIndex) => {
			const value = followFieldPath(this.items[itemIndex]?.json, fieldPath);
			return value === ASK_N8N ? askN8n(itemIndex) : value;
		};
	}
}

function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

/**
 * Whether an AI agent runs the node as a tool. Only agents up to version 2 run tools in a context that says so; what holds
 * for all is the name under which n8n registers the tool form of a node.
 */
export function isToolExecution(context: IExecuteFunctions, node: INode): boolean {
	return context.isToolExecution?.() === true || node.type.endsWith('Tool');
}
