import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { addressExpression, addressFields } from '../nodes/Google/api/auth/addresses';
import { authenticateServerKey } from '../nodes/Google/api/auth/authenticate';
import {
	bodyRule,
	codeRules,
	REDIRECTS,
	rules,
	SERVER_TROUBLE,
} from '../nodes/shared/credentials/credentialTestRules';

const REFUSED =
	"Google refused the server key, as it has done with all server keys since June 2024. Use the credential 'Google FCM Service Account API' instead, and choose the service account under 'Authentication' in the node.";
/** Reported with HTTP 401; recognised with HTTP 200 too. */
const REFUSAL_TEXT = 'Authenticating using server key is deprecated. Please use an OAuth2 token instead.';
const NOT_INSTANCE_ID =
	"The address answered, but not as Google's Instance ID does. Check 'Instance ID URL': usually https://iid.googleapis.com.";

export class GoogleFcmServerKeyApi implements ICredentialType {
	name = 'googleFcmServerKeyApi';

	displayName = 'Google FCM Server Key API';

	icon: Icon = { light: 'file:../icons/google-fcm.svg', dark: 'file:../icons/google-fcm.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-pushwoosh-fcm/n8n-nodes-pushwoosh-fcm/blob/main/docs/credentials.md#google-server-key';

	properties: INodeProperties[] = [
		{
			displayName:
				'Google has refused server keys since June 2024. Use <b>Google FCM Service Account API</b> instead, unless your requests go to a server of your own that still takes them.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Server Key',
			name: 'serverApiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In the Firebase console: Project settings > Cloud Messaging > Cloud Messaging API (Legacy). It works with or without “key=” in front.',
		},
		...addressFields('iidUrl'),
	];

	authenticate: IAuthenticate = authenticateServerKey;

	/**
	 * Instance ID has no "who am I". Taking a made-up token off a made-up topic changes nothing, needs no more than the
	 * nodes do, and its answer is unmistakable: HTTP 200 with a verdict on that one token (the service's reference, 5.2).
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: `={{ ${addressExpression('iidUrl')} }}`,
			url: '/iid/v1:batchRemove',
			body: { to: '/topics/n8n-credential-test', registration_tokens: ['n8n-credential-test'] },
		},
		rules: rules([
			bodyRule('error', REFUSAL_TEXT, REFUSED),
			bodyRule('results.0', undefined, NOT_INSTANCE_ID),
			...codeRules([400, 401, 403], REFUSED),
			...codeRules(
				REDIRECTS,
				`'Instance ID URL' answers with a redirect, which isn't followed. ${NOT_INSTANCE_ID}`,
			),
			...codeRules([404, 405, 410], NOT_INSTANCE_ID),
			...codeRules(
				SERVER_TROUBLE,
				"Instance ID couldn't answer right now, so the test proves nothing about the address. Try again in a few minutes; if it stays so, check 'Instance ID URL'.",
			),
		]),
	};
}
