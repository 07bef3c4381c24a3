/** What the user should know of a service of Google's when it refuses. */
export interface GoogleService {
	name: string;
	/** The field of the credential with its address, as the credential calls it. */
	urlField: string;
	/** What else can be done where the service refuses as such: full sentences. */
	wayOut: string;
}

/** Dates: the service's reference, section 1. */
const SHUTDOWN =
	'Google takes no new projects into Instance ID since 1 October 2026 and switches it off on 29 September 2027';

/** For the nodes that offer the successor beside it. */
export const INSTANCE_ID: GoogleService = {
	name: 'Instance ID',
	urlField: 'Instance ID URL',
	wayOut: `${SHUTDOWN}: set 'Service' in this node to 'Firebase Cloud Messaging (FCM)' instead.`,
};

export const APNS_IMPORT: GoogleService = {
	name: 'Instance ID',
	urlField: 'Instance ID URL',
	wayOut: `${SHUTDOWN}. Google offers servers nothing in its place: let the app get its registration token from the Firebase SDK.`,
};

export const WEB_SUBSCRIPTIONS: GoogleService = {
	name: 'Instance ID',
	urlField: 'Instance ID URL',
	wayOut:
		'Google announced the end of these web push endpoints for 21 June 2024 and offers servers nothing in their place: let the web page get its registration token from the Firebase SDK (getToken).',
};

export const FCM: GoogleService = {
	name: 'Firebase Cloud Messaging',
	urlField: 'FCM URL',
	wayOut:
		"Check 'Project ID' in the credential, and that the Firebase Cloud Messaging API is enabled in that project.",
};
