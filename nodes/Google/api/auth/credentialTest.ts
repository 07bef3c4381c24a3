import type { ICredentialTestRequest } from 'n8n-workflow';

/**
 * Instance ID has no "who am I". Taking a made-up token off a made-up topic changes nothing, needs no more than the
 * nodes do, and its answer is unmistakable: HTTP 200 with a verdict on that one token (the service's reference, 5.2).
 */
export const INSTANCE_ID_TEST_REQUEST: ICredentialTestRequest['request'] = {
	method: 'POST',
	baseURL:
		'={{ $credentials.otherAddresses ? String($credentials.iidUrl).trim().replace(/\\/+$/, "") : "https://iid.googleapis.com" }}',
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

/** For the service account, whose sign-in is proven before the test request: it outlives Instance ID. */
export const AFTER_INSTANCE_ID =
	'The key works: if Google has switched Instance ID off (planned for 29 September 2027), keep this credential and choose Firebase Cloud Messaging as the service in the nodes.';

export const INSTANCE_ID_IN_TROUBLE =
	"Instance ID couldn't answer right now, so the test proves nothing about the address. Try again in a few minutes; if it stays so, check 'Instance ID URL'.";
