import type { ICredentialTestRequest } from 'n8n-workflow';
import { addressExpression } from './addresses';

/**
 * Instance ID has no "who am I". Taking a made-up token off a made-up topic changes nothing, needs no more than the
 * nodes do, and its answer is unmistakable: HTTP 200 with a verdict on that one token (the service's reference, 5.2).
 */
export const INSTANCE_ID_TEST_REQUEST: ICredentialTestRequest['request'] = {
	method: 'POST',
	baseURL: `={{ ${addressExpression('iidUrl')} }}`,
	url: '/iid/v1:batchRemove',
	body: {
		to: '/topics/n8n-credential-test',
		registration_tokens: ['n8n-credential-test'],
	},
};

/** Present in every genuine answer to {@link INSTANCE_ID_TEST_REQUEST}: the verdict on the made-up token. */
export const VERDICT_KEY = 'results.0';

export const NOT_INSTANCE_ID =
	"The address answered, but not as Google's Instance ID does. Check 'Instance ID URL': usually https://iid.googleapis.com.";

export const INSTANCE_ID_IN_TROUBLE =
	"Instance ID couldn't answer right now, so the test proves nothing about the address. Try again in a few minutes; if it stays so, check 'Instance ID URL'.";

/** The key file's project wins, as in a run; a file that was pasted in some other form than JSON isn't looked into here. */
const PROJECT =
	'((String($credentials.privateKey).match(/"project_id\\\\?"\\s*:\\s*\\\\?"([A-Za-z0-9:._-]+)/) || [])[1] || String($credentials.projectId || "").trim())';

/**
 * The service account's test: FCM checks a message to a made-up topic (`validate_only`) and sends nothing. That needs a
 * project; where none is known, Instance ID is asked as above, though it refuses projects younger than 2026-10-01.
 */
export const SERVICE_ACCOUNT_TEST_REQUEST: ICredentialTestRequest['request'] = {
	method: 'POST',
	baseURL: `={{ ${PROJECT} ? (${addressExpression('fcmUrl')}) : (${addressExpression('iidUrl')}) }}`,
	url: `={{ ${PROJECT} ? "/v1/projects/" + encodeURIComponent(${PROJECT}) + "/messages:send" : "/iid/v1:batchRemove" }}`,
	// An expression that gives an object: the two bodies have no key in common.
	body: `={{ ${PROJECT} ? { validate_only: true, message: { topic: "n8n-credential-test" } } : { to: "/topics/n8n-credential-test", registration_tokens: ["n8n-credential-test"] } }}`,
};

/**
 * What shows that an answer isn't Google's: it is no JSON. More can't be asked, since a rule compares one value, and the
 * genuine answers of the two services have none in common.
 */
export const NO_JSON = { key: 'constructor.name', value: 'String' } as const;

export const NOT_GOOGLE =
	"The address answered, but not as Google does. Check 'Project ID', and with Other Addresses: Check 'FCM URL' and 'Instance ID URL', and whether a proxy answers.";
