import { createHash } from 'node:crypto';
import { RateLimiter } from '../../../shared/http/rateLimiter';

/**
 * A second more than the minute that Pushwoosh counts: a request that was delayed on its way arrives closer to the
 * ones after it than they left.
 */
const WINDOW_MS = 61_000;

interface MessagePace {
	baseUrl: string;
	/** Only kept as a hash. */
	apiToken: string;
	requestsPerMinute: number;
}

/**
 * Keeps one run within its figure of createMessage requests per minute (Pushwoosh allows 600), together with all other
 * runs of this process that use the same account.
 */
export function messageRateLimiter({ baseUrl, apiToken, requestsPerMinute }: MessagePace): RateLimiter {
	const account = createHash('sha256').update(`${baseUrl}\n${apiToken}`).digest('hex');
	return new RateLimiter({ limit: `createMessage ${account}`, most: requestsPerMinute, windowMs: WINDOW_MS });
}
