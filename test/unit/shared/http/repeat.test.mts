import { describe, expect, it } from 'vitest';

import {
	isPassingStatus,
	retryOnBreakdown,
	retryWhenNotActedOn,
	retryWhenPassing,
	type Setback,
} from '../../../../nodes/shared/http/retry.ts';

const setbacks: Record<string, Setback> = {
	'400': { status: 400, passing: false, notActedOn: true },
	'401': { status: 401, passing: false, notActedOn: true },
	'408': { status: 408, passing: true, notActedOn: false },
	'429': { status: 429, passing: true, notActedOn: true },
	'500': { status: 500, passing: true, notActedOn: false },
	'503': { status: 503, passing: true, notActedOn: false },
	'connection refused': { passing: true, notActedOn: true },
	'connection lost': { passing: true, notActedOn: false },
	certificate: { passing: false, notActedOn: true },
};
const repeated = (rule: (setback: Setback) => boolean) =>
	Object.keys(setbacks).filter((name) => rule(setbacks[name] as Setback));

describe('what is sent again', () => {
	it('without harm: after everything that can pass', () => {
		expect(repeated(retryWhenPassing)).toEqual([
			'408',
			'429',
			'500',
			'503',
			'connection refused',
			'connection lost',
		]);
	});

	it('once only: when nothing happened for certain', () => {
		expect(repeated(retryWhenNotActedOn)).toEqual(['429', 'connection refused']);
	});

	it('on breakdowns: not when the service says no for now', () => {
		expect(repeated(retryOnBreakdown)).toEqual(['500', '503', 'connection refused', 'connection lost']);
	});
});

it('statuses that can pass by themselves', () => {
	const statuses = [200, 302, 400, 401, 403, 404, 408, 409, 410, 429, 499, 500, 501, 502, 503, 504, 599];
	expect(statuses.filter(isPassingStatus)).toEqual([408, 429, 500, 501, 502, 503, 504, 599]);
});
