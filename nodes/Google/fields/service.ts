import type { OperationEntry } from '../../shared/node/operationEntry';
import type { NodeTable, OperationGroup } from '../../shared/node/table';
import { authenticationFields } from './authentication';
import { instanceIdNotice } from './notices';

/** How one of Google's services does a node's job, with what to know of it. */
type Service = Omit<OperationGroup<OperationEntry>, 'option' | 'head'> & { description: string };

/** The table of a node whose job either of Google's services does. */
export function eitherService(fcm: Service, instanceId: Service): NodeTable<OperationEntry> {
	return {
		chooser: { displayName: 'Service', name: 'service', default: 'fcm' },
		groups: [
			{
				...fcm,
				option: { name: 'Firebase Cloud Messaging (FCM)', value: 'fcm', description: fcm.description },
			},
			{
				...instanceId,
				option: { name: 'Instance ID', value: 'instanceId', description: instanceId.description },
				head: [instanceIdNotice, ...authenticationFields],
			},
		],
	};
}
