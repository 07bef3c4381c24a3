import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch, loadOptions } from '../api/listSearch';
import { cancel } from './cancel';
import { deleteScheduled } from './deleteScheduled';
import { getStatus } from './getStatus';
import { send } from './send';

const table: NodeTable<OperationEntry> = {
	groups: [{ operations: [cancel, deleteScheduled, getStatus, send], default: 'send' }],
};

const properties = formOf(table);

export class SendPush implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Send Push',
		name: 'sendPush',
		icon: { light: 'file:../../../icons/sendPush.svg', dark: 'file:../../../icons/sendPush.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} + ($parameter["operation"] === "send" ? ": " + ${shownChoice(properties, 'audience')} : "") }}`,
		description: 'Send push notifications with Pushwoosh, now or later, and take scheduled ones back',
		defaults: { name: 'Send Push' },
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
