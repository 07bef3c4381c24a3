import type { ConnectionOptions } from 'node:tls';

/** Where connections to Google's hosts are led. */
export interface Destination {
	address: ConnectionOptions;
	/** Told which host was to be connected. */
	wanted: (host: string) => void;
}
