import { describe, expect, it } from 'vitest';

import { ItemProblem, RequestFailure, sentence, toFailure } from '../../../../nodes/shared/engine/failure.ts';

describe('what happened and what to do', () => {
	it('is one text', () => {
		expect(sentence('It broke', 'Mend it.')).toBe('It broke. Mend it.');
		expect(sentence('Did it break?', 'Mend it.')).toBe('Did it break? Mend it.');
		expect(sentence('It broke')).toBe('It broke');
		expect(sentence('It broke', '')).toBe('It broke');
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
		expect(toFailure('text')).toEqual({ code: 'UNEXPECTED', message: 'text' });
		expect(toFailure(null)).toEqual({ code: 'UNEXPECTED', message: 'null' });
	});
});
