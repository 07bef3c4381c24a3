import type * as N8nCore from 'n8n-core';
import type {
	ExecutionError,
	INode,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalData } from './additionalData.mts';
import { type WorkflowSpec } from './builders.mts';
import { type CredentialsHelper } from './credentialsHelper.mts';
import { isLoggedAt, type LogLevel, type LogLine } from './logs.mts';
import { loadN8n, type ToolCallPlan } from './n8n.mts';
import { type NodeTypeRegistry } from './nodeTypes.mts';
import { toRunResult, type RunResult } from './results.mts';

export interface RunOptions {
	/** What the first node emits; plain objects stand for items with that JSON. One empty item when absent. */
	items?: Array<INodeExecutionData | Record<string, unknown>>;
	/** `trigger` when absent: a production run. */
	mode?: WorkflowExecuteMode;
	/** Counted up from 1 when absent; null: n8n gives none. */
	executionId?: string | null;
	/** The execution is cancelled, as by the Stop button, when this is aborted … */
	signal?: AbortSignal;
	/** … or after this many milliseconds. */
	cancelAfter?: number;
	/** What `getInstanceId()` answers. */
	instanceId?: string;
	/** Wins over the workflow's own ID. */
	workflowId?: string;
	/** First node; when absent, the first one without an incoming connection. */
	startNode?: string;
}

/** What all runs of an engine share. */
export interface Bench {
	nodeTypes: NodeTypeRegistry;
	credentialsHelper: CredentialsHelper;
	timezone: string;
	logLevel: LogLevel;
	nextExecutionId(): string;
}

/** Runs a workflow to its end through n8n-core's WorkflowExecute, as n8n's main process does. */
export async function runWorkflow(
	bench: Bench,
	spec: WorkflowSpec,
	options: RunOptions = {},
	toolCalls?: ToolCallPlan,
): Promise<RunResult> {
	const logs: LogLine[] = [];
	const { scope } = loadN8n();
	return await scope.run({ logs, instanceId: options.instanceId, toolCalls }, async () => {
		const workflow = toWorkflow(bench, spec, options);
		const executionId =
			options.executionId === null ? undefined : (options.executionId ?? bench.nextExecutionId());
		const started: string[] = [];
		const { run, duration } = await execute(bench, workflow, options, executionId, started);
		const kept = logs.filter((line) => isLoggedAt(bench.logLevel, line));
		return toRunResult(run, { executionId, started, logs: kept, duration });
	});
}

/** The live workflow of a spec: a copy of its nodes, completed with the defaults of their types. */
export function toWorkflow(
	{ nodeTypes, timezone }: Bench,
	spec: WorkflowSpec,
	{ workflowId }: Pick<RunOptions, 'workflowId'> = {},
): Workflow {
	const { Workflow } = loadN8n().workflow;
	const nodes = structuredClone(spec.nodes).map((node) => ({ ...node, type: nodeTypes.fullName(node.type) }));
	return new Workflow({
		id: workflowId ?? spec.id ?? 'workflow-1',
		name: spec.name ?? 'Bench',
		nodes,
		connections: structuredClone(spec.connections),
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone, ...spec.settings },
	});
}

async function execute(
	bench: Bench,
	workflow: Workflow,
	options: RunOptions,
	executionId: string | undefined,
	started: string[],
): Promise<{ run: IRun; duration: number }> {
	const { core, workflow: n8n } = loadN8n();
	const mode = options.mode ?? 'trigger';
	const hooks = new core.ExecutionLifecycleHooks(mode, executionId ?? '', {
		id: workflow.id,
	} as IWorkflowBase);
	hooks.addHandler('nodeExecuteBefore', (name) => void started.push(name));
	const data = additionalData(bench.credentialsHelper, { executionId, workflowId: workflow.id, hooks });

	const runData = n8n.createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node: startNode(workflow, options), data: { main: [toItems(options.items)] }, source: null },
			],
		},
	});
	const begin = performance.now();
	let execution: ReturnType<N8nCore.WorkflowExecute['processRunExecutionData']>;
	try {
		execution = new core.WorkflowExecute(data, mode, runData).processRunExecutionData(workflow);
	} catch (error) {
		return { run: failedBeforeStart(error as ExecutionError, mode, runData), duration: 0 };
	}

	const cancel = () => execution.cancel();
	const timer = options.cancelAfter === undefined ? undefined : setTimeout(cancel, options.cancelAfter);
	if (options.signal?.aborted) cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	try {
		const run = await execution;
		return { run, duration: performance.now() - begin };
	} finally {
		clearTimeout(timer);
		options.signal?.removeEventListener('abort', cancel);
	}
}

/** What n8n stores of an execution that it refuses to start, e.g. because a required parameter is empty. */
function failedBeforeStart(error: ExecutionError, mode: WorkflowExecuteMode, data: IRunExecutionData): IRun {
	data.resultData.error = { ...error, message: error.message, stack: error.stack } as ExecutionError;
	const now = new Date();
	return { data, mode, startedAt: now, stoppedAt: now, status: 'error', finished: false, storedAt: 'db' };
}

function startNode(workflow: Workflow, { startNode: name }: RunOptions): INode {
	const node = Object.values(workflow.nodes).find((candidate) =>
		name === undefined
			? !workflow.connectionsByDestinationNode[candidate.name] &&
				workflow.connectionsBySourceNode[candidate.name]?.main
			: candidate.name === name,
	);
	if (node === undefined) throw new Error(`There is no node to start from${name ? `: '${name}'` : ''}`);
	return node;
}

function toItems(items: RunOptions['items'] = [{ json: {} }]): INodeExecutionData[] {
	const isItem = (item: object): item is INodeExecutionData =>
		'json' in item &&
		Object.keys(item).every((key) => ['json', 'binary', 'pairedItem', 'error'].includes(key));
	return structuredClone(items).map((item) => (isItem(item) ? item : ({ json: item } as INodeExecutionData)));
}
