import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import { runNode } from '../../shared/node/runNode';
import { credentialChoices } from '../fields/authentication';
import { eitherService } from '../fields/service';
import { throughFcm } from './throughFcm';
import { throughInstanceId } from './throughInstanceId';

const table = eitherService(
	{
		description:
			'Tells whether a token is alive and which topics it has; a token of another Firebase project is a failure',
		operations: [throughFcm],
		default: 'lookup',
	},
	{
		description: 'Tells app, platform and topics of a token; until 29 September 2027',
		operations: [throughInstanceId],
		default: 'lookup',
	},
);

export class IidLookup implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM IID Lookup',
		name: 'iidLookup',
		icon: { light: 'file:../../../icons/iidLookup.svg', dark: 'file:../../../icons/iidLookup.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["service"] === "fcm" ? "check token" : "look up app instance" }}',
		description:
			'Find dead registration tokens of Firebase Cloud Messaging, and see whose the others are and which topics they have',
		defaults: { name: 'FCM IID Lookup' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices,
		properties: formOf(table),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
