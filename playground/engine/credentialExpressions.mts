import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeParameters,
	INodeProperties,
	INodeType,
	INodeTypes,
	IWorkflowDataProxyAdditionalKeys,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { loadN8n } from './n8n.mts';

/** Resolves expressions in a credential where there is no run, as in the editor: nothing of a workflow is known. */
export function resolvedOutsideRun(
	data: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	keys: IWorkflowDataProxyAdditionalKeys,
): ICredentialDataDecryptedObject {
	const node: INode = { id: '', name: '', type: 'mock', typeVersion: 1, position: [0, 0], parameters: {} };
	const type = { description: { properties: [] as INodeProperties[] } } as INodeType;
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new (loadN8n().workflow.Workflow)({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const resolved = workflow.expression.getComplexParameterValue(
		node,
		data as INodeParameters,
		mode,
		keys,
		undefined,
		undefined,
		data,
	);
	return resolved as ICredentialDataDecryptedObject;
}
