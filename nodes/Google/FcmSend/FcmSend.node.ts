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
import type { NodeTable } from '../../shared/node/table';
import { SERVICE_ACCOUNT_CREDENTIAL } from '../api/session';
import { send } from './send';
import { validate } from './validate';

const table: NodeTable<OperationEntry> = {
	groups: [{ operations: [validate, send], default: 'send' }],
};

export class FcmSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM Send Message',
		name: 'fcmSend',
		icon: { light: 'file:../../../icons/fcmSend.svg', dark: 'file:../../../icons/fcmSend.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"] === "validate" ? "check: " : "") + ($parameter["target"] === "device" ? "to devices" : "to " + ($parameter["target"] === "topic" ? $parameter["topic"] : $parameter["condition"])) }}',
		description:
			'Send push messages to devices, topics and conditions of Firebase Cloud Messaging, and find the devices that are gone',
		defaults: { name: 'FCM Send Message' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: SERVICE_ACCOUNT_CREDENTIAL, required: true }],
		properties: formOf(table),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
