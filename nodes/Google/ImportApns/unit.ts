export type Environment = 'production' | 'sandbox' | 'auto';

/** One APNs token to be imported. */
export interface ApnsUnit {
	/** As given, trimmed: how the user knows it. */
	given: string;
	/** As sent. */
	cleaned: string;
	bundleId: string;
	environment: Environment;
}
