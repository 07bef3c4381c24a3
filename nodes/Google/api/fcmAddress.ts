import type { FcmSession } from './session';

type FcmAddress = Pick<FcmSession, 'fcmUrl' | 'projectId'>;

/** Where a project's calls to Firebase Cloud Messaging go. */
export function projectUrl({ fcmUrl, projectId }: FcmAddress): string {
	return `${fcmUrl}/v1/projects/${projectId}`;
}

/** Unlike Instance ID, FCM takes the token percent-encoded, its colon too (the service's reference, section 13). */
export function registrationUrl(address: FcmAddress, token: string): string {
	return `${projectUrl(address)}/registrations/${encodeURIComponent(token)}`;
}
