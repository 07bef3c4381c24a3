import type { IDataObject } from 'n8n-workflow';

import { workflow, type NodeSpec, type WorkflowSpec } from '../../engine/builders.mts';
import type { HttpRequestSetup, Job } from '../jobs/job.mts';
import type { Services } from '../workers/sandboxWorker.mts';

/** How a job is built in n8n: with our node, with a request per item, or with batches made by hand. */
export type Way = 'ourNode' | 'httpRequest' | 'chain';

/** IDs of the credentials in n8n, by type. */
export type CredentialIds = Record<string, string>;

export const HEADER_CREDENTIAL = 'httpHeaderAuth';
const ROWS = 'Rows';

export interface Build {
	job: Job;
	way: Way;
	saved: boolean;
}

/** Name of the workflow and its address below the webhooks. */
export function workflowName({ job, way, saved }: Build): string {
	return `${job.id}-${way}-${saved ? 'saved' : 'unsaved'}`;
}

/** The names of the nodes that do the work; webhook and rows are the same for all ways. */
export function workNodes(way: Way): string[] {
	return way === 'chain'
		? ['Batch', 'HTTP Request', 'Results']
		: [way === 'ourNode' ? 'Node' : 'HTTP Request'];
}

/**
 * Webhook → as many rows as its call asks for → the nodes that do the work.
 * @param saved whether n8n saves the data of successful executions, its default
 */
export function workflowOf(
	{ job, way, saved }: Build,
	services: Services,
	credentials: CredentialIds,
): WorkflowSpec {
	const name = workflowName({ job, way, saved });
	const nodes: NodeSpec[] = [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			parameters: { path: name, responseMode: 'lastNode', responseData: 'noData' },
		},
		{ name: ROWS, type: 'CUSTOM.rows', parameters: { job: job.id } },
		...workOf(job, way, services, credentials),
	];
	const links = nodes.slice(1).map((node, index): [string, string] => [nodes[index]?.name ?? '', node.name]);
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: saved ? 'all' : 'none' } as const;
	return { ...workflow(nodes, links, settings), name };
}

function workOf(job: Job, way: Way, services: Services, credentials: CredentialIds): NodeSpec[] {
	if (way === 'ourNode') {
		const type = job.service === 'google' ? 'googleFcmServiceAccountApi' : 'pushwooshApi';
		const { type: node, ...rest } = job.node;
		return [
			{
				name: 'Node',
				type: `n8n-nodes-pushwoosh-fcm.${node}`,
				...rest,
				credentials: { [type]: credentials[type] ?? '' },
			},
		];
	}
	const { perItem, chain } = job.today ?? {};
	if (way === 'httpRequest' && perItem) return [httpRequest(job, perItem, services, credentials)];
	if (way === 'chain' && chain) {
		const access = JSON.stringify({ apiToken: services.apiToken });
		return [
			code(
				'Batch',
				`const batch = ${chain.batch};\nreturn batch($input.all().map(({ json }) => json), ${access}).map((json) => ({ json }));`,
			),
			httpRequest(job, chain.request, services, credentials),
			code(
				'Results',
				`const expand = ${chain.expand};\nreturn expand($input.all().map(({ json }) => json), $('Batch').all().map(({ json }) => json)).map((json) => ({ json }));`,
			),
		];
	}
	throw new Error(`${job.id} can't be built as ${way}`);
}

function code(name: string, jsCode: string): NodeSpec {
	return {
		name,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { mode: 'runOnceForAllItems', language: 'javaScript', jsCode },
	};
}

function httpRequest(
	job: Job,
	{ method, path, body, usesDeviceToken }: HttpRequestSetup,
	{ url, apiToken, deviceToken }: Services,
	credentials: CredentialIds,
): NodeSpec {
	const address = path.startsWith('=') ? `=${url}${path.slice(1)}` : `${url}${path}`;
	const parameters: IDataObject = {
		method,
		url: address,
		...(body === undefined
			? {}
			: { sendBody: true, specifyBody: 'json', jsonBody: body.replaceAll('API_TOKEN', apiToken) }),
		...(usesDeviceToken ? sendHeader('Authorization', `Token ${deviceToken}`) : {}),
		options: {},
	};
	const node: NodeSpec = {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.4,
		parameters: parameters as NodeSpec['parameters'],
	};
	if (job.service !== 'google') return node;
	return {
		...node,
		parameters: {
			...node.parameters,
			authentication: 'genericCredentialType',
			genericAuthType: HEADER_CREDENTIAL,
			...sendHeader('access_token_auth', 'true'),
		},
		credentials: { [HEADER_CREDENTIAL]: credentials[HEADER_CREDENTIAL] ?? '' },
	};
}

function sendHeader(name: string, value: string): IDataObject {
	return { sendHeaders: true, headerParameters: { parameters: [{ name, value }] } };
}
