import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { runNode } from '../../shared/engine/run';
import { listSearch } from '../api/listSearch';
import { chooseOperation } from './choose';
import { deviceFields } from './description/deviceFields';
import { operationFields } from './description/operationFields';
import { segmentFields } from './description/segmentFields';

const properties = [...operationFields, ...segmentFields, ...deviceFields];

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
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Create, find, list and delete Pushwoosh segments, and count or export their devices',
		defaults: { name: 'Manage Segment' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pushwooshApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, { properties, choose: chooseOperation });
	}
}
