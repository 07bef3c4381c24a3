import { ItemProblem } from '../failure';
import { toBoolean, toNumber } from '../form/values';

/** What the options collection of every node offers, as far as it differs between operations. */
export interface SettingsLimits {
	/** Requests in flight unless the user says otherwise. */
	concurrency: number;
	/** Where several units share a request (or a message): how many at most (the option `batchSize`), and what they are called. */
	batch?: { most: number; what: string; shared?: 'request' | 'message' };
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
		const number = toNumber(value, { name, label });
		if (Number.isInteger(number) && number >= least && number <= most) return number;
		throw new ItemProblem(
			`'${label}' in the options must be a whole number from ${least} to ${most}, but is ${number}`,
			'Change it, or remove the option to use its default.',
		);
	};
	const largestBatch = limits.batch?.most ?? 1;
	return {
		concurrency: whole('concurrency', 'Concurrency', limits.concurrency, 1, 1000),
		maxRetries: whole('maxRetries', 'Max Retries', 4, 0, 100),
		timeoutMs: whole('timeout', 'Timeout (Ms)', 30_000, 1, 3_600_000),
		batchSize: limits.batch ? whole('batchSize', 'Items per Batch', largestBatch, 1, largestBatch) : 1,
		includeInputFields:
			options.includeInputFields === undefined
				? false
				: toBoolean(options.includeInputFields, { name: 'includeInputFields', label: 'Include Input Fields' }),
	};
}
