import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { readSettings } from '../../../../nodes/shared/engine/settings.ts';

const limits = { concurrency: 5, batchSize: 1000 };

describe('the options', () => {
	it('have defaults', () => {
		expect(readSettings({}, limits)).toEqual({
			concurrency: 5,
			maxRetries: 4,
			timeoutMs: 30_000,
			batchSize: 1000,
			includeInputFields: false,
		});
	});

	it('win over them', () => {
		const options = {
			concurrency: 10,
			maxRetries: 0,
			timeout: '500',
			batchSize: 1,
			includeInputFields: true,
		};
		expect(readSettings(options, limits)).toEqual({
			concurrency: 10,
			maxRetries: 0,
			timeoutMs: 500,
			batchSize: 1,
			includeInputFields: true,
		});
	});

	it('of an operation that sends one thing at a time have no batch size', () => {
		expect(readSettings({ batchSize: 50 }, { concurrency: 50 }).batchSize).toBe(1);
	});

	it.each([
		['concurrency', 'Concurrency', 0],
		['concurrency', 'Concurrency', -1],
		['concurrency', 'Concurrency', 1001],
		['concurrency', 'Concurrency', 1.5],
		['maxRetries', 'Max Retries', -1],
		['maxRetries', 'Max Retries', 101],
		['timeout', 'Timeout (Ms)', 0],
		['timeout', 'Timeout (Ms)', 3_600_001],
		['batchSize', 'Items per Batch', 0],
		['batchSize', 'Items per Batch', 1001],
	])('%s: %s may not be %d', (name, label, value) => {
		expect(() => readSettings({ [name]: value }, limits)).toThrow(ItemProblem);
		expect(() => readSettings({ [name]: value }, limits)).toThrow(
			new RegExp(
				`^'${label.replace(/[()]/g, '\\$&')}' in the options must be a whole number .*, but is ${value}$`,
			),
		);
	});

	it.each([[''], ['many'], [null], [Number.NaN], [true]])('%j is no number', (value) => {
		expect(() => readSettings({ concurrency: value }, limits)).toThrow("'Concurrency' isn't a number");
	});

	it('that name no boolean are refused', () => {
		expect(() => readSettings({ includeInputFields: 'yes' }, limits)).toThrow(
			"'Include Input Fields' is neither true nor false",
		);
	});
});
