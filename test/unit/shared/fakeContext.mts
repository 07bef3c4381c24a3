import { Readable } from 'node:stream';

import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	NodeExecutionHint,
} from 'n8n-workflow';

export interface FakeAnswer {
	statusCode?: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** One request as n8n's helper was given it, with the credential and the signal that it would have used. */
export interface FakeRequest extends IHttpRequestOptions {
	credentialType: string;
	credentials: IDataObject;
	signal: AbortSignal;
}

export type Respond = (request: FakeRequest, at: number) => FakeAnswer | Promise<FakeAnswer>;

export interface FakeSetup {
	/** The JSON of the input items; one empty item when absent. */
	items?: IDataObject[];
	parameters?: INodeParameters;
	onError?: 'stop' | 'continue';
	/** What the service answers; 200 with an empty object when absent. A throw is what n8n's helper throws. */
	respond?: Respond;
	signal?: AbortSignal;
	/** What n8n's own evaluation of a parameter gives. */
	evaluate?: (path: string, itemIndex: number) => unknown;
	/** The node runs as a tool: n8n says so, or only the type's name does. */
	tool?: 'told' | 'by name';
	executionId?: string;
}

/** An execution context as n8n hands one to a node, and what the node did with it. */
export interface FakeContext {
	context: IExecuteFunctions;
	node: INode;
	requests: FakeRequest[];
	/** Parameters that n8n was asked to evaluate, `path[item]`. */
	evaluations: string[];
	hints: NodeExecutionHint[];
	/** `level: message`. */
	logs: string[];
	getNodeCalls: () => number;
}

export function fakeContext(setup: FakeSetup = {}): FakeContext {
	const { parameters = {}, onError = 'stop', respond = (): FakeAnswer => ({}), signal, tool } = setup;
	const items: INodeExecutionData[] = (setup.items ?? [{}]).map((json) => ({ json }));
	const node: INode = {
		id: 'node-1',
		name: 'Topic Batch',
		type: `n8n-nodes-test.topicBatch${tool === 'by name' ? 'Tool' : ''}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const requests: FakeRequest[] = [];
	const evaluations: string[] = [];
	const hints: NodeExecutionHint[] = [];
	const logs: string[] = [];
	let getNodeCalls = 0;
	const log = (level: string) => (message: string) => void logs.push(`${level}: ${message}`);

	const context = {
		getInputData: () => items,
		getNode: () => {
			getNodeCalls++;
			return structuredClone(node);
		},
		getNodeParameter: (path: string, itemIndex: number) => {
			evaluations.push(`${path}[${itemIndex}]`);
			return setup.evaluate?.(path, itemIndex);
		},
		getInstanceId: () => 'instance-1',
		getWorkflow: () => ({ id: 'workflow-1' }),
		getExecutionId: () => setup.executionId ?? 'execution-1',
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => onError === 'continue',
		isToolExecution: () => tool === 'told',
		getExecutionCancelSignal: () => signal,
		getCredentials: async () => ({ secret: 'as stored' }),
		addExecutionHints: (...added: NodeExecutionHint[]) => void hints.push(...added),
		logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
		helpers: {
			async httpRequestWithAuthentication(
				this: IExecuteFunctions,
				credentialType: string,
				options: IHttpRequestOptions,
			) {
				const abortSignal = this.getExecutionCancelSignal() as AbortSignal;
				const credentials = await this.getCredentials<IDataObject>(credentialType);
				const request = { ...options, credentialType, credentials, signal: abortSignal };
				requests.push(request);
				const { statusCode = 200, headers = {}, body = '{}' } = await respond(request, requests.length - 1);
				const isReady = typeof body === 'string' || body instanceof Readable;
				return { statusCode, headers, body: isReady ? body : JSON.stringify(body) };
			},
		},
	};
	return {
		context: context as unknown as IExecuteFunctions,
		node,
		requests,
		evaluations,
		hints,
		logs,
		getNodeCalls: () => getNodeCalls,
	};
}

/** What n8n's helper throws for a 401: its own error around that of the HTTP client. */
export function unauthorized(body: unknown = '{"error":"no"}', status = 401): Error {
	const clientError = Object.assign(new Error(`Request failed with status code ${status}`), {
		code: 'ERR_BAD_REQUEST',
		response: { status, headers: { 'X-Id': 'a' }, data: body },
		config: { headers: { Authorization: 'Bearer very-secret' } },
	});
	return new Error('Authorization failed', { cause: clientError });
}

/** What n8n's helper throws when no answer came: its own error around that of the HTTP client. */
export function networkError(code: string, more: object = {}): Error {
	return new Error('wrapped', { cause: Object.assign(new Error(`something ${code}`), { code, ...more }) });
}

/** Lets everything go on that waits for nothing but promises. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
