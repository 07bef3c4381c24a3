import type { ICredentialTestRequest, INode, INodeType, INodeTypes } from 'n8n-workflow';

import { additionalData } from './additionalData.mts';
import { type StoredCredential } from './credentialStore.mts';
import { TEST_NODE_TYPE } from './credentialsHelper.mts';
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

export interface CredentialTestOptions {
	/**
	 * n8n means to run `preAuthentication` in every test, whatever token is stored, and knows a test by the type name of
	 * the node it makes for it. False: as if it didn't recognise it, so that a stored token is used; a credential
	 * should come out right either way. True when absent.
	 */
	alwaysPreAuthenticates?: boolean;
}

/**
 * Does what n8n's credentials tester (package `n8n`, 2.41) does with a type whose `test` is a request: runs it as a
 * declarative node and judges by the `rules`.
 * @param stored ID of the saved credential: what `preAuthentication` answers is stored there
 */
export async function testCredential(
	bench: Bench,
	typeName: string,
	stored: StoredCredential,
	{ alwaysPreAuthenticates = true }: CredentialTestOptions = {},
): Promise<CredentialVerdict> {
	const logs: LogLine[] = [];
	const { test } = bench.credentialsHelper.type(typeName);
	const verdict = (message: string, status: 'OK' | 'Error' = 'Error') => ({ status, message, logs });
	if (test === undefined) return verdict('No testing function found for this credential.');

	const { scope, reportError } = loadN8n();
	return await scope.run({ logs }, async () => {
		let body: unknown;
		try {
			body = await request(bench, stored, test, alwaysPreAuthenticates ? TEST_NODE_TYPE : 'noOp');
		} catch (error) {
			reportError(error);
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
	{ id, name, type, data }: StoredCredential,
	test: ICredentialTestRequest,
	nodeTypeName: string,
): Promise<unknown> {
	const { core, workflow: n8n } = loadN8n();
	const nodeType = testNodeType(type, nodeTypeName, test);
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeTypeName,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name } },
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
	const complete = credentialsHelper.withDefaults(type, data);
	const answer = await new core.RoutingNode(context, nodeType, { id, name, type, data: complete }).runNode();
	return answer?.[0]?.[0]?.json;
}

/** A declarative node whose only parameter sends the test's request. */
function testNodeType(credential: string, name: string, { request }: ICredentialTestRequest): INodeType {
	return {
		description: {
			name,
			displayName: 'Test',
			description: '',
			group: ['transform'],
			version: 1,
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: credential, required: true }],
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
