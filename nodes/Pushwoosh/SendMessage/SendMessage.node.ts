import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch, loadOptions } from '../api/listSearch';
import { sendEmail } from './sendEmail';
import { sendSms } from './sendSms';
import { sendWhatsApp } from './sendWhatsApp';

const table: NodeTable<OperationEntry> = {
	groups: [{ operations: [sendEmail, sendSms, sendWhatsApp], default: 'sendEmail' }],
};

const properties = formOf(table);

export class SendMessage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Send Email & SMS',
		name: 'sendMessage',
		icon: {
			light: 'file:../../../icons/sendMessage.svg',
			dark: 'file:../../../icons/sendMessage.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} }}`,
		description: 'Send emails, text messages and WhatsApp messages with Pushwoosh, now or later',
		defaults: { name: 'Send Email & SMS' },
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
