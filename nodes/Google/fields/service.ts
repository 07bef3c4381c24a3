import type { INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../../shared/form/itemReader';

/** Which of Google's services does the job: the parameter `service`. */
export type ServiceChoice = 'instanceId' | 'fcm';

/** @throws ItemProblem for an unknown choice */
export function readService(first: ItemReader): ServiceChoice {
	return first.choice('service', ['instanceId', 'fcm'], 'fcm');
}

/** @param differences what to know of each choice in this node */
export function serviceField(differences: Record<ServiceChoice, string>): INodeProperties {
	return {
		displayName: 'Service',
		name: 'service',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Firebase Cloud Messaging (FCM)', value: 'fcm', description: differences.fcm },
			{ name: 'Instance ID', value: 'instanceId', description: differences.instanceId },
		],
		default: 'fcm',
	};
}
