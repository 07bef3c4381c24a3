import { parse } from 'flatted';
import type {
	ExecutionStatus,
	IBinaryData,
	IDataObject,
	INodeExecutionData,
	IRunExecutionData,
	ITaskData,
	NodeExecutionHint,
} from 'n8n-workflow';

/** What n8n answers about an execution; `data` is JSON in the form of the library flatted. */
export interface StoredExecution {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	data: string;
}

/** How a node or an execution failed, as n8n stores and shows it. */
export interface StoredError {
	message: string;
	description?: string | null;
	context?: IDataObject;
}

/** What one node did in an execution. Outputs count from 0; of a node with one output, 1 is the error output. */
export interface NodeRecord {
	/** How often it ran; 0 when it was never reached. */
	runs: number;
	/** Items of an output, of all runs together. */
	items: (output?: number) => INodeExecutionData[];
	/** Their JSON. */
	json: (output?: number) => IDataObject[];
	/** A file of the first item of output 0. @throws Error when there is none */
	file: (field?: string) => IBinaryData;
	hints: NodeExecutionHint[];
	error?: StoredError;
	/** Milliseconds, of all runs together. */
	executionTime: number;
}

/** A finished execution, read. */
export class Execution {
	readonly id: string;
	readonly status: ExecutionStatus;
	/** Why the whole execution failed. */
	readonly error?: StoredError;
	readonly #runData: Record<string, ITaskData[]>;

	constructor(stored: StoredExecution) {
		this.id = stored.id;
		this.status = stored.status;
		const { resultData } = parse(stored.data) as IRunExecutionData;
		this.error = resultData.error;
		this.#runData = resultData.runData;
	}

	/** Names of the nodes that ran. */
	get ran(): string[] {
		return Object.keys(this.#runData);
	}

	/** @param connection `ai_tool` for a node that was called as a tool */
	node(name: string, connection: 'main' | 'ai_tool' = 'main'): NodeRecord {
		const runs = this.#runData[name] ?? [];
		const items = (output = 0) => runs.flatMap(({ data }) => data?.[connection]?.[output] ?? []);
		return {
			runs: runs.length,
			items,
			json: (output) => items(output).map(({ json }) => json),
			file: (field = 'data') => {
				const file = items()[0]?.binary?.[field];
				if (file === undefined) throw new Error(`Node "${name}" gave no file in the field "${field}"`);
				return file;
			},
			hints: runs.flatMap(({ hints }) => hints ?? []),
			error: runs.findLast(({ error }) => error !== undefined)?.error,
			executionTime: runs.reduce((sum, { executionTime }) => sum + executionTime, 0),
		};
	}
}
