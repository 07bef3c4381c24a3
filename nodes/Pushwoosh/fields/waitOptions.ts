import type { INodeProperties } from 'n8n-workflow';
import type { FieldReader } from '../../shared/form/fieldReader';
import type { Poll } from '../../shared/http/waitForTask';

/** How long to wait for a task of Pushwoosh, and how often to ask. @param what is waited for, and what happens after that */
export function waitOptions({ poll, wait }: { poll: string; wait: string }): INodeProperties[] {
	return [
		{
			displayName: 'Poll Interval (Seconds)',
			name: 'pollInterval',
			type: 'number',
			typeOptions: { minValue: 0.1, maxValue: 3600, numberPrecision: 1 },
			default: 2,
			description: poll,
		},
		{
			displayName: 'Wait Timeout (Seconds)',
			name: 'waitTimeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 7 * 24 * 3600 },
			default: 300,
			description: wait,
		},
	];
}

/** @param options the collection as read for item 0 @throws ItemProblem */
export function readPoll(options: FieldReader): Poll {
	return {
		pollMs: 1000 * options.number('pollInterval'),
		timeoutMs: 1000 * options.number('waitTimeout'),
	};
}
