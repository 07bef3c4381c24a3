import type { ExecutionStatus, IConnections, IDataObject, INode, IPinData } from 'n8n-workflow';
import { setTimeout as pause } from 'node:timers/promises';
import { N8nApi } from '../../../playground/n8n/api.mts';
import { DataTables } from './dataTables.mts';
import { Execution } from './execution.mts';
import type { StoredExecution } from './execution.mts';
import { Files } from './files.mts';

/** As in an exported file. */
export interface WorkflowFile {
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
	pinData?: IPinData;
}

export interface RunOptions {
	/** Name of the trigger; the workflow's only one when absent. */
	trigger?: string;
	/** Runs only what leads to this node, and the node itself. */
	upTo?: string;
	timeoutMs?: number;
}

const ENDED: readonly ExecutionStatus[] = ['success', 'error', 'crashed', 'canceled'];
const POLL_MS = 150;
const TIMEOUT_MS = 120_000;

/** A running n8n, used through its own REST interface as the editor does, signed in as the owner. */
export class N8nClient {
	readonly url: string;
	readonly api: N8nApi;
	readonly tables: DataTables;
	readonly files: Files;

	private constructor(url: string) {
		this.url = url;
		this.api = new N8nApi(url);
		this.tables = new DataTables(this.api);
		this.files = new Files(url);
	}

	static async connect(url: string): Promise<N8nClient> {
		const client = new N8nClient(url);
		await client.api.signIn();
		return client;
	}

	/** Address of a workflow in the editor. */
	editorUrl(workflowId: string): string {
		return `${this.url}/workflow/${workflowId}`;
	}

	async workflow(id: string): Promise<Required<WorkflowFile> & { versionId: string }> {
		return await this.api.call('GET', `/rest/workflows/${id}`);
	}

	/** @returns its ID */
	async createWorkflow(workflow: WorkflowFile): Promise<string> {
		const { id } = await this.api.call<{ id: string }>('POST', '/rest/workflows', {
			settings: { executionOrder: 'v1' },
			...workflow,
			active: false,
		});
		return id;
	}

	async deleteWorkflow(id: string): Promise<void> {
		await this.api.call('POST', `/rest/workflows/${id}/archive`, {});
		await this.api.call('DELETE', `/rest/workflows/${id}`);
	}

	/** Runs a workflow as the button "Execute workflow" does and waits for its end, good or bad. */
	async run(workflowId: string, options: RunOptions = {}): Promise<Execution> {
		const id = await this.start(workflowId, options);
		return await this.finished(id, options.timeoutMs);
	}

	/** Starts a run without waiting. Pinned data stand in for triggers. @returns the execution's ID */
	async start(workflowId: string, { trigger, upTo }: Omit<RunOptions, 'timeoutMs'> = {}): Promise<string> {
		const name = trigger ?? onlyTrigger(await this.workflow(workflowId));
		return await this.#startRun(workflowId, {
			triggerToStartFrom: { name },
			...(upTo === undefined ? {} : { destinationNode: { nodeName: upTo, mode: 'inclusive' } }),
		});
	}

	/**
	 * Runs a tool node as "Execute step" does on a tool: no model is needed.
	 * @param node name of the tool node, which must be connected to an AI Agent
	 * @param filledIn what a model would fill in, by the keys of the node's $fromAI fields
	 */
	async runTool(workflowId: string, node: string, filledIn: IDataObject): Promise<Execution> {
		// The name that the model would see.
		const toolName = node.replaceAll(/[^a-zA-Z0-9_-]+/g, '_');
		const id = await this.#startRun(workflowId, {
			destinationNode: { nodeName: node, mode: 'inclusive' },
			agentRequest: { query: { [toolName]: filledIn }, tool: { name: toolName } },
		});
		return await this.finished(id);
	}

	async #startRun(workflowId: string, body: IDataObject): Promise<string> {
		const path = `/rest/workflows/${workflowId}/run`;
		const start = async () => await this.api.call<{ executionId?: string }>('POST', path, body);
		const answer = await start().catch(async (error: unknown) => {
			// n8n gives the checks of a form's patterns little time, which a busy machine exceeds: nothing was started then.
			if (!String(error).includes('Regular expression execution timed out')) throw error;
			return await start();
		});
		if (answer.executionId !== undefined) return answer.executionId;
		throw new Error(
			'n8n waits for a call of the webhook: pin data to the trigger, or publish the workflow and call it',
		);
	}

	/** Waits until an execution has ended. @throws Error after the time-out */
	async finished(executionId: string, timeoutMs = TIMEOUT_MS): Promise<Execution> {
		const limit = Date.now() + timeoutMs;
		for (;;) {
			const stored = await this.#stored(executionId);
			if (stored !== undefined && ENDED.includes(stored.status)) return new Execution(stored);
			if (Date.now() > limit) {
				throw new Error(
					`Execution ${executionId} is still "${stored?.status ?? 'unknown'}" after ${timeoutMs} ms`,
				);
			}
			await pause(POLL_MS);
		}
	}

	/** While n8n works through many expressions it drops idle connections: that is no answer yet, not a failure. */
	async #stored(executionId: string): Promise<StoredExecution | undefined> {
		try {
			return await this.api.call<StoredExecution>('GET', `/rest/executions/${executionId}`);
		} catch (error) {
			if (error instanceof TypeError && error.cause !== undefined) return undefined;
			throw error;
		}
	}

	/** The newest execution of a workflow, once it has ended, e.g. after a webhook was called. */
	async newestExecution(workflowId: string): Promise<Execution> {
		const [newest] = await this.#executions({ workflowId });
		if (newest === undefined) throw new Error(`Workflow ${workflowId} was never executed`);
		return await this.finished(newest.id);
	}

	/** Waits until no execution of a workflow is under way, or about to begin. @throws Error after the time-out */
	async allFinished(workflowId: string, timeoutMs = TIMEOUT_MS): Promise<void> {
		const limit = Date.now() + timeoutMs;
		for (;;) {
			const [running] = await this.#executions({ workflowId, status: ['new', 'running', 'waiting'] });
			if (running === undefined) return;
			if (Date.now() > limit)
				throw new Error(`Execution ${running.id} is still "${running.status}" after ${timeoutMs} ms`);
			await pause(POLL_MS);
		}
	}

	/** @returns the newest of those that meet the conditions first; as many as a page of n8n's list holds */
	async #executions(filter: { workflowId: string; status?: readonly ExecutionStatus[] }) {
		const { results } = await this.api.call<{ results: Array<{ id: string; status: ExecutionStatus }> }>(
			'GET',
			`/rest/executions?filter=${encodeURIComponent(JSON.stringify(filter))}`,
		);
		return results;
	}

	/** Cancels a running execution, as the editor's stop button does. */
	async stop(executionId: string): Promise<void> {
		await this.api.call('POST', `/rest/executions/${executionId}/stop`);
	}

	/** Publishes the workflow and waits until its production webhooks and schedules are on. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		await this.api.call('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		await this.#publication(workflowId, 'published');
	}

	/** Takes the publication back and waits until webhooks and schedules are off. */
	async unpublish(workflowId: string): Promise<void> {
		await this.api.call('POST', `/rest/workflows/${workflowId}/deactivate`, {});
		await this.#publication(workflowId, 'not_published');
	}

	/** n8n publishes by and by, after it has answered. */
	async #publication(workflowId: string, wanted: string): Promise<void> {
		const limit = Date.now() + TIMEOUT_MS;
		for (;;) {
			const answer = await this.api.call<{ status: string }>(
				'GET',
				`/rest/workflows/${workflowId}/publication-status`,
			);
			if (answer.status === wanted) return;
			if (Date.now() > limit || ['failed', 'partial'].includes(answer.status)) {
				throw new Error(
					`Workflow ${workflowId} is "${answer.status}" rather than "${wanted}": ${JSON.stringify(answer)}`,
				);
			}
			await pause(POLL_MS);
		}
	}

	/** POSTs JSON to a production webhook of a published workflow. `body` of the answer: parsed if it is JSON. */
	async callWebhook(path: string, body: unknown, headers: Record<string, string> = {}) {
		const answer = await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
		return { status: answer.status, headers: answer.headers, body: jsonOrText(await answer.text()) };
	}
}

function onlyTrigger({ name, nodes }: WorkflowFile): string {
	const triggers = nodes.filter(({ type }) => /trigger$|\.webhook$/i.test(type));
	if (triggers.length !== 1 || triggers[0] === undefined) {
		throw new Error(`Workflow "${name}" has ${triggers.length} triggers: name the one to start from`);
	}
	return triggers[0].name;
}

function jsonOrText(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
