import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { IDataObject, INode } from 'n8n-workflow';
import { inject } from 'vitest';
import { ControlClient } from '../../playground/queue/control.mts';
import { N8nClient } from '../n8n/support/n8nClient.mts';
import type { WorkflowFile } from '../n8n/support/n8nClient.mts';
import { SandboxClient } from '../n8n/support/sandboxClient.mts';

const address = inject('queue');

/** Main of this test run's n8n. */
export const n8n = await N8nClient.connect(address.n8nUrl);
/** The services behind its credentials. */
export const sandbox = new SandboxClient(address.sandboxUrl);
/** Starts, stops and kills the parts of n8n. */
export const queue = new ControlClient(address.controlUrl);

/** How many workers there are. */
export const WORKERS = address.workers;

export const CHUNKS = 'Large table: chunks';
export const FAILURES = 'Large table: failures';

/** What the example's node *Job* says, and so what a test wants otherwise. */
export interface Job {
	job: string;
	rows: number;
	chunkSize: number;
	atOnce: number;
	lostAfterMinutes: number;
}

/** A workflow that was saved and published. */
export interface Published {
	id: string;
	/** Of its webhook. */
	path: string;
}

let count = 0;

/** Makes another workflow of one. */
type Change = (workflow: WorkflowFile) => WorkflowFile;

/** The example as it is, but for its job, an address of its own, and what a test changes. */
export async function publishLargeTable(job: Partial<Job>, ...changes: Change[]): Promise<Published> {
	const example = JSON.parse(
		readFileSync(new URL('../../examples/large-table.json', import.meta.url), 'utf8'),
	) as WorkflowFile;
	const path = `large-table-${++count}-${Date.now()}`;
	const { assignments } = nodeOf(example, 'Job').parameters.assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	for (const assignment of assignments) {
		if (assignment.name in job) assignment.value = job[assignment.name as keyof Job];
		if (assignment.name === 'address')
			assignment.value = String(assignment.value).replace('large-table-chunk', path);
	}
	const webhook = nodeOf(example, 'Chunk');
	webhook.webhookId = path;
	webhook.parameters.path = path;
	return { id: await publish(changes.reduce((workflow, change) => change(workflow), example)), path };
}

/**
 * Makes the example send pushes as docs/large-tables.md says: a chunk is one item with the list of its users, and the job
 * is the deduplication key.
 * @param who the table's people are called so, with the number of their row
 * @param key whether there is a deduplication key
 */
export function withPushes({ who = 'user', key = true } = {}): Change {
	return (workflow) => {
		nodeOf(workflow, 'Rows of this chunk').parameters.jsCode =
			`const { firstRow, size } = $('Chunk').first().json.body;
return [{ json: { row: firstRow, userIds: Array.from({ length: size }, (_, index) => '${who}-' + (firstRow + index)) } }];`;
		Object.assign(nodeOf(workflow, 'Subscribe'), {
			type: 'n8n-nodes-pushwoosh-fcm.sendPush',
			parameters: {
				application: { __rl: true, mode: 'code', value: 'AAAAA-00000' },
				userIds: '={{ $json.userIds }}',
				content: 'Our summer sale has begun.',
				delivery: key ? { deduplicationKey: "={{ $('Chunk').first().json.body.job }}" } : {},
				options: {},
			},
			credentials: { pushwooshApi: { id: 'pushwooshApi', name: 'Pushwoosh account' } },
		});
		return workflow;
	};
}

/** What stands behind a gate: the rows of the chunk, or the note that it is finished. */
export type Stage = 'before' | 'after';

const BEHIND: Record<Stage, string> = { before: 'Rows of this chunk', after: 'Note as finished' };

/** Where a {@link withGate} knocks at the sandbox, which lets it through at once unless a rule holds it. */
export function gate(stage: Stage, chunk: number | '*' = '*', job = '*'): string {
	return `/gate/${job}/${stage}/${chunk}`;
}

/** Puts a request to the sandbox before a chunk's work, or after it: there it can be held, and it says which one it is. */
export function withGate(stage: Stage): Change {
	return (workflow) => {
		const name = `Gate ${stage}`;
		const chunk = "$('Chunk').first().json.body";
		const knock: INode = {
			id: name,
			name,
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [0, 0],
			parameters: {
				url: `=${sandbox.url}/gate/{{ ${chunk}.job }}/${stage}/{{ ${chunk}.chunk }}?execution={{ $execution.id }}`,
				options: { response: { response: { neverError: true } } },
			},
		};
		const behind = BEHIND[stage];
		const connections = JSON.stringify(workflow.connections).replaceAll(
			`"node":"${behind}"`,
			`"node":"${name}"`,
		);
		return {
			...workflow,
			nodes: [...workflow.nodes, knock],
			connections: {
				...(JSON.parse(connections) as WorkflowFile['connections']),
				[name]: { main: [[{ node: behind, type: 'main', index: 0 }]] },
			},
		};
	};
}

function nodeOf({ nodes }: WorkflowFile, name: string): INode {
	const node = nodes.find((candidate) => candidate.name === name);
	if (node === undefined) throw new Error(`The example has no node "${name}"`);
	return node;
}

/** A node without what can be made up for it. */
export type Step = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/**
 * Publishes a workflow with the webhook "Call" in front.
 * @param steps run one after the other
 * @param responseMode when the webhook answers: when the last of them has run, or at once
 */
export async function publishedCall(
	name: string,
	steps: Step[],
	responseMode: 'lastNode' | 'onReceived' = 'lastNode',
): Promise<Published> {
	const path = `call-${++count}-${Date.now()}`;
	const call: Step = {
		name: 'Call',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode,
			...(responseMode === 'lastNode' ? { responseData: 'noData' } : {}),
		},
	};
	const nodes = [call, ...steps].map(
		(step, index): INode => ({ id: `${path}-${index}`, position: [index * 224, 0], ...step }),
	);
	Object.assign(nodes[0] ?? {}, { webhookId: path });
	const connections = Object.fromEntries(
		steps.map((step, index) => [
			nodes[index]?.name,
			{ main: [[{ node: step.name, type: 'main' as const, index: 0 }]] },
		]),
	);
	return { id: await publish({ name, nodes, connections }), path };
}

/** Rows with registration tokens: the call says the number of the first. */
export function tokenRows(count: number): Step {
	return code(
		`const { first } = $('Call').first().json.body;
return Array.from({ length: ${count} }, (_, index) => ({ json: { token: 'phone-' + (first + index) + ':APA91bExampleToken' } }));`,
	);
}

/** @param jsCode makes the rows of a workflow */
export function code(jsCode: string): Step {
	return { name: 'Rows', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

/** Subscribes {@link tokenRows} to the topic `news`. @param credential the ID of another one than the playground's */
export function subscribe(service: 'instanceId' | 'fcm', credential = 'googleFcmServiceAccountApi'): Step {
	return {
		name: 'Subscribe',
		type: 'n8n-nodes-pushwoosh-fcm.topicBatch',
		typeVersion: 1,
		parameters: { service, topic: 'news', registrationIds: '={{ $json.token }}' },
		credentials: { googleFcmServiceAccountApi: { id: credential, name: 'Google service account (FCM)' } },
	};
}

/** Saves and publishes a workflow. @returns its ID */
export async function publish(workflow: WorkflowFile): Promise<string> {
	const id = await n8n.createWorkflow({ ...workflow, name: `${workflow.name} ${++count}` });
	await n8n.publish(id);
	return id;
}

/** The example's table of chunks. @param job only those of this one */
export async function chunks(job?: string): Promise<IDataObject[]> {
	const rows = await n8n.tables.rows(CHUNKS).catch(() => []);
	return rows
		.filter((row) => job === undefined || row.job === job)
		.sort((one, other) => Number(one.chunk) - Number(other.chunk));
}

/** Waits until something holds. @throws Error with `what` after the time-out */
export async function until<T>(
	what: string,
	look: () => Promise<T | undefined | false>,
	timeoutMs = 180_000,
): Promise<T> {
	const limit = Date.now() + timeoutMs;
	for (;;) {
		const seen = await look();
		if (seen !== undefined && seen !== false) return seen;
		if (Date.now() > limit) throw new Error(`Not seen within ${timeoutMs / 1000} s: ${what}`);
		await pause(200);
	}
}

/** IDs and states of the executions that n8n keeps of a workflow; those of its chunks came by the webhook. */
export async function executions(
	workflowId: string,
	mode: 'webhook' | 'manual' = 'webhook',
): Promise<Array<{ id: string; status: string }>> {
	const rows = await queue.call(
		'query',
		`SELECT id, status FROM execution_entity WHERE "workflowId" = '${workflowId}' AND mode = '${mode}' AND "deletedAt" IS NULL ORDER BY id`,
	);
	return rows.map((row) => row.split('|')).map(([id = '', status = '']) => ({ id, status }));
}

/** Users of all pushes that Pushwoosh made, sorted; with repetitions if somebody got two. */
export async function pushedUsers(who = 'user'): Promise<string[]> {
	return (await sandbox.messages())
		.flatMap(({ recipients }) => recipients)
		.filter((user) => user.startsWith(`${who}-`))
		.sort();
}

/** The users of so many rows of the table, sorted. */
export function users(rows: number, who = 'user', first = 1): string[] {
	return Array.from({ length: rows }, (_, index) => `${who}-${first + index}`).sort();
}
