import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import type { NodeTable } from '../../shared/node/table';
import { authenticationFields, credentialChoices } from '../fields/authentication';
import { apnsImportNotice } from '../fields/notices';
import { importTokens } from './importTokens';

const table: NodeTable<OperationEntry> = {
	head: [apnsImportNotice, ...authenticationFields],
	groups: [{ operations: [importTokens], default: 'import' }],
};

export class ImportApns implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM Import APNs',
		name: 'importApns',
		icon: { light: 'file:../../../icons/importApns.svg', dark: 'file:../../../icons/importApns.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["bundleId"] }}',
		description: 'Reach iOS devices through Firebase: turn their APNs device tokens into registration tokens',
		defaults: { name: 'FCM Import APNs' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices,
		properties: formOf(table),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
