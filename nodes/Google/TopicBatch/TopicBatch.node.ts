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

export class TopicBatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM Topic Batch',
		name: 'topicBatch',
		icon: { light: 'file:../../../icons/topicBatch.svg', dark: 'file:../../../icons/topicBatch.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"] === "subscribeOne" ? "subscribe one by one" : $parameter["operation"]) + ": " + $parameter["topic"] }}',
		description: 'Subscribe devices to topics of Firebase Cloud Messaging and unsubscribe them',
		defaults: { name: 'FCM Topic Batch' },
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
