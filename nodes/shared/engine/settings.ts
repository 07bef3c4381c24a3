import type { BatchLimit } from '../form/commonOptions';
import type { FieldReader } from '../form/fieldReader';

/** What the options collection of every node offers, as far as it differs between operations. */
export interface SettingsLimits {
	/** Requests in flight unless the user says otherwise. */
	concurrency: number;
	batch?: BatchLimit;
	/** A request serves so little that connections are worth being kept: the option is offered. */
	keepsConnections?: boolean;
}

export interface Settings {
	concurrency: number;
	maxRetries: number;
	timeoutMs: number;
	includeInputFields: boolean;
	batchSize: number;
	/** Requests after the first go over connections that stay open; absent where that isn't offered. */
	keepConnections?: boolean;
}

/**
 * Reads the options that all nodes share.
 * @param options the collection as read for item 0
 * @throws ItemProblem for zero, negative or too large values
 */
export function readSettings(
	options: FieldReader,
	{ batch, keepsConnections }: Omit<SettingsLimits, 'concurrency'>,
): Settings {
	return {
		concurrency: options.wholeNumber('concurrency'),
		maxRetries: options.wholeNumber('maxRetries'),
		timeoutMs: options.wholeNumber('timeout'),
		batchSize: batch ? options.wholeNumber('batchSize') : 1,
		includeInputFields: options.boolean('includeInputFields'),
		...(keepsConnections ? { keepConnections: options.boolean('keepConnections') } : {}),
	};
}
