import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runNode } from '../../shared/engine/run';
import { readAuthentication } from '../api/session';
import { credentialChoices } from '../fields/authentication';
import { importTokens } from './importTokens';
import { properties } from './properties';

export class ImportApns implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM Import APNs',
		name: 'importApns',
		icon: { light: 'file:../../../icons/importApns.svg', dark: 'file:../../../icons/importApns.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["bundleId"] }}',
		description: 'Turn APNs device tokens of iOS apps into registration tokens of Firebase Cloud Messaging',
		defaults: { name: 'FCM Import APNs' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, {
			properties,
			choose: ({ context, first }) => {
				first.choice('operation', ['import'], 'import');
				return importTokens(context, readAuthentication(first));
			},
		});
	}
}
