import { toBoolean, toNumberWithin } from '../items/values';

/** What the options collection of every node offers, as far as it differs between operations. */
export interface SettingsLimits {
	/** Requests in flight unless the user says otherwise. */
	concurrency: number;
	/** Largest batch, where the operation has the option `batchSize`. */
	batchSize?: number;
}

export interface Settings {
	concurrency: number;
	maxRetries: number;
	timeoutMs: number;
	includeInputFields: boolean;
	batchSize: number;
}

/**
 * Reads the options that all nodes share.
 * @param options the collection as read for item 0
 * @throws ItemProblem for zero, negative or too large values
 */
export function readSettings(options: Record<string, unknown>, limits: SettingsLimits): Settings {
	const whole = (name: string, label: string, fallback: number, least: number, most: number): number => {
		const value = options[name];
		if (value === undefined) return fallback;
		return toNumberWithin(value, { name, label }, { least, most, whole: true, isOption: true });
	};
	const largestBatch = limits.batchSize ?? 1;
	return {
		concurrency: whole('concurrency', 'Concurrency', limits.concurrency, 1, 1000),
		maxRetries: whole('maxRetries', 'Max Retries', 4, 0, 100),
		timeoutMs: whole('timeout', 'Timeout (Ms)', 30_000, 1, 3_600_000),
		batchSize: limits.batchSize ? whole('batchSize', 'Items per Batch', largestBatch, 1, largestBatch) : 1,
		includeInputFields:
			options.includeInputFields === undefined
				? false
				: toBoolean(options.includeInputFields, { name: 'includeInputFields', label: 'Include Input Fields' }),
	};
}
