import { describe, expect, it } from 'vitest';

import {
	adviceOf,
	ItemProblem,
	RequestFailure,
	sentence,
	toFailure,
} from '../../../../nodes/shared/failure.ts';

describe('what happened and what to do', () => {
	it('is one text', () => {
		expect(sentence('It broke', 'Mend it.')).toBe('It broke. Mend it.');
		expect(sentence('Did it break?', 'Mend it.')).toBe('Did it break? Mend it.');
		expect(sentence('It broke')).toBe('It broke');
		expect(sentence('It broke', '')).toBe('It broke');
	});
});

describe('what to do', () => {
	it('is never missing, and never holds the word by which n8n tells a cancelled execution', () => {
		expect(adviceOf({ advice: "Restart 'canceled' yourself." })).toBe("Restart 'cancelled' yourself.");
		expect(adviceOf({})).toBe(
			'Check the fields of this node and its credential, then run the workflow again.',
		);
		expect(adviceOf({ advice: '' })).toBe(adviceOf({}));
	});
});

describe('anything thrown as a failure', () => {
	it('is what it carries', () => {
		const failure = { code: 'X', message: 'Y', httpStatus: 400 };
		expect(toFailure(new RequestFailure(failure))).toBe(failure);
		expect(toFailure(new ItemProblem('Bad', 'Mend it.'))).toEqual({
			code: 'INVALID_PARAMETER',
			message: 'Bad',
			advice: 'Mend it.',
		});
		expect(toFailure(new ItemProblem('Bad', undefined, 'EMPTY_PARAMETER')).code).toBe('EMPTY_PARAMETER');
	});

	it('is what it says otherwise', () => {
		expect(toFailure(new TypeError('defect'))).toEqual({ code: 'UNEXPECTED', message: 'defect' });
		expect(toFailure(Object.assign(new Error('a'), { description: 'b' }))).toEqual({
			code: 'UNEXPECTED',
			message: 'a',
			advice: 'b',
		});
		expect(toFailure(Object.assign(new Error('a'), { description: 'a' }))).not.toHaveProperty('advice');
		// An empty `error` would make an item of the error output a success.
		expect(toFailure(new Error(' ')).message).toBe('It failed without a reason');
		expect(toFailure('text')).toEqual({ code: 'UNEXPECTED', message: 'text' });
		expect(toFailure(null)).toEqual({ code: 'UNEXPECTED', message: 'null' });
	});
});
