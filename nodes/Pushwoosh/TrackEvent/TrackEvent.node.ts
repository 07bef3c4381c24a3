import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch } from '../api/listSearch';
import { create } from './create';
import { post } from './post';

const table: NodeTable<OperationEntry> = {
	groups: [{ operations: [create, post], default: 'post' }],
};

const properties = formOf(table);

export class TrackEvent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Track Event',
		name: 'trackEvent',
		icon: {
			light: 'file:../../../icons/trackEvent.svg',
			dark: 'file:../../../icons/trackEvent.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} }}`,
		description:
			'Post events of users to Pushwoosh, each once, and create the events that journeys and statistics know',
		defaults: { name: 'Track Event' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pushwooshApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
