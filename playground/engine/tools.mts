import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type ToolAnswer } from './agentNode.mts';
import { SOURCE, workflow, type SingleNodeOptions } from './builders.mts';
import { type ToolCallPlan } from './n8n.mts';
import { type RunResult } from './results.mts';
import { runWorkflow, type Bench, type RunOptions } from './run.mts';

export interface ToolOptions extends RunOptions {
	/** How n8n runs the tool, see `playground.agent`; `invocation` when absent. */
	via?: ToolCallPlan['via'];
	/** The tool node's own settings. */
	node?: Omit<SingleNodeOptions, 'name'>;
}

export interface ToolRunResult extends RunResult {
	/** One per call, in order; empty when the agent didn't get as far as calling. */
	answers: ToolAnswer[];
}

/** Name of the tool node in the run data. */
export const TOOL = 'Tool';
const AGENT = 'Agent';

/** Runs a node as an AI agent's tool: one execution, in which the agent calls it once per entry of `calls`. */
export async function runAsTool(
	bench: Bench,
	type: string,
	parameters: INodeParameters,
	calls: IDataObject[],
	{ via = 'invocation', node, ...options }: ToolOptions = {},
): Promise<ToolRunResult> {
	const spec = workflow(
		[
			{ name: SOURCE, type: 'playground.source' },
			{ name: AGENT, type: 'playground.agent' },
			{ name: TOOL, type: type.endsWith('Tool') ? type : `${type}Tool`, parameters, ...node },
		],
		[
			[SOURCE, AGENT],
			[TOOL, AGENT, 0, 0, 'ai_tool'],
		],
	);
	const result = await runWorkflow(bench, spec, options, { via, calls });
	const answers = result.node(AGENT).success.map(({ json }) => json as unknown as ToolAnswer);
	return Object.assign(result, { answers });
}
