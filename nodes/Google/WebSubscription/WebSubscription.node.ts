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
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { SERVICE_ACCOUNT_CREDENTIAL } from '../api/session';
import { webSubscriptionNotice } from '../fields/notices';
import { deleteSubscription } from './deleteSubscription';
import { importSubscription } from './importSubscription';
import { refreshSubscription } from './refreshSubscription';

const table: NodeTable<OperationEntry> = {
	head: [webSubscriptionNotice],
	groups: [{ operations: [deleteSubscription, importSubscription, refreshSubscription], default: 'import' }],
};

const properties = formOf(table);

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
		subtitle: `={{ ${shownChoice(properties, 'operation')} }}`,
		description: 'Reach browsers through Firebase: turn their push subscriptions into registration tokens',
		defaults: { name: 'FCM Web Subscription' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: SERVICE_ACCOUNT_CREDENTIAL, required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
