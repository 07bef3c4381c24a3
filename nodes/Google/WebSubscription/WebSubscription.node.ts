import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runNode } from '../../shared/engine/run';
import { SERVICE_ACCOUNT_CREDENTIAL } from '../api/session';
import { choose } from './choose';
import { properties } from './properties';

export class WebSubscription implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM Web Subscription',
		name: 'webSubscription',
		icon: {
			light: 'file:../../../icons/webSubscription.svg',
			dark: 'file:../../../icons/webSubscription.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Turn push subscriptions of browsers into registration tokens of Firebase Cloud Messaging',
		defaults: { name: 'FCM Web Subscription' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: SERVICE_ACCOUNT_CREDENTIAL, required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode<unknown>(this, { properties, choose });
	}
}
