import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { addressExpression, addressFields } from '../nodes/Google/api/auth/addresses';
import { authenticateServiceAccount } from '../nodes/Google/api/auth/authenticate';
import { renewAccessToken } from '../nodes/Google/api/auth/tokenRenewal';
import {
	bodyRule,
	codeRules,
	REDIRECTS,
	rules,
	SERVER_TROUBLE,
} from '../nodes/shared/credentials/credentialTestRules';

/** The key file's project wins, as in a run; a file that was pasted in some other form than JSON isn't looked into here. */
const PROJECT =
	'((String($credentials.privateKey).match(/"project_id\\\\?"\\s*:\\s*\\\\?"([A-Za-z0-9:._-]+)/) || [])[1] || String($credentials.projectId || "").trim())';
const NOT_GOOGLE =
	"The address answered, but not as Google does. Check 'Project ID', and with Other Addresses: Check 'FCM URL' and 'Instance ID URL', and whether a proxy answers.";

export class GoogleFcmServiceAccountApi implements ICredentialType {
	name = 'googleFcmServiceAccountApi';

	displayName = 'Google FCM Service Account API';

	icon: Icon = { light: 'file:../icons/google-fcm.svg', dark: 'file:../icons/google-fcm.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-pushwoosh-fcm/n8n-nodes-pushwoosh-fcm/blob/main/docs/credentials.md#google-service-account';

	properties: INodeProperties[] = [
		{
			displayName: 'Key File (JSON)',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. the whole content of the JSON file',
			hint: "Paste the service account's whole JSON file: email and project are then read from it",
			description:
				'In the Firebase console open Project settings > Service accounts, click Generate new private key, and paste the whole content of the JSON file here. Email and project are then read from it. The private key alone works too, with the email below.',
		},
		{
			displayName: 'Service Account Email',
			name: 'clientEmail',
			type: 'string',
			default: '',
			placeholder: 'e.g. push-tools@my-project.iam.gserviceaccount.com',
			hint: 'Leave it empty if you pasted the whole JSON file',
			description: 'Only needed if you pasted the private key alone: the client_email of the JSON file',
		},
		{
			displayName: 'Project ID',
			name: 'projectId',
			type: 'string',
			default: '',
			placeholder: 'e.g. my-project',
			hint: 'Leave it empty if you pasted the whole JSON file',
			description:
				'Only needed for the service Firebase Cloud Messaging, and only if you pasted the private key alone. You find it in the Firebase console under Project settings > General.',
		},
		...addressFields('iidUrl', 'fcmUrl', 'tokenUrl'),
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** n8n stores what this returns, and calls it again when a request was answered 401. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ accessToken: string }> {
		return { accessToken: await renewAccessToken(this.helpers, credentials) };
	}

	authenticate: IAuthenticate = authenticateServiceAccount;

	/**
	 * FCM checks a message to a made-up topic (`validate_only`) and sends nothing. That needs a project; where none is known,
	 * Instance ID is asked as with a server key, though it refuses projects younger than 2026-10-01. Before this request n8n
	 * signs in: key, e-mail, clock and 'Token URL' are proven then.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: `={{ ${PROJECT} ? (${addressExpression('fcmUrl')}) : (${addressExpression('iidUrl')}) }}`,
			url: `={{ ${PROJECT} ? "/v1/projects/" + encodeURIComponent(${PROJECT}) + "/messages:send" : "/iid/v1:batchRemove" }}`,
			// An expression that gives an object: the two bodies have no key in common.
			body: `={{ ${PROJECT} ? { validate_only: true, message: { topic: "n8n-credential-test" } } : { to: "/topics/n8n-credential-test", registration_tokens: ["n8n-credential-test"] } }}`,
		},
		rules: rules([
			// An answer that is no JSON. More can't be asked, since a rule compares one value, and the genuine answers of the
			// two services have none in common.
			bodyRule('constructor.name', 'String', NOT_GOOGLE),
			...codeRules(
				REDIRECTS,
				`The key works, but Google's address answers with a redirect, which isn't followed. ${NOT_GOOGLE}`,
			),
			...codeRules([400, 404, 405, 410], `The key works. ${NOT_GOOGLE}`),
			...codeRules(
				[401],
				"The key works, but Google refuses its access token. Check that the Firebase Cloud Messaging API is enabled in the project, 'FCM URL' and 'Instance ID URL', and that no proxy drops the header access_token_auth.",
			),
			...codeRules(
				[403],
				"The key works, but Google refuses this project. Check 'Project ID', give the service account the role Firebase Cloud Messaging API Admin, and enable the Firebase Cloud Messaging API in the project. Where no project ID is known, Instance ID is asked, which takes no new projects since 1 October 2026: enter it, or paste the whole key file.",
			),
			...codeRules(
				SERVER_TROUBLE,
				"The key works, but Google couldn't answer right now. Try again in a few minutes; if it stays so, check 'FCM URL' and 'Instance ID URL'.",
			),
		]),
	};
}
