import { createHash } from 'node:crypto';
import { RateLimiter } from '../../shared/http/rateLimiter';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { readGoogleUrl } from '../api/auth/addresses';
import { readServerKey } from '../api/auth/serverKey';
import { readServiceAccount } from '../api/auth/serviceAccount';
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
 * when as many changes have left within the last second.
 * @param whose what the quota belongs to: a project's URL, or the credential where the project isn't known
 */
export function changeQuota(whose: string): RateLimiter {
	return new RateLimiter({
		limit: `topic subscriptions of ${whose}`,
		most: MOST_CHANGES,
		windowMs: WINDOW_MS,
	});
}

/**
 * The quota for a run's batches. Whether one counts as one change or as many as it has tokens isn't documented (the service's
 * reference, section 9). So it counts as one until Google holds something back: from then on in this run each token counts.
 */
export class BatchQuota {
	private readonly limiter: RateLimiter;
	private countsTokens = false;

	constructor(session: InstanceIdSession) {
		this.limiter = changeQuota(ownerOf(session));
	}

	/** Waits for the turn of a batch. @param turn as the client's `pace` is called */
	async turn(tokens: number, ...turn: Parameters<NonNullable<RequestSpec<unknown>['pace']>>): Promise<void> {
		await this.limiter.turn(...turn, this.countsTokens ? tokens : 1);
	}

	/** To be told when Google had too many changes. */
	noteHeldBack(): void {
		this.countsTokens = true;
	}
}

/** Whose quota a run through Instance ID uses up: its project's, as through Firebase Cloud Messaging, where that is known. */
function ownerOf({ iidUrl, credentials, authentication }: InstanceIdSession): string {
	if (authentication === 'serverKey') {
		const key = createHash('sha256').update(readServerKey(credentials.serverApiKey)).digest('hex');
		return `${iidUrl} ${key}`;
	}
	const { projectId, clientEmail } = readServiceAccount(credentials);
	return projectId === undefined
		? `${iidUrl} ${clientEmail}`
		: projectUrl({ fcmUrl: readGoogleUrl(credentials, 'fcmUrl'), projectId });
}
