import type {
	EngineRequest,
	EngineResponse,
	ExecuteNodeResult,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { describeHelper } from './helperDescription.mts';
import { loadN8n, type ToolCallPlan } from './n8n.mts';

/** What a tool call answered: the text an AI agent reads, and the same as data. */
export interface ToolAnswer {
	ok: boolean;
	/** What the agent gets to read: the tool's JSON, or the message of the failure. */
	text: string;
	/** The output items' JSON, parsed from `text` (undefined after a failure). */
	data?: unknown;
	error?: { name: string; message: string; description?: string | null };
}

interface AgentTool {
	invoke(input: IDataObject): Promise<unknown>;
}

/**
 * Stands in for an AI agent that calls the tool connected to it as `RunScope.toolCalls` says, one call after another, in
 * either of n8n's two ways:
 * - `invocation` (AI Agent up to version 2): the tool runs inside the agent, in a SupplyDataContext;
 * - `engineRequest` (AI Agent from version 3): the agent hands the calls to the engine, which runs the tool node in an
 *   ordinary ExecuteContext and then resumes the agent.
 * Emits one item per call: the ToolAnswer.
 */
export const agentNode: INodeType = {
	description: describeHelper('agent', ['main', 'ai_tool'], ['main']),
	async execute(this: IExecuteFunctions, response?: EngineResponse) {
		const plan = loadN8n().scope.getStore()?.toolCalls;
		if (plan === undefined) throw new Error('No tool calls are planned: use runAsTool');
		if (plan.via === 'invocation') return [asItems(await invokeAll(this, plan))];
		if (!response?.actionResponses.length) return request(this, plan);
		return [asItems(response.actionResponses.map(answerOfEngine))];
	},
};

async function invokeAll(context: IExecuteFunctions, plan: ToolCallPlan): Promise<ToolAnswer[]> {
	const [tool] = (await context.getInputConnectionData('ai_tool', 0)) as AgentTool[];
	if (tool === undefined) throw new Error('No tool is connected to the agent');
	const answers: ToolAnswer[] = [];
	for (const call of plan.calls) answers.push(await invoke(tool, call));
	return answers;
}

async function invoke(tool: AgentTool, call: IDataObject): Promise<ToolAnswer> {
	try {
		const text = String(await tool.invoke(call));
		return { ok: true, text, data: asJson(text) };
	} catch (error) {
		return failed(error);
	}
}

function request(context: IExecuteFunctions, plan: ToolCallPlan): EngineRequest {
	const [tool] = context.getParentNodes(context.getNode().name, { connectionType: 'ai_tool', depth: 1 });
	if (tool === undefined) throw new Error('No tool is connected to the agent');
	return {
		actions: plan.calls.map((input, index) => ({
			actionType: 'ExecutionNodeAction',
			nodeName: tool.name,
			input,
			type: 'ai_tool',
			id: `call-${index + 1}`,
			metadata: { itemIndex: 0 },
		})),
		metadata: {},
	};
}

function answerOfEngine({ data: task }: ExecuteNodeResult): ToolAnswer {
	if (task.error) return failed(task.error);
	const items = task.data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
	return { ok: true, text: JSON.stringify(items), data: items };
}

function failed(error: unknown): ToolAnswer {
	const { name = 'Error', message = String(error), description } = error as ToolAnswer['error'] & object;
	return { ok: false, text: message, error: { name, message, description } };
}

function asJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function asItems(answers: ToolAnswer[]): INodeExecutionData[] {
	return answers.map((answer) => ({ json: { ...answer } as IDataObject, pairedItem: { item: 0 } }));
}
