import type { OperationGroup } from '../../shared/node/table';

/** Which of Google's services does the job. */
export const serviceChooser = { displayName: 'Service', name: 'service', default: 'fcm' };

/** The choices, with what to know of each in a node. */
export const serviceOption = {
	fcm: (description: string): OperationGroup['option'] => ({
		name: 'Firebase Cloud Messaging (FCM)',
		value: 'fcm',
		description,
	}),
	instanceId: (description: string): OperationGroup['option'] => ({
		name: 'Instance ID',
		value: 'instanceId',
		description,
	}),
};
