import { describe, expect, it } from 'vitest';

import { judgeResult, type Environment } from '../../../../nodes/Google/ImportApns/outcome.ts';

const ISE = 'Internal Server Error';
const ok = { status: 'OK', registrationToken: 'r:1' };
const part = (environment: Environment, note?: string) => ({
	id: 'aa',
	unit: { given: 'AA', cleaned: 'aa', bundleId: 'b', environment },
	attempts: 0,
	note,
});

describe('in one environment', () => {
	it.each(['production', 'sandbox'] as const)('%s: imported', (environment) => {
		expect(judgeResult(part(environment), undefined, ok, 1)).toEqual({
			kind: 'succeeded',
			data: { ...ok, sandbox: environment === 'sandbox' },
		});
	});

	it('a refusal is final, but the documented one goes again', () => {
		expect(judgeResult(part('production'), undefined, { status: 'Bad token' }, 1)).toMatchObject({
			kind: 'rejected',
			code: 'Bad token',
		});
		expect(judgeResult(part('production'), undefined, { status: ISE }, 1)).toMatchObject({
			kind: 'retry',
			otherwise: { kind: 'rejected', code: ISE, data: { status: ISE, sandbox: false } },
		});
	});

	it.each([undefined, { status: '' }, { status: 'OK' }])('%j proves nothing', (result) => {
		expect(judgeResult(part('sandbox'), undefined, result, 2)).toMatchObject({
			kind: 'failed',
			failure: { code: 'UNEXPECTED_ANSWER', attempts: 2, extra: { sandbox: true } },
		});
	});
});

describe('with automatic environment', () => {
	it('whatever production refuses goes to the sandbox at once', () => {
		for (const status of [ISE, 'Bad token']) {
			expect(judgeResult(part('auto'), undefined, { status }, 1)).toEqual({
				kind: 'proceed',
				stage: 'sandbox',
				note: status,
			});
		}
	});

	it('what the sandbox imports is done', () => {
		expect(judgeResult(part('auto', ISE), 'sandbox', ok, 1)).toEqual({
			kind: 'succeeded',
			data: { ...ok, sandbox: true },
		});
	});

	it("refused by both: production's answer is reported, the sandbox's beside it", () => {
		expect(judgeResult(part('auto', 'Bad token'), 'sandbox', { status: 'Other' }, 1)).toMatchObject({
			kind: 'rejected',
			code: 'Bad token',
			data: { status: 'Bad token', sandbox: false, sandboxStatus: 'Other' },
		});
	});

	it('refused by both, and production may change its mind: from the beginning', () => {
		const answer = judgeResult(part('auto', ISE), 'sandbox', { status: 'Other' }, 1);
		expect(answer).toMatchObject({
			kind: 'retry',
			otherwise: { code: ISE, data: { sandboxStatus: 'Other' } },
		});
		expect(answer).not.toHaveProperty('stage');
	});

	it('refused by both, and only the sandbox may change its mind: the sandbox again, production remembered', () => {
		expect(judgeResult(part('auto', 'Bad token'), 'sandbox', { status: ISE }, 1)).toMatchObject({
			kind: 'retry',
			stage: 'sandbox',
			note: 'Bad token',
			otherwise: { code: 'Bad token', data: { sandboxStatus: ISE } },
		});
	});

	it('no proof from either is a failure of that environment', () => {
		expect(judgeResult(part('auto'), undefined, undefined, 1)).toMatchObject({
			kind: 'failed',
			failure: { extra: { sandbox: false } },
		});
		expect(judgeResult(part('auto', ISE), 'sandbox', { status: 'OK' }, 1)).toMatchObject({
			kind: 'failed',
			failure: { extra: { sandbox: true } },
		});
	});
});
