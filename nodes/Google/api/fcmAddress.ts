/** Where a project's calls to Firebase Cloud Messaging go. */
interface FcmAddress {
	/** Checked, without a trailing slash. */
	fcmUrl: string;
	projectId: string;
}

export function projectUrl({ fcmUrl, projectId }: FcmAddress): string {
	return `${fcmUrl}/v1/projects/${projectId}`;
}

/** Unlike Instance ID, FCM takes the token percent-encoded, its colon too (the service's reference, section 13). */
export function registrationUrl(address: FcmAddress, token: string): string {
	return `${projectUrl(address)}/registrations/${encodeURIComponent(token)}`;
}
