import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch, loadOptions } from '../api/listSearch';
import { getCampaignStatistics } from './getCampaignStatistics';
import { getMessages } from './getMessages';
import { getMessageTotals } from './getMessageTotals';
import { getRaw } from './getRaw';
import { getRecipients } from './getRecipients';
import { getSubscribers } from './getSubscribers';

const table: NodeTable<OperationEntry> = {
	groups: [
		{
			operations: [
				getCampaignStatistics,
				getMessageTotals,
				getMessages,
				getRaw,
				getRecipients,
				getSubscribers,
			],
			default: 'getMessages',
		},
	],
};

const properties = formOf(table);

export class PushStatistics implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Get Statistics',
		name: 'pushStatistics',
		icon: {
			light: 'file:../../../icons/pushStatistics.svg',
			dark: 'file:../../../icons/pushStatistics.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} }}`,
		description: 'Get what became of Pushwoosh messages: sends, deliveries, opens, rates and recipients',
		defaults: { name: 'Get Statistics' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pushwooshApi', required: true }],
		properties,
	};

	methods = { listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
