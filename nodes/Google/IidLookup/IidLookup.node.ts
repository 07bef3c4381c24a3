import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runNode } from '../../shared/engine/run';
import { credentialChoices } from '../fields/authentication';
import { choose } from './choose';
import { properties } from './properties';

export class IidLookup implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM IID Lookup',
		name: 'iidLookup',
		icon: { light: 'file:../../../icons/iidLookup.svg', dark: 'file:../../../icons/iidLookup.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["service"] === "fcm" ? "check token" : "look up app instance" }}',
		description:
			'Look up whether registration tokens of Firebase Cloud Messaging are alive, whose they are and which topics they have',
		defaults: { name: 'FCM IID Lookup' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, { properties, choose });
	}
}
