import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	INode,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';

import { additionalData } from './additional-data.mts';
import { TEST_NODE_TYPE } from './credentials-helper.mts';
import { type LogLine } from './logs.mts';
import { loadN8n } from './n8n.mts';
import { type Bench } from './run.mts';

/** What the credential's form in n8n shows after Save, and what was logged meanwhile. */
export interface CredentialVerdict {
	status: 'OK' | 'Error';
	message: string;
	logs: LogLine[];
}

interface FailedRequest {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/**
 * Does what n8n's credentials tester (package `n8n`, 2.41) does with a type whose `test` is a request: runs it as a
 * declarative node and judges by the `rules`. `preAuthentication` always runs.
 * @param stored ID of the saved credential: what `preAuthentication` answers is stored there
 */
export async function testCredential(
	bench: Bench,
	typeName: string,
	stored: { id: string; name: string; data: ICredentialDataDecryptedObject },
): Promise<CredentialVerdict> {
	const logs: LogLine[] = [];
	const { test } = bench.credentialsHelper.type(typeName);
	const verdict = (message: string, status: 'OK' | 'Error' = 'Error') => ({ status, message, logs });
	if (test === undefined) return verdict('No testing function found for this credential.');

	return await loadN8n().scope.run({ logs }, async () => {
		let body: unknown;
		try {
			body = await request(bench, typeName, stored, test);
		} catch (error) {
			return verdict(messageOf(error as FailedRequest, test.rules));
		}
		const rule = test.rules?.find(
			({ type, properties }) =>
				type === 'responseSuccessBody' && valueAt(body, properties.key) === properties.value,
		);
		return rule ? verdict(rule.properties.message) : verdict('Connection successful!', 'OK');
	});
}

async function request(
	{ credentialsHelper }: Bench,
	typeName: string,
	{ id, name, data }: { id: string; name: string; data: ICredentialDataDecryptedObject },
	test: ICredentialTestRequest,
): Promise<unknown> {
	const { core, workflow: n8n } = loadN8n();
	const nodeType = testNodeType(typeName, test);
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: TEST_NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [typeName]: { id, name } },
	};
	const workflow = new n8n.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData(credentialsHelper, { currentNodeParameters: node.parameters }),
		'internal',
		n8n.createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const complete = credentialsHelper.withDefaults(typeName, data);
	const answer = await new core.RoutingNode(context, nodeType, { id, name, type: typeName, data: complete }).runNode();
	return answer?.[0]?.[0]?.json;
}

/** A declarative node whose only parameter sends the test's request. */
function testNodeType(typeName: string, { request }: ICredentialTestRequest): INodeType {
	return {
		description: {
			name: TEST_NODE_TYPE,
			displayName: 'Test',
			description: '',
			group: ['transform'],
			version: 1,
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: typeName, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	};
}

function messageOf({ message, cause }: FailedRequest, rules: ICredentialTestRequest['rules']): string {
	if (cause?.response === undefined) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	const rule = rules?.find(({ type, properties }) => type === 'responseCode' && properties.value === status);
	return rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`);
}

function valueAt(body: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], body);
}
