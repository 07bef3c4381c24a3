import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { loadOptions } from '../api/listSearch';
import { getStatistics } from './getStatistics';
import { removeUsers } from './removeUsers';
import { setState } from './setState';
import { searchJourneys } from './shared/journey';
import { start } from './start';

const table: NodeTable<OperationEntry> = {
	groups: [{ operations: [getStatistics, removeUsers, setState, start], default: 'start' }],
};

const properties = formOf(table);

export class ManageJourney implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Manage Journey',
		name: 'manageJourney',
		icon: {
			light: 'file:../../../icons/manageJourney.svg',
			dark: 'file:../../../icons/manageJourney.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} }}`,
		description:
			'Let users into Pushwoosh Customer Journeys and take them out, read their figures, start and pause them',
		defaults: { name: 'Manage Journey' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pushwooshApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchJourneys }, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
