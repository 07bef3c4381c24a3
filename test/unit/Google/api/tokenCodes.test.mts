import { describe, expect, it } from 'vitest';

import { sumUp } from '../../../../nodes/Google/api/summary.ts';
import { countedAs, rejectedByVerdict, rejectedToken } from '../../../../nodes/Google/api/tokenCodes.ts';
import type { RunSummary } from '../../../../nodes/shared/engine/operation.ts';

const PROJECT =
	"Check that the credential is of the project whose app the token comes from, and that the token wasn't cut off.";
const LATER = 'Run the workflow again later for the tokens concerned.';

describe('a code of Google for one token', () => {
	it.each([
		[
			'NOT_FOUND',
			'no longer registered',
			'The token is no longer registered: the app was uninstalled, or the token was deleted or replaced',
			'Remove it from your list.',
		],
		[
			'INVALID_ARGUMENT',
			'of another project or malformed',
			"The token belongs to another project than the credential's, or is malformed",
			PROJECT,
		],
		[
			'TOO_MANY_TOPICS',
			'over the topic limit',
			'The device has reached the limit of 2,000 topics',
			'Unsubscribe it from topics that it no longer needs.',
		],
		[
			'PERMISSION_DENIED',
			'not allowed for this credential',
			'The credential may not change this token',
			"Check that the credential is of the project whose app the token comes from, and its role 'Firebase Cloud Messaging API Admin'.",
		],
		[
			'SOMETHING_NEW',
			'refused with SOMETHING_NEW',
			'Google refused the token with SOMETHING_NEW',
			'Check the token and the project of the credential.',
		],
		// Every object answers to this name, a table doesn't.
		[
			'constructor',
			'refused with constructor',
			'Google refused the token with constructor',
			'Check the token and the project of the credential.',
		],
	])('%s is final', (code, counted, message, advice) => {
		expect(countedAs(code)).toBe(counted);
		expect(rejectedToken(code)).toEqual({ kind: 'rejected', code, message, advice });
		expect(rejectedByVerdict({ code, message: 'x', httpStatus: 404 })).toEqual({
			kind: 'rejected',
			code,
			message: `${message} (“x”)`,
			advice,
			httpStatus: 404,
		});
	});

	it.each([
		[
			'RESOURCE_EXHAUSTED',
			'held back because of too many changes in a short time',
			'Too many subscriptions were changed in a short time',
		],
		[
			'INTERNAL',
			'not processed because of a fault at Google',
			'Google could not process the token because of a fault of its own',
		],
		['DEADLINE_EXCEEDED', 'not processed in time', 'Google did not process the token in time'],
	])('%s may pass, so the token goes again', (code, counted, message) => {
		expect(countedAs(code)).toBe(counted);
		expect(rejectedToken(code)).toEqual({
			kind: 'retry',
			otherwise: { kind: 'rejected', code, message, advice: LATER },
			// Too much was asked for: the whole run slows down.
			...(code === 'RESOURCE_EXHAUSTED' ? { slowsDown: true } : {}),
		});
	});
});

describe('the sentence that sums a run up', () => {
	const DEVICE = { one: 'device', many: 'devices' };
	const run = (total: number, changes: Partial<RunSummary> = {}) =>
		({
			units: Array.from({ length: total }),
			succeeded: total,
			rejected: new Map(),
			failed: 0,
			reports: [],
			...changes,
		}) as RunSummary;
	const done = 'subscribed to movies';

	it('counts what worked', () => {
		expect(sumUp(run(1), DEVICE, { done })).toBe('1 of 1 device subscribed to movies');
		expect(sumUp(run(12_000), DEVICE, { done })).toBe('12,000 of 12,000 devices subscribed to movies');
	});

	it('names the reasons of the others, and how many failed', () => {
		const rejected = new Map([
			['NOT_FOUND', 1048],
			['NEW', 2],
		]);
		expect(sumUp(run(10_000, { succeeded: 8000, rejected, failed: 950 }), DEVICE, { done })).toBe(
			'8,000 of 10,000 devices subscribed to movies; 1,048 no longer registered, 2 refused with NEW, 950 failed',
		);
		expect(sumUp(run(3, { succeeded: 2, failed: 1 }), DEVICE, { done })).toBe(
			'2 of 3 devices subscribed to movies; 1 failed',
		);
	});

	it('says of how much that failed it may have been done', () => {
		const failure = { code: 'TIMEOUT', message: 'x' };
		const reports: RunSummary['reports'] = [
			{ kind: 'failed', failure: { ...failure, uncertain: true } },
			{ kind: 'failed', failure },
		];
		expect(sumUp(run(3, { succeeded: 1, failed: 2, reports }), DEVICE, { done })).toBe(
			'1 of 3 devices subscribed to movies; 2 failed, 1 of which may have arrived',
		);
	});

	it('takes other counts where the units are not what is counted', () => {
		const others = new Map([['unknown', 4]]);
		expect(sumUp(run(9, { succeeded: 9 }), DEVICE, { done: 'found', doneCount: 5, others })).toBe(
			'5 of 9 devices found; 4 unknown',
		);
	});
});
