import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch, loadOptions } from '../api/listSearch';
import { deleteUser } from './deleteUser';
import { getTags } from './getTags';
import { importSegment } from './import';
import { register } from './register';
import { setTags } from './setTags';
import { unregister } from './unregister';

const table: NodeTable<OperationEntry> = {
	groups: [
		{ operations: [deleteUser, getTags, importSegment, register, setTags, unregister], default: 'setTags' },
	],
};

const properties = formOf(table);

export class ManageAudience implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Manage Audience',
		name: 'manageAudience',
		icon: {
			light: 'file:../../../icons/manageAudience.svg',
			dark: 'file:../../../icons/manageAudience.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} }}`,
		description:
			'Tag, register, import and forget the users and devices of a Pushwoosh application, many at once',
		defaults: { name: 'Manage Audience' },
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
