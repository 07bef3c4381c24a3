import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch, loadOptions } from '../api/listSearch';
import { countDevices } from './count';
import { createSegment } from './create';
import { deleteSegment } from './delete';
import { exportDevices } from './export';
import { getSegment } from './get';
import { getSegments } from './getAll';
import { getExport } from './getExport';

const table: NodeTable<OperationEntry> = {
	chooser: { displayName: 'Resource', name: 'resource', default: 'segment' },
	groups: [
		{
			option: { name: 'Device', value: 'device', description: 'The devices that a filter selects' },
			operations: [countDevices, exportDevices, getExport],
			default: 'export',
		},
		{
			option: { name: 'Segment', value: 'segment', description: 'A saved filter, to send pushes to' },
			operations: [createSegment, deleteSegment, getSegment, getSegments],
			default: 'getAll',
		},
	],
};

const properties = formOf(table);

export class ManageSegment implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Manage Segment',
		name: 'manageSegment',
		icon: {
			light: 'file:../../../icons/manageSegment.svg',
			dark: 'file:../../../icons/manageSegment.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} + ": " + ${shownChoice(properties, 'resource')} }}`,
		description: 'Create, find, list and delete Pushwoosh segments, and count or export their devices',
		defaults: { name: 'Manage Segment' },
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
