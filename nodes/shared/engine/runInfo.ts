import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { isToolExecution } from '../form/parameterSource';

/** What a run is part of, read once: n8n copies the node at every `getNode()`. */
export interface RunInfo {
	node: INode;
	instanceId: string;
	workflowId: string;
	/** Undefined where n8n gives none. */
	executionId: string | undefined;
	/** How often the node ran in this execution before; undefined where n8n doesn't tell. */
	runIndex: number | undefined;
	/** IANA name of the workflow's time zone. */
	timezone: string;
	/** An AI agent runs the node as a tool. */
	isTool: boolean;
	/** On Error is one of the two Continue modes. */
	continueOnFail: boolean;
}

export function readRunInfo(context: IExecuteFunctions): RunInfo {
	const node = context.getNode();
	return {
		node,
		instanceId: context.getInstanceId(),
		workflowId: context.getWorkflow().id ?? '',
		executionId: context.getExecutionId() || undefined,
		runIndex: context.getWorkflowDataProxy(0).$runIndex,
		timezone: context.getTimezone(),
		isTool: isToolExecution(context, node),
		continueOnFail: context.continueOnFail(),
	};
}
