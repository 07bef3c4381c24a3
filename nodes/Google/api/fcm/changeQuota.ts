import { Pacer } from '../../../shared/http/pacer';
import { projectUrl, type FcmAddress } from './address';

/** Changes of topic subscriptions that a project may make in a second (the service's reference, section 9). */
const MOST_CHANGES = 3000;
/**
 * A tenth more than that second: a request that was delayed on its way arrives closer to the ones after it than they
 * left.
 */
const WINDOW_MS = 1100;

/**
 * Keeps all runs of this process together within a project's quota. A run below it isn't slowed: requests only wait
 * when as many have left within the last second.
 */
export function changeQuota(address: FcmAddress): Pacer {
	return new Pacer({
		limit: `topic subscriptions of ${projectUrl(address)}`,
		most: MOST_CHANGES,
		windowMs: WINDOW_MS,
	});
}
