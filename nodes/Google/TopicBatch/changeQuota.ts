import { createHash } from 'node:crypto';
import { RateLimiter } from '../../shared/http/rateLimiter';
import { readServerKey } from '../api/auth/serverKey';
import { readGoogleUrls, readServiceAccount } from '../api/auth/serviceAccount';
import { projectUrl } from '../api/fcmAddress';
import type { InstanceIdSession } from '../api/session';

/** Changes of topic subscriptions that a project may make in a second (the service's reference, section 9). */
const MOST_CHANGES = 3000;
/**
 * A tenth more than that second: a request that was delayed on its way arrives closer to the ones after it than they
 * left.
 */
const WINDOW_MS = 1100;

/**
 * Keeps all runs of this process together within a project's quota. A run below it isn't slowed: requests only wait
 * when as many tokens have left within the last second. Whether a batch of Instance ID counts as one change or as many as
 * it has tokens isn't documented: the service's reference says to assume the latter, so a turn's weight is its tokens.
 * @param whose what the quota belongs to: a project's URL, or the credential where the project isn't known
 */
export function changeQuota(whose: string): RateLimiter {
	return new RateLimiter({
		limit: `topic subscriptions of ${whose}`,
		most: MOST_CHANGES,
		windowMs: WINDOW_MS,
	});
}

/** Whose quota a run through Instance ID uses up: its project's, as through Firebase Cloud Messaging, where that is known. */
export function instanceIdQuota({ iidUrl, credentials, authentication }: InstanceIdSession): RateLimiter {
	if (authentication === 'serverKey') {
		const key = createHash('sha256').update(readServerKey(credentials.serverApiKey)).digest('hex');
		return changeQuota(`${iidUrl} ${key}`);
	}
	const { projectId, clientEmail } = readServiceAccount(credentials);
	return changeQuota(
		projectId === undefined
			? `${iidUrl} ${clientEmail}`
			: projectUrl({ fcmUrl: readGoogleUrls(credentials).fcmUrl, projectId }),
	);
}
