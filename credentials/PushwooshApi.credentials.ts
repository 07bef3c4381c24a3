import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { authenticatePushwoosh, JOURNEY_URL, PUSHWOOSH_URL } from '../nodes/Pushwoosh/api/auth';
import {
	bodyRule,
	codeRules,
	REDIRECTS,
	rules,
	SERVER_TROUBLE,
} from '../nodes/shared/credentials/credentialTestRules';

const WHERE = 'Pushwoosh Control Panel > Settings > API Access';
const WRONG_TOKEN = `Pushwoosh refused 'API Token'. Copy the Server token again from the ${WHERE} (a Device token isn't enough), and check that the account isn't suspended.`;
const NOT_PUSHWOOSH =
	"The address answered, but not as Pushwoosh does. Check 'Base URL': usually https://api.pushwoosh.com, without /json/1.3.";
const IN_TROUBLE =
	"Pushwoosh couldn't answer right now, so the token is neither proven right nor wrong. Try again in a few minutes; if it stays so, check 'Base URL'.";

export class PushwooshApi implements ICredentialType {
	name = 'pushwooshApi';

	displayName = 'Pushwoosh API';

	icon: Icon = { light: 'file:../icons/pushwoosh.svg', dark: 'file:../icons/pushwoosh.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-pushwoosh-fcm/n8n-nodes-pushwoosh-fcm/blob/main/docs/credentials.md#pushwoosh';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'A token of the type Server, from Settings > API Access in the Pushwoosh Control Panel',
			description:
				'A Server token: open the Pushwoosh Control Panel, then Settings > API Access, and copy or create one of the type Server. It must be allowed to use the applications that you want to send to. A Device token isn’t enough.',
		},
		{
			displayName: 'Device Token',
			name: 'deviceToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'A token of the type Device, from the same page. Most operations need none.',
			description:
				'Only for the calls of the Device API, which take no Server token: reading tags, unregistering devices, deleting users and posting events. You find it where the Server token is: Settings > API Access in the Pushwoosh Control Panel.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: PUSHWOOSH_URL,
			placeholder: 'e.g. https://api.pushwoosh.com',
			description:
				'Only change this if Pushwoosh gave you another address, for a private deployment or a dedicated region. It must begin with https://.',
		},
		{
			displayName: 'Other Addresses',
			name: 'otherAddresses',
			type: 'boolean',
			default: false,
			description:
				'Whether Customer Journeys have another address too, or statistics want their token in another form',
		},
		{
			displayName: 'Journey URL',
			name: 'journeyUrl',
			type: 'string',
			displayOptions: { show: { otherAddresses: [true] } },
			default: JOURNEY_URL,
			placeholder: 'e.g. https://journey.pushwoosh.com',
			description: 'Where calls of the Customer Journey API go. It must begin with https://.',
		},
		{
			displayName: 'Statistics Scheme',
			name: 'statisticsScheme',
			type: 'options',
			displayOptions: { show: { otherAddresses: [true] } },
			options: [
				{ name: 'Api', value: 'Api' },
				{ name: 'Key', value: 'Key' },
				{ name: 'None (Token Alone)', value: 'none' },
				{ name: 'Token', value: 'Token' },
			],
			default: 'Api',
			description:
				'The word before the token in calls for statistics. Only change it when Pushwoosh refuses those with 401 although other calls work.',
		},
	];

	authenticate: IAuthenticate = authenticatePushwoosh;

	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: '={{ String($credentials.baseUrl).trim().replace(/\\/+$/, "") }}',
			url: '/json/1.3/getApplications',
			// Pushwoosh says in the body what is wrong, sometimes beside an HTTP status: the rules read the body then.
			ignoreHttpStatusErrors: { ignore: true, except: [...REDIRECTS, 401, 407, ...SERVER_TROUBLE] },
		},
		// No rule for 403: a token that may send but not list applications is a right one.
		rules: rules([
			bodyRule('status_code', undefined, NOT_PUSHWOOSH),
			bodyRule('status_code', 210, WRONG_TOKEN),
			bodyRule('status_code', 401, WRONG_TOKEN),
			bodyRule('status_code', 400, NOT_PUSHWOOSH),
			bodyRule('status_code', 404, NOT_PUSHWOOSH),
			...SERVER_TROUBLE.map((code) => bodyRule('status_code', code, IN_TROUBLE)),
			...codeRules(REDIRECTS, `'Base URL' answers with a redirect, which isn't followed. ${NOT_PUSHWOOSH}`),
			...codeRules([401], WRONG_TOKEN),
			...codeRules(
				[407],
				"A proxy between n8n and Pushwoosh asks for a sign-in. Check the proxy's settings.",
			),
			...codeRules(SERVER_TROUBLE, IN_TROUBLE),
		]),
	};
}
