import type {
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	IRun,
	ISourceData,
	ITaskData,
	NodeExecutionHint,
} from 'n8n-workflow';

import { type LogLine } from './logs.mts';
import { loadN8n } from './n8n.mts';

/** An error as n8n stores and shows it. */
export interface RunError {
	name?: string;
	message: string;
	description?: string | null;
	context?: IDataObject;
	httpCode?: string | null;
	/** `context.itemIndex`: the item n8n names beside the message. */
	itemIndex?: number;
	stack?: string;
}

/** One run of one node: `runIndex` counts them within the execution. */
export interface NodeRun {
	runIndex: number;
	status?: ExecutionStatus;
	/** Items per branch: 0 is the first output, 1 the error output of a node with one output. */
	branches: INodeExecutionData[][];
	error?: RunError;
	hints: NodeExecutionHint[];
	source: Array<ISourceData | null>;
	/** Milliseconds. */
	executionTime: number;
}

/** What a node did in an execution; without a run index over all its runs. */
export interface NodeResult {
	runs: NodeRun[];
	/** Items of output 0. */
	success: INodeExecutionData[];
	/** Items of output 1, the error branch. */
	failed: INodeExecutionData[];
	/** The error of the last run that had one. */
	error?: RunError;
	hints: NodeExecutionHint[];
}

export interface RunResult {
	status: ExecutionStatus;
	/** What made the execution fail. */
	error?: RunError;
	executionId?: string;
	/** Names of the nodes in the order in which they started; a node stands here once per run. */
	started: string[];
	/** What the node did; no runs when it wasn't reached. */
	node(name: string): NodeResult;
	logs: LogLine[];
	/** As n8n-core returns it. */
	run: IRun;
	/** The run data as text, the way n8n stores it (made anew at every reading). */
	readonly stored: string;
	/** Where in the stored run data and in the logs this text occurs: to prove that a secret doesn't. */
	placesOf(text: string): string[];
	/** Milliseconds. */
	duration: number;
}

/** What is known of a run beside n8n-core's own result. */
export interface RunRecord {
	executionId?: string;
	started: string[];
	logs: LogLine[];
	duration: number;
}

/** Puts n8n-core's result of an execution into the form the tests read. */
export function toRunResult(run: IRun, { executionId, started, logs, duration }: RunRecord): RunResult {
	const { resultData } = run.data;
	const store = () => loadN8n().workflow.jsonStringify(run.data, { replaceCircularRefs: true });
	return {
		status: run.status,
		error: toRunError(resultData.error),
		executionId,
		started,
		node: (name) => toNodeResult(resultData.runData[name] ?? []),
		logs,
		run,
		get stored() {
			return store();
		},
		placesOf: (text) => [
			...placesIn(JSON.parse(store()), text, 'data'),
			...placesIn(JSON.parse(JSON.stringify(logs)), text, 'logs'),
		],
		duration,
	};
}

function toNodeResult(tasks: ITaskData[]): NodeResult {
	const runs = tasks.map(toNodeRun);
	return {
		runs,
		success: runs.flatMap(({ branches }) => branches[0] ?? []),
		failed: runs.flatMap(({ branches }) => branches[1] ?? []),
		error: runs.findLast(({ error }) => error !== undefined)?.error,
		hints: runs.flatMap(({ hints }) => hints),
	};
}

function toNodeRun(task: ITaskData, runIndex: number): NodeRun {
	const data = task.data?.main ?? task.data?.ai_tool ?? [];
	return {
		runIndex,
		status: task.executionStatus,
		branches: data.map((items) => items ?? []),
		error: toRunError(task.error),
		hints: task.hints ?? [],
		source: task.source,
		executionTime: task.executionTime,
	};
}

/** undefined for undefined. */
export function toRunError(error: unknown): RunError | undefined {
	if (error === undefined || error === null) return undefined;
	const { name, message, description, context, httpCode, stack } = error as RunError;
	const itemIndex = context?.itemIndex;
	return {
		name,
		message,
		description,
		context,
		httpCode,
		stack,
		...(typeof itemIndex === 'number' ? { itemIndex } : {}),
	};
}

function placesIn(value: unknown, text: string, path: string): string[] {
	if (typeof value === 'string') return value.includes(text) ? [path] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => [
		...(key.includes(text) ? [`${path}.${key} (key)`] : []),
		...placesIn(part, text, `${path}.${key}`),
	]);
}
