import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import { credentialChoices } from '../fields/authentication';
import { eitherService } from '../fields/service';
import { subscribeOneByOne } from './subscribeOneByOne';
import * as throughFcm from './throughFcm';
import * as throughInstanceId from './throughInstanceId';

const table = eitherService(
	{
		description: 'One request per registration token; a token of another Firebase project is a failure',
		operations: [throughFcm.subscribe, throughFcm.unsubscribe],
		default: 'subscribe',
		elsewhere: {
			subscribeOne: [
				"'Subscribe One by One' exists only with the service 'Instance ID'",
				"Choose the operation 'Subscribe': through Firebase Cloud Messaging each token has a request of its own anyway.",
			],
		},
	},
	{
		description: 'Up to 1,000 registration tokens per request; until 29 September 2027',
		operations: [throughInstanceId.subscribe, subscribeOneByOne, throughInstanceId.unsubscribe],
		default: 'subscribe',
	},
);

const properties = formOf(table);

export class TopicBatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FCM Topic Batch',
		name: 'topicBatch',
		icon: { light: 'file:../../../icons/topicBatch.svg', dark: 'file:../../../icons/topicBatch.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} + ($parameter["topic"] ? ": " + $parameter["topic"] : "") }}`,
		description: 'Reach many devices with one push: subscribe them to topics of Firebase Cloud Messaging',
		defaults: { name: 'FCM Topic Batch' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialChoices,
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}
