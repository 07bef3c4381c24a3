import type { IExecuteFunctions, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import type { OperationSetup } from '../../shared/node/operationEntry';
import type { GoogleService } from '../api/errors/services';
import {
	openInstanceId,
	SERVER_KEY_CREDENTIAL,
	SERVICE_ACCOUNT_CREDENTIAL,
	type Authentication,
	type InstanceIdSession,
} from '../api/session';

/**
 * The credentials of a node that has the parameter `authentication`. It is hidden for Firebase Cloud Messaging, and a
 * hidden parameter has no value: so the service account is shown unless the server key was chosen, and the server key
 * needs a condition of its own. Both say `hide`, never `show`: a `show` makes n8n's editor take `authentication` out of the form
 * together with the fields that it depends on (`service`), and list only the credentials that have such a condition.
 */
export const credentialChoices: INodeCredentialDescription[] = [
	{
		name: SERVICE_ACCOUNT_CREDENTIAL,
		required: true,
		displayOptions: { hide: { authentication: ['serverKey'] } },
	},
	{
		name: SERVER_KEY_CREDENTIAL,
		required: true,
		displayOptions: { hide: { authentication: ['serviceAccount'], service: ['fcm'] } },
	},
];

/** For what is asked of Instance ID. */
export const authenticationFields: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Service Account',
				value: 'serviceAccount',
				description: 'What Google accepts today',
			},
			{
				name: 'Server Key (Legacy)',
				value: 'serverKey',
				description: 'Refused by Google since June 2024; only for servers of your own that still take it',
			},
		],
		default: 'serviceAccount',
	},
	{
		displayName:
			'Google has refused server keys since June 2024. Choose <b>Service Account</b>, unless a server of your own takes them.',
		name: 'serverKeyNotice',
		type: 'notice',
		displayOptions: { show: { authentication: ['serverKey'] } },
		default: '',
	},
];

/** @returns what opens the credential that was chosen for the run @throws ItemProblem for an unknown choice */
export function openChosen(
	{ first }: OperationSetup,
	service?: GoogleService,
): (context: IExecuteFunctions) => Promise<InstanceIdSession> {
	const authentication = first.choice<Authentication>('authentication', ['serviceAccount', 'serverKey']);
	return async (context) => await openInstanceId(context, authentication, service);
}
