import type { INodeProperties } from 'n8n-workflow';

const SHUTDOWN =
	'Google switches Instance ID off on <b>29 September 2027</b>, and takes no new projects since 1 October 2026.';

/** For the nodes that offer the successor as another choice of `service`. */
export const instanceIdNotice: INodeProperties = {
	displayName: `${SHUTDOWN} <b>Firebase Cloud Messaging (FCM)</b> does the same job with one request per token. Before you change the service: the credential needs a project ID, and 'On Error' should be 'Continue (using error output)', since a token of another project is a failure there.`,
	name: 'instanceIdNotice',
	type: 'notice',
	default: '',
};

/** The look-up's own: through FCM it tells less. */
export const lookupNotice: INodeProperties = {
	...instanceIdNotice,
	displayName: `${SHUTDOWN} <b>Firebase Cloud Messaging (FCM)</b> also tells whether a token is registered, and its topics, but not app, platform and version. Before you change the service: the credential needs a project ID, and 'On Error' should be 'Continue (using error output)', since a token of another project is a failure there.`,
};

export const apnsImportNotice: INodeProperties = {
	displayName: `${SHUTDOWN} There is nothing for servers in its place: after that, the app itself gets its registration token from the Firebase SDK.`,
	name: 'instanceIdNotice',
	type: 'notice',
	default: '',
};

export const webSubscriptionNotice: INodeProperties = {
	displayName:
		'Google announced the end of these endpoints for <b>21 June 2024</b> and may refuse every request. There is nothing for servers in their place: a web page gets its registration token from the Firebase SDK (getToken).',
	name: 'webSubscriptionNotice',
	type: 'notice',
	default: '',
};
