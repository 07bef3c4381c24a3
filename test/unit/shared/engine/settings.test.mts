import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { readSettings } from '../../../../nodes/shared/engine/settings.ts';
import { formOf } from '../../../../nodes/shared/node/form.ts';
import type { OperationForm } from '../../../../nodes/shared/node/table.ts';
import { itemReader } from '../../support/readers.mts';

const batch = { most: 1000, what: 'tokens' };
const fields = (more: Partial<OperationForm['limits']>) =>
	formOf({
		groups: [
			{
				operations: [
					{
						option: { name: 'Do', value: 'do', action: 'Do', description: 'Do' },
						fields: [],
						limits: { concurrency: 5, ...more },
					},
				],
				default: 'do',
			},
		],
	});
const read = (options: object, more: Partial<OperationForm['limits']> = { batch }) =>
	readSettings(itemReader(fields(more), { options }).collection('options'), more);

describe('the options', () => {
	it('have defaults', () => {
		expect(read({})).toEqual({
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
		expect(read(options)).toEqual({
			concurrency: 10,
			maxRetries: 0,
			timeoutMs: 500,
			batchSize: 1,
			includeInputFields: true,
		});
	});

	it('of an operation that sends one thing at a time have no batch size', () => {
		expect(read({ batchSize: 50 }, {}).batchSize).toBe(1);
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
		expect(() => read({ [name]: value })).toThrow(ItemProblem);
		expect(() => read({ [name]: value })).toThrow(
			new RegExp(
				`^'${label.replace(/[()]/g, '\\$&')}' in the options must be a whole number .*, but is ${value}$`,
			),
		);
	});

	it.each([[''], ['many'], [null], [Number.NaN], [true]])('%j is no number', (value) => {
		expect(() => read({ concurrency: value })).toThrow("'Concurrency' isn't a number");
	});

	it('without a value, as an expression may leave them, have their default', () => {
		expect(read({ concurrency: undefined, includeInputFields: undefined })).toMatchObject({
			concurrency: 5,
			includeInputFields: false,
		});
	});

	it('that name no boolean are refused', () => {
		expect(() => read({ includeInputFields: 'yes' })).toThrow(
			"'Include Input Fields' is neither true nor false",
		);
	});
});
