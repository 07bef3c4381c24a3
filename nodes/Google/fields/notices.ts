import type { INodeProperties } from 'n8n-workflow';

/** One line each: whoever wants to know more follows the link. */
const SHUTDOWN = 'Google ends Instance ID on <b>29 September 2027</b>.';
const DOCS = 'https://github.com/n8n-nodes-pushwoosh-fcm/n8n-nodes-pushwoosh-fcm/blob/main/docs';

/** For the nodes that offer the successor as another choice of `service`. */
export const instanceIdNotice: INodeProperties = {
	displayName: `${SHUTDOWN} New projects: choose FCM. <a href="${DOCS}/moving-to-fcm.md">How to move</a>`,
	name: 'instanceIdNotice',
	type: 'notice',
	default: '',
};

/** The import has no successor. */
export const apnsImportNotice: INodeProperties = {
	...instanceIdNotice,
	displayName: `${SHUTDOWN} After that, the app gets its token from the Firebase SDK.`,
};

export const webSubscriptionNotice: INodeProperties = {
	displayName:
		'Google announced the end of this service for <b>21 June 2024</b> and may refuse. Use getToken of the Firebase SDK.',
	name: 'webSubscriptionNotice',
	type: 'notice',
	default: '',
};
